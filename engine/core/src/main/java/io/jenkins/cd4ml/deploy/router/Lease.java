package io.jenkins.cd4ml.deploy.router;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The driver's word that it is there. Runs on a clock that no change of the time of day moves. */
final class Lease {
    private final long nanos;
    private final LongSupplier clock;
    private volatile long renewed;

    /** The clock gives nanoseconds, {@code System::nanoTime}. */
    Lease(Duration length, LongSupplier clock) {
        this.nanos = length.toNanos();
        this.clock = clock;
        renew();
    }

    void renew() {
        renewed = clock.getAsLong();
    }

    boolean expired() {
        return clock.getAsLong() - renewed > nanos;
    }

    Duration length() {
        return Duration.ofNanos(nanos);
    }
}
