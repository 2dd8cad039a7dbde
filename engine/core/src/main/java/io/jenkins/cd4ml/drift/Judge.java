package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.config.DriftSettings;
import io.jenkins.cd4ml.config.NearestName;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Outcome;

/** Judges one column: the test of {@code drift.tests}, or else the preset's, where there are values enough. */
record Judge(DriftSettings settings) {
    /** Throws {@link InputException} where {@code drift.tests} names a test that cannot judge the column. */
    Judgement judge(ComparedColumn column) {
        ColumnPair pair = column.pair();
        // Labels come later than rows: a target without one is no loss.
        boolean lost = column.currentRows() >= settings.minRows()
                && column.currentMissing() - column.referenceMissing() > settings.maxMissingRise();
        if (pair.referenceSize() < settings.minRows()) {
            return few(column, pair.referenceSize(), "the reference");
        }
        if (pair.currentSize() < settings.minRows()) {
            return lost
                    ? Judgement.untested(column, Outcome.FAILED, "it has lost its values")
                    : few(column, pair.currentSize(), "the current data");
        }
        if (lost) {
            return Judgement.untested(
                    column, Outcome.FAILED, "more of its values are missing than drift.maxMissingRise allows");
        }
        // The predictions are no column: one of their name may be among the features.
        DriftSettings.ColumnTest own =
                column.role() == Role.PREDICTION ? null : settings.tests().get(column.name());
        DriftTest test = own == null ? EvidentlyPreset.choose(pair) : named(column, own);
        double threshold = own == null || own.threshold() == null ? test.defaultThreshold() : own.threshold();
        double score = test.score(pair);
        return Double.isFinite(score)
                ? Judgement.tested(column, test, threshold, score)
                : Judgement.untested(column, Outcome.SKIPPED, "its numbers are too large to compute with");
    }

    private Judgement few(ComparedColumn column, int size, String side) {
        return Judgement.untested(column, Outcome.SKIPPED, few(size, "value", side, settings.minRows()));
    }

    /** Why so few are not judged. */
    static String few(int size, String unit, String side, int minRows) {
        return size + " " + unit + (size == 1 ? "" : "s") + " in " + side + ", drift.minRows is " + minRows;
    }

    private static DriftTest named(ComparedColumn column, DriftSettings.ColumnTest own) {
        DriftTest test = DriftTest.named(own.test())
                .orElseThrow(() -> InputException.ofKey(
                        "drift.tests." + column.name(),
                        "no test is called '" + own.test() + "'"
                                + NearestName.hint(own.test(), DriftTest.names(), "tests")));
        String refusal = test.refuses(column.pair());
        if (refusal != null) {
            throw InputException.ofKey(
                    "drift.tests." + column.name(),
                    "the test " + test.id() + " " + refusal + ", the column has type "
                            + column.column().type().label() + " and "
                            + column.pair().distinct() + " distinct values");
        }
        return test;
    }
}
