package io.jenkins.cd4ml.config;

import java.time.Duration;

/**
 * {@code deploy.labels:} labels that come late, which a step of a canary waits for.
 *
 * @param within how long at most, such as {@code 3d}
 * @param min labelled rows, each answered by both versions, that are enough
 */
public record LabelSettings(String within, Integer min) {

    public LabelSettings {
        within = Defaults.of(within, "1d");
        min = Defaults.of(min, 200);
    }

    /** How long at most. */
    public Duration longest() {
        long number = Long.parseLong(within.substring(0, within.length() - 1));
        return switch (within.charAt(within.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
