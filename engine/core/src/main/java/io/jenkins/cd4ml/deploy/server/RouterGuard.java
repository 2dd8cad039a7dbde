package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLock;
import io.jenkins.cd4ml.deploy.process.RouterWatch;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.problem.FileFailure;
import java.io.IOException;
import java.util.Optional;

/**
 * Starts the router again where it died without being told to, and ends one that hangs: the router looks after the servers, the
 * servers look after the router. Two that do so at once are no harm, the second router finds the lock taken and ends.
 */
final class RouterGuard {
    /** After so many launches that came to nothing, something is wrong that one more will not mend. */
    private static final int MAX_LAUNCHES = 20;

    private final ServingFolder folder;
    private final Launcher launcher;
    private final RouterWatch watch;
    private ProcessIdentity seen;
    private int launches;

    RouterGuard(ServingFolder folder, Launcher launcher) {
        this.folder = folder;
        this.launcher = launcher;
        this.watch = new RouterWatch(folder);
    }

    /** Looks once; called every {@link RouterWatch#EVERY}. */
    void check() throws InterruptedException {
        try {
            watch.look();
            Optional<Announcement> router = Announcement.read(folder.router());
            boolean stopped = router.isEmpty();
            if (stopped || router.get().process().alive()) {
                launches = stopped ? launches : 0;
                return;
            }
            boolean starting = seen != null && seen.alive();
            if (!starting && launches < MAX_LAUNCHES && !RouterLock.isHeld(folder)) {
                launches++;
                System.err.println("the router (pid " + router.get().process().pid() + ") died: starting it again");
                seen = launcher.router(folder);
            }
        } catch (IOException e) {
            System.err.println("cannot start the router again: " + FileFailure.of(e));
        }
    }
}
