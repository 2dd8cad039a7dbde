package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.RouterLock;
import io.jenkins.cd4ml.deploy.process.RouterWatch;
import io.jenkins.cd4ml.deploy.process.ServingException;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterProblem;
import io.jenkins.cd4ml.deploy.router.RouterUnreachable;
import io.jenkins.cd4ml.deploy.router.StickySplit;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.ServingProcess;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A driver's hold on an environment: its lock, and a router that lives. */
final class ServingSession implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    /** A server is given 60 s to start. */
    private static final Duration STARTED = Duration.ofSeconds(90);

    /** One that dies again and again has a reason that one more will not mend. */
    private static final int MAX_ROUTERS = 4;

    private static final long PAUSE_MILLIS = 100;

    private final ServingFolder folder;
    private final Launcher launcher;
    private final EventSink events;
    private final DriverLock lock;
    private final boolean wasKept;
    private RouterClient router;

    private ServingSession(ServingFolder folder, Launcher launcher, EventSink events, DriverLock lock) {
        this.folder = folder;
        this.launcher = launcher;
        this.events = events;
        this.lock = lock;
        this.wasKept = Files.exists(folder.kept());
    }

    /**
     * Takes the environment: finds its router or starts one.
     *
     * @throws io.jenkins.cd4ml.problem.InputException where another driver has it, or the port is in use
     */
    static ServingSession open(ServingFolder folder, Launcher launcher, RouterLaunch launch, EventSink events)
            throws IOException, InterruptedException {
        ServingSession session = new ServingSession(folder, launcher, events, DriverLock.take(folder));
        try {
            session.connect(launch);
            return session;
        } catch (IOException | InterruptedException | RuntimeException e) {
            session.lock.close();
            throw e;
        }
    }

    RouterClient router() {
        return router;
    }

    /** Whether somebody wanted the environment to go on serving before this driver came. */
    boolean wasKept() {
        return wasKept;
    }

    /** A question or an order to the router. */
    @FunctionalInterface
    interface Call<T> {
        T of(RouterClient router) throws IOException, InterruptedException;
    }

    /** Asks the router; where it dies meanwhile, the one that takes its place. */
    <T> T ask(Call<T> call) throws IOException, InterruptedException {
        for (int routers = 1; ; routers++) {
            try {
                return call.of(router);
            } catch (RouterProblem e) {
                if (!e.isEnding() || routers == MAX_ROUTERS) {
                    throw e;
                }
                awaitEnd();
            } catch (RouterUnreachable e) {
                if (routers == MAX_ROUTERS || !awaitEndOfHanging()) {
                    throw e;
                }
            }
            reconnect();
        }
    }

    /**
     * Has a server started. What a driver that was killed has left is in the way for a moment: nobody but us drives now, so its
     * canary is ended, and a server that is still being started for it is waited for.
     */
    <T> T begin(Call<T> call) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STARTED.toNanos();
        while (true) {
            try {
                return ask(call);
            } catch (RouterProblem e) {
                if (!e.isOver() || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            StickySplit left = ask(RouterClient::state).routes().split();
            if (left != null) {
                ask(client -> {
                    client.rollBack(left.canary(), "its driver is gone, and another deployment has begun");
                    return null;
                });
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** What a registry has said of an earlier deployment says nothing of this one. */
    void forgetDecision() throws IOException {
        Files.deleteIfExists(folder.decision());
    }

    /** Lets everything go on when this driver ends. */
    void keep() throws IOException {
        Files.write(folder.kept(), new byte[0]);
    }

    /** Ends everything that serves here. */
    List<ServingProcess> end() throws IOException, InterruptedException {
        return Serving.end(folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private void connect(RouterLaunch launch) throws IOException, InterruptedException {
        Optional<RouterClient> found = RouterClient.find(folder);
        if (found.isPresent()) {
            router = found.get();
            int port = URI.create(router.url()).getPort();
            if (launch.port() != 0 && launch.port() != port) {
                events.warning("the router serves at port " + port + ", not at " + launch.port()
                        + ": stop it first (cd4ml serving stop) to move it");
            }
        } else if (launch.port() == 0 && hasDied()) {
            comeBack(launch);
        } else {
            launch.write(folder.routerLaunch());
            reconnect();
        }
    }

    /** Whether a router has served here and was not stopped: a server may be about to start it again. */
    private boolean hasDied() throws IOException {
        return Files.exists(folder.routerLaunch())
                && Announcement.read(folder.router())
                        .filter(Announcement::serves)
                        .isPresent();
    }

    /** Where its callers know it; at another port only where somebody else has that one now. */
    private void comeBack(RouterLaunch launch) throws IOException, InterruptedException {
        try {
            reconnect();
        } catch (InputException e) {
            events.warning(e.getMessage());
            launch.write(folder.routerLaunch());
            reconnect();
        }
    }

    /** The router after one that died: the one that a server has started again, or one that is started now. */
    private void reconnect() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        for (int starts = 0; ; Thread.sleep(PAUSE_MILLIS)) {
            Optional<RouterClient> found = RouterClient.find(folder);
            if (found.isPresent()) {
                router = found.get();
                return;
            }
            // One that has the lock serves in a moment; a second one would only take processor time from it.
            if (!RouterLock.isHeld(folder) || System.nanoTime() > deadline) {
                try {
                    start();
                    return;
                } catch (ServingException e) {
                    starts++;
                    if (starts == MAX_ROUTERS || System.nanoTime() > deadline) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Where it hangs somebody ends it, at the latest this driver; false where it lives on. */
    private boolean awaitEndOfHanging() throws IOException, InterruptedException {
        RouterWatch watch = new RouterWatch(folder);
        long deadline = System.nanoTime() + START.toNanos();
        while (router.alive() && watch.isSilent() && System.nanoTime() < deadline) {
            Thread.sleep(RouterWatch.EVERY.toMillis());
            watch.look();
        }
        return !router.alive();
    }

    private void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (router.alive() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private void start() throws IOException, InterruptedException {
        ProcessIdentity process = launcher.router(folder);
        Announcement up = Startup.await("the router", folder.router(), process, folder.log("router"), START);
        router = RouterClient.find(folder)
                .orElseThrow(() ->
                        new ServingException("the router (pid " + up.process().pid() + ") died at once: deploy again"));
    }
}
