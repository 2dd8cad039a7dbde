package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.protocol.Outcome;

/**
 * What was found about one column.
 *
 * @param test null where none could be applied
 * @param score the p-value or the distance; NaN where no test could be applied
 * @param outcome {@code FAILED} means drift, {@code SKIPPED} that nothing can be said
 * @param reason why no test could be applied, as the end of a sentence; null where one was
 */
record Judgement(
        ComparedColumn column, DriftTest test, double threshold, double score, Outcome outcome, String reason) {

    static Judgement tested(ComparedColumn column, DriftTest test, double threshold, double score) {
        Outcome outcome = test.drifted(score, threshold) ? Outcome.FAILED : Outcome.PASSED;
        return new Judgement(column, test, threshold, score, outcome, null);
    }

    static Judgement untested(ComparedColumn column, Outcome outcome, String reason) {
        return new Judgement(column, null, Double.NaN, Double.NaN, outcome, reason);
    }

    static Judgement leftOut(PlannedColumn planned) {
        return untested(ComparedColumn.unread(planned.column(), planned.role()), Outcome.SKIPPED, planned.leftOut());
    }

    /** Drifted columns first, those without a verdict last. */
    int rank() {
        return switch (outcome) {
            case FAILED -> 0;
            case INCONCLUSIVE -> 1;
            case PASSED -> 2;
            case SKIPPED -> 3;
        };
    }

    boolean drifted() {
        return outcome == Outcome.FAILED;
    }

    boolean judged() {
        return outcome != Outcome.SKIPPED;
    }

    boolean hasPValue() {
        return test != null && test.kind() == DriftTest.Kind.P_VALUE;
    }
}
