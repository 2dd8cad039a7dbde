package io.jenkins.plugins.cd4ml.execution;

import hudson.model.Computer;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/**
 * Repeats some work with the pauses of a {@link Backoff}. It is never done twice at once: either it waits here, or it runs and asks at
 * its end to be done again. It may block, so it runs on a thread made for that.
 */
final class Pulse {
    private final Runnable work;
    private final Backoff backoff = new Backoff();
    private ScheduledFuture<?> next;

    Pulse(Runnable work) {
        this.work = work;
    }

    /** Once more after the shortest pause. */
    synchronized void soon() {
        schedule(backoff.soon());
    }

    /** Once more after a pause that may be longer than the last one. */
    synchronized void slower() {
        schedule(backoff.slower());
    }

    /** Brings the next time forward, where one is waited for. */
    synchronized void hurry() {
        if (next != null && next.cancel(false)) {
            soon();
        }
    }

    private void schedule(long millis) {
        next = Timer.get().schedule(() -> Computer.threadPoolForRemoting.execute(work), millis, TimeUnit.MILLISECONDS);
    }

    /** Does something once, after that many seconds. */
    static void after(long seconds, Runnable work) {
        Timer.get().schedule(() -> Computer.threadPoolForRemoting.execute(work), seconds, TimeUnit.SECONDS);
    }
}
