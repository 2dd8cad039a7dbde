package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;

/**
 * Makes the checks of a canary, named {@code <weight> %: <what>}.
 *
 * @param dataVersion null for live traffic
 * @param modelVersion the candidate's digest
 */
record StepChecks(String dataVersion, String modelVersion) {

    /**
     * What an increase means: failed where it is shown and the limit is not excluded, passed where the limit is excluded, inconclusive
     * between them.
     */
    static Outcome outcome(boolean shown, boolean excluded) {
        if (excluded) {
            return Outcome.PASSED;
        }
        return shown ? Outcome.FAILED : Outcome.INCONCLUSIVE;
    }

    Check check(
            Measurement step,
            String what,
            Outcome outcome,
            Double value,
            double limit,
            Interval interval,
            Long n,
            String message) {
        // A rehearsal is no evidence: it ends a canary where something goes wrong, and shows nothing otherwise.
        boolean open = step.rehearsed() && outcome == Outcome.INCONCLUSIVE;
        return new Check(
                name(step, what),
                group(step),
                open ? Outcome.SKIPPED : outcome,
                value != null && Double.isFinite(value) ? value : null,
                limit,
                limit < 0 ? ">=" : "<=",
                interval,
                n,
                dataVersion,
                modelVersion,
                open ? "rehearsed, and nothing went wrong: " + message : message);
    }

    /** A value that is recorded and decides nothing, or none at all. */
    Check skipped(Measurement step, String what, Double value, Long n, String message) {
        return of(step, what, Outcome.SKIPPED, value, n, message);
    }

    /** Too little to say anything. */
    Check tooFew(Measurement step, String what, long n, String message) {
        return of(
                step,
                what,
                step.rehearsed() ? Outcome.SKIPPED : Outcome.INCONCLUSIVE,
                null,
                n,
                "not shown: " + message);
    }

    private Check of(Measurement step, String what, Outcome outcome, Double value, Long n, String message) {
        return new Check(
                name(step, what),
                group(step),
                outcome,
                value != null && Double.isFinite(value) ? value : null,
                null,
                null,
                null,
                n,
                dataVersion,
                modelVersion,
                message);
    }

    private static String name(Measurement step, String what) {
        return step.weight() + " %: " + what;
    }

    private static String group(Measurement step) {
        return step.rehearsed() ? "rehearsal" : "canary";
    }
}
