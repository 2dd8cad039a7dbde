package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.RouterLock;
import io.jenkins.cd4ml.deploy.process.RouterWatch;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.server.CallerToken;
import io.jenkins.cd4ml.deploy.server.ModelServer;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The life of a router's process: take the lock, recover from the journal, serve, watch. Told to end (signal, admin call) or
 * with nothing left to serve, it takes the servers with it.
 */
public final class RouterProcess {
    /** Carries the token of the folder: the driver's own inferences, which are not logged. */
    static final String TOKEN_HEADER = "X-CD4ML-Token";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int THREADS = 256;
    private static final int BODY_BYTES = 4 * 1024 * 1024;
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration LEASE_CHECK = Duration.ofMillis(100);

    /** A driver on a busy machine may be that slow from one request to the next. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final ServingFolder folder;
    private final Launcher launcher;
    private final InFlight inFlight = new InFlight();
    private final ExecutorService retiring = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile long lastSteered = System.nanoTime();
    private Servers servers;
    private Rollout rollout;
    private Supervisor supervisor;
    private Forwarder forwarder;
    private RouterMetrics metrics;
    private AdminApi admin;
    private CallerToken callers;
    private Map<String, String> proof = Map.of();
    private LoopbackServer http;

    public RouterProcess(ServingFolder folder, Launcher launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /**
     * Serves until it is told to end or has nothing to serve. Where another router has the lock it waits for that one's death
     * first; where a second one does that already it returns at once.
     */
    @SuppressWarnings("try") // the lock is there to be held
    public void run() throws IOException, InterruptedException {
        Optional<RouterLock> lock = RouterLock.take(folder);
        boolean second = lock.isEmpty();
        if (second) {
            warmUp();
            Thread watch = new RouterWatch(folder).start();
            lock = RouterLock.standBy(folder);
            watch.interrupt();
        }
        if (lock.isEmpty()) {
            System.err.println("one router serves " + folder.path() + ", and another one stands by");
            return;
        }
        try (RouterLock held = lock.get()) {
            // Stopped on purpose: nobody is to take the place of the one before.
            if (!Files.exists(folder.routerLaunch()) || second && !Files.exists(folder.router())) {
                return;
            }
            Announcement started = Announcement.started();
            try {
                serve(started);
            } catch (InputException e) {
                started.failed(e.getMessage()).write(folder.router());
                throw e;
            }
        }
    }

    /** Loads what a router needs, so that it need not be loaded while callers find nobody. */
    private void warmUp() throws IOException {
        Journal.newest(folder.journal());
        Announcement.read(folder.router());
        new Upstream(inFlight);
        new RouterMetrics(() -> Routes.NONE, () -> false);
        try (LoopbackServer unused = new LoopbackServer("standby", 0, THREADS, BODY_BYTES, this::answer)) {
            unused.start();
        }
    }

    @SuppressWarnings("try") // the sign of life is given by a thread of its own
    private void serve(Announcement started) throws IOException, InterruptedException {
        RouterLaunch launch = RouterLaunch.read(folder.routerLaunch());
        try (Journal journal = Journal.open(folder.journal(), Clock.systemUTC())) {
            http = new LoopbackServer("router", launch.port(), THREADS, BODY_BYTES, this::answer);
            new RouterLaunch(http.port(), launch.leaseMillis()).write(folder.routerLaunch());
            servers = new Servers(folder, launcher);
            Lease lease = new Lease(Duration.ofMillis(launch.leaseMillis()), System::nanoTime);
            rollout = new Rollout(journal, servers, ChampionAlias.of(folder), lease, Clock.systemUTC(), this::retire);
            supervisor = new Supervisor(rollout, servers, new Standby(folder, launcher));
            metrics = new RouterMetrics(rollout::routes, journal::isFailing);
            forwarder = new Forwarder(rollout, new Upstream(inFlight), metrics, supervisor::wake);
            callers = CallerToken.of(folder);
            String token = token();
            proof = Map.of(ModelServer.ROUTER_HEADER, token);
            admin = new AdminApi(token, rollout, this::state, this::end);
            rollout.recover();
            servers.sweep();
            Runtime.getRuntime().addShutdownHook(new Thread(this::endAndWait, "end"));
            http.start();
            try (SignOfLife sign = new SignOfLife(folder.routerAlive(), http)) {
                started.serving(http.url()).write(folder.router());
                watch();
            }
            stop();
        }
    }

