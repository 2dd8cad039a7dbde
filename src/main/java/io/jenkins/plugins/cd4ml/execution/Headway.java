package io.jenkins.plugins.cd4ml.execution;

import java.util.concurrent.TimeUnit;

/** How long some work may go on: as long as it makes headway, and then a while. Nobody's bytes are too many, but a pause may be too long. */
final class Headway {
    private static final long SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    private final long patience;
    private volatile long end;

    Headway(long seconds) {
        patience = TimeUnit.SECONDS.toNanos(seconds);
        end = System.nanoTime() + patience;
    }

    /** Something has moved. */
    void made() {
        end = System.nanoTime() + patience;
    }

    /** So many bytes will move, and nobody can say how many have: enough time for a slow line. */
    void expect(long bytes) {
        end = System.nanoTime() + patience + TimeUnit.SECONDS.toNanos(bytes / SLOWEST_BYTES_PER_SECOND);
    }

    /** Nanoseconds; none or less where the work has taken too long. */
    long left() {
        return end - System.nanoTime();
    }
}
