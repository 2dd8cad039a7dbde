package io.jenkins.cd4ml.deploy.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells whoever runs a server of failures that nobody has foreseen: the first one with its trace, then at most one in ten seconds, and how
 * many there were besides. A model that fails at every request must not fill the disk.
 */
final class Traces {
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier clock;
    private long untold;
    private long next;

    /** The clock gives nanoseconds, {@code System::nanoTime}. */
    Traces(LongSupplier clock) {
        this.clock = clock;
        this.next = clock.getAsLong();
    }

    /** Prints it, or counts it; returns whether it was printed. */
    synchronized boolean tell(String request, RuntimeException failure) {
        long now = clock.getAsLong();
        if (now - next < 0) {
            untold++;
            return false;
        }
        next = now + PAUSE_NANOS;
        long others = untold;
        untold = 0;
        System.err.println("request " + request + " failed" + (others == 0 ? ":" : ", and " + others + " before it:"));
        failure.printStackTrace();
        return true;
    }
}
