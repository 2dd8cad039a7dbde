package io.jenkins.cd4ml.protocol;

/** How a single check ended. */
public enum Outcome {
    PASSED,
    FAILED,
    /** Could not be judged (too few rows, no champion to compare with); the check's message says why. */
    SKIPPED
}
