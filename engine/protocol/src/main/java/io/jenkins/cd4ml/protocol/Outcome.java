package io.jenkins.cd4ml.protocol;

/** How a single check ended. */
public enum Outcome {
    PASSED,
    FAILED,
    /**
     * The rows cannot show either: the interval reaches across the limit, or a comparison that was asked for could not be made. The
     * check's message says what is not known and what would settle it. Never a pass.
     */
    INCONCLUSIVE,
    /** Could not be judged (a slice with too few rows, no model in production yet); the check's message says why. */
    SKIPPED
}
