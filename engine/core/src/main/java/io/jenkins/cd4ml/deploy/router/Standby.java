package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import java.io.IOException;
import java.time.Duration;

/**
 * Keeps a second router ready: a process that has started and waits for the lock, which the system gives it at the moment this
 * process dies. Only a router that has served for a while has one; most canaries are over by then.
 */
final class Standby {
    private static final Duration AFTER = Duration.ofSeconds(10);

    private final ServingFolder folder;
    private final Launcher launcher;
    private final Duration after;
    private long next;
    private ProcessIdentity process;

    Standby(ServingFolder folder, Launcher launcher) {
        this(folder, launcher, AFTER);
    }

    /** {@code after}: how long to wait for the first, and from one that died to the next. */
    Standby(ServingFolder folder, Launcher launcher, Duration after) {
        this.folder = folder;
        this.launcher = launcher;
        this.after = after;
        this.next = System.nanoTime() + after.toNanos();
    }

    /** Starts one where there is none. */
    void look() throws IOException, InterruptedException {
        if (System.nanoTime() - next < 0 || process != null && process.alive()) {
            return;
        }
        next = System.nanoTime() + after.toNanos();
        process = launcher.router(folder);
    }
}
