package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;

/**
 * Makes the checks of a canary, named {@code <weight> %: <what>}.
 *
 * @param needed observations that a check needs
 * @param dataVersion null for live traffic
 * @param modelVersion the candidate's digest
 */
record StepChecks(int needed, String dataVersion, String modelVersion) {

    Check check(
            Measurement step,
            String what,
            boolean passed,
            Double value,
            double limit,
            Interval interval,
            Long n,
            String message) {
        return new Check(
                name(step, what),
                "canary",
                passed ? Outcome.PASSED : Outcome.FAILED,
                value != null && Double.isFinite(value) ? value : null,
                limit,
                what.equals("accuracy") ? ">=" : "<=",
                interval,
                n,
                dataVersion,
                modelVersion,
                message);
    }

    /** A value that is recorded and not judged, or none at all. */
    Check skipped(Measurement step, String what, Double value, Long n, String message) {
        return new Check(
                name(step, what),
                "canary",
                Outcome.SKIPPED,
                value,
                null,
                null,
                null,
                n,
                dataVersion,
                modelVersion,
                message);
    }

    Check tooFew(Measurement step, String what, long n) {
        return skipped(step, what, null, n, what + " is not judged: " + n + " are too few, " + needed + " are needed");
    }

    private static String name(Measurement step, String what) {
        return step.weight() + " %: " + what;
    }
}
