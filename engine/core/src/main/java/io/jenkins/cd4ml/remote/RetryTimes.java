package io.jenkins.cd4ml.remote;

import java.time.Duration;

/**
 * How long a store is waited for.
 *
 * @param stall without a byte moved before an attempt is given up
 * @param pause before the second attempt; doubled before each further one
 */
public record RetryTimes(Duration stall, Duration pause) {
    public static final RetryTimes DEFAULT = new RetryTimes(Duration.ofSeconds(60), Duration.ofMillis(500));
}
