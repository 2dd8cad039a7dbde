package io.jenkins.plugins.cd4ml.execution;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long to wait until one asks again: a quarter of a second in the first ten seconds, since most stages are over by then, and
 * whenever something has moved; otherwise a quarter longer than before, up to a quarter of a minute.
 */
final class Backoff {
    static final long SHORTEST_MILLIS = 250;
    static final long LONGEST_MILLIS = 15_000;
    static final long EAGER_SECONDS = 10;

    private final LongSupplier nanos;
    private final long start;
    private long millis = SHORTEST_MILLIS;

    Backoff() {
        this(System::nanoTime);
    }

    Backoff(LongSupplier nanos) {
        this.nanos = nanos;
        start = nanos.getAsLong();
    }

    /** The next pause in milliseconds, something having moved. */
    long soon() {
        millis = SHORTEST_MILLIS;
        return millis;
    }

    /** The next pause in milliseconds, nothing having moved. */
    long slower() {
        if (nanos.getAsLong() - start >= TimeUnit.SECONDS.toNanos(EAGER_SECONDS)) {
            millis = Math.min(LONGEST_MILLIS, millis + millis / 4);
        }
        return millis;
    }
}
