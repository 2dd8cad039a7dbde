package io.jenkins.plugins.cd4ml.execution;

import hudson.model.Computer;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

/**
 * Repeats some work with growing pauses, from a quarter of a second to a quarter of a minute. It is never done twice at once: either it
 * waits here, or it runs and asks at its end to be done again. It may block, so it runs on a thread made for that.
 */
final class Pulse {
    private static final long SHORTEST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 15_000;

    private final Runnable work;
    private long millis = SHORTEST_MILLIS;
    private ScheduledFuture<?> next;

    Pulse(Runnable work) {
        this.work = work;
    }

    /** Once more after the shortest pause. */
    synchronized void soon() {
        millis = SHORTEST_MILLIS;
        schedule();
    }

    /** Once more after a pause a quarter longer than the last one. */
    synchronized void slower() {
        millis = Math.min(LONGEST_MILLIS, millis + millis / 4);
        schedule();
    }

    /** Brings the next time forward, where one is waited for. */
    synchronized void hurry() {
        if (next != null && next.cancel(false)) {
            soon();
        }
    }

    private void schedule() {
        next = Timer.get().schedule(() -> Computer.threadPoolForRemoting.execute(work), millis, TimeUnit.MILLISECONDS);
    }

    /** Does something once, after that many seconds. */
    static void after(long seconds, Runnable work) {
        Timer.get().schedule(() -> Computer.threadPoolForRemoting.execute(work), seconds, TimeUnit.SECONDS);
    }
}
