package io.jenkins.cd4ml.deploy.router;

import java.time.Instant;

/**
 * How the last canary ended.
 *
 * @param canary its id
 * @param outcome {@code promoted} or {@code rolled-back}
 */
public record Ending(String canary, String outcome, String reason, Instant time) {
    static final String PROMOTED = "promoted";
    static final String ROLLED_BACK = "rolled-back";

    /** Whether that canary is the last one, and was promoted. */
    static boolean isPromotion(Ending last, String canary) {
        return last != null && last.canary.equals(canary) && last.outcome.equals(PROMOTED);
    }

    /** How that canary ended, as far as the last ending tells. */
    static String sentence(Ending last, String canary) {
        return last != null && last.canary.equals(canary)
                ? "the canary was " + last.outcome.replace('-', ' ') + " at " + last.time
                        + (last.reason == null ? "" : ": " + last.reason)
                : "there is no such canary";
    }
}