    private void watch() throws InterruptedException {
        Thread leaseWatch = new Thread(this::watchDriver, "driver");
        leaseWatch.setDaemon(true);
        leaseWatch.start();
        while (!ending) {
            try {
                supervisor.tick();
            } catch (IOException e) {
                System.err.println("the supervisor could not do its work: " + FileFailure.of(e));
            }
            boolean idle = rollout.isIdle() && System.nanoTime() - lastSteered > IDLE.toNanos();
            boolean gone = !Files.exists(folder.router());
            if (idle || gone) {
                ending = true;
            }
        }
    }

    /** Ends a canary whose driver is gone, and decides what one has proposed. */
    private void watchDriver() {
        Proposals proposals = new Proposals(rollout, folder);
        try {
            while (!ending) {
                Thread.sleep(LEASE_CHECK.toMillis());
                try {
                    rollout.endExpired();
                    proposals.look();
                } catch (IOException | RuntimeException e) {
                    System.err.println("the driver could not be looked after: " + FileFailure.of(e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() throws IOException, InterruptedException {
        Files.deleteIfExists(folder.router());
        Files.deleteIfExists(folder.routerAlive());
        rollout.stop("told to end, or nothing left to serve");
        retiring.shutdown();
        retiring.awaitTermination(2 * DRAIN.toSeconds(), TimeUnit.SECONDS);
        http.close();
        Files.deleteIfExists(folder.token());
        ended.countDown();
    }

    private void end() {
        ending = true;
        supervisor.wake();
    }

    private void endAndWait() {
        end();
        try {
            ended.await(3 * DRAIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void retire(ServingServer server) {
        retiring.execute(() -> {
            try {
                inFlight.drain(server.id(), DRAIN);
                servers.stop(server);
            } catch (IOException e) {
                System.err.println("the server " + server.id() + " could not be ended: " + FileFailure.of(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Reply answer(Request request) throws HttpProblem, IOException, InterruptedException {
        String path = request.path();
        if (path.startsWith("/admin/")) {
            if (ending) {
                throw new HttpProblem(503, "the router is ending");
            }
            lastSteered = System.nanoTime();
            return admin.answer(request);
        }
        return switch (path) {
            case "/metrics" -> {
                request.require("GET");
                yield metrics.page();
            }
            case "/v2/health/live" -> {
                request.require("GET");
                yield Reply.json(Map.of("live", true));
            }
            case "/v2/health/ready" -> {
                request.require("GET");
                boolean ready = !rollout.routes().isEmpty();
                yield Reply.json(ready ? 200 : 503, Map.of("ready", ready), Map.of());
            }
            default -> forwarded(request);
        };
    }

    private Reply forwarded(Request request) throws HttpProblem, InterruptedException {
        boolean driver = admin.isToken(request.header(TOKEN_HEADER));
        if (!driver && CallerToken.concerns(request)) {
            callers.require(request);
        }
        if (!Forwarder.isInference(request)) {
            return forwarder.forward(request, proof);
        }
        if (!driver) {
            return forwarder.infer(request, proof);
        }
        Map<String, String> extra = new HashMap<>(proof);
        extra.put(ModelServer.REPLAY_HEADER, "true");
        String role = request.header(Forwarder.ASK_HEADER);
        return role == null ? forwarder.infer(request, extra) : forwarder.ask(request, role, extra);
    }

    private RouterState state() {
        Traffic traffic = rollout.traffic();
        return new RouterState(
                ProcessIdentity.current(),
                http.url(),
                rollout.routes(),
                traffic.champion().snapshot(),
                traffic.candidate().snapshot(),
                rollout.ending());
    }

    private String token() throws IOException {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        // A temporary file is made for its owner alone, and stays so when it is renamed.
        Path temporary = Files.createTempFile(folder.path(), ".token", ".tmp");
        Files.writeString(temporary, token);
        Files.move(temporary, folder.token(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return token;
    }
}
