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
}
