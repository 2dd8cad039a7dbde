package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterState;
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
    private static final Duration RESTART = Duration.ofSeconds(10);

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

    /** The router after one that died: the one that a server has started again, or one that is started now. */
    RouterClient reconnect() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RESTART.toNanos();
        while (true) {
            Optional<RouterClient> found = RouterClient.find(folder);
            if (found.isPresent()) {
                router = found.get();
                return router;
            }
            try {
                start();
                return router;
            } catch (IOException e) {
                // Another one was faster and has not announced itself yet.
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    /** What the router says, also when it has died meanwhile and must be started again. */
    RouterState state() throws IOException, InterruptedException {
        try {
            return router.state();
        } catch (IOException e) {
            if (router.alive()) {
                throw e;
            }
            return reconnect().state();
        }
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
            return;
        }
        launch.write(folder.routerLaunch());
        start();
    }

    private void start() throws IOException, InterruptedException {
        ProcessIdentity process = launcher.router(folder);
        Announcement up = Startup.await("the router", folder.router(), process, folder.log("router"), START);
        router = RouterClient.find(folder)
                .orElseThrow(
                        () -> new IOException("the router (pid " + up.process().pid() + ") died at once"));
    }
}
