package io.jenkins.cd4ml.protocol;

/**
 * One thing that was checked, with everything needed to see why it ended as it did.
 *
 * @param name unique within the stage's result and stable between builds, for instance {@code accuracy >= 0.75} or
 *     {@code precipitation: min 0}
 * @param group what it belongs to: {@code gate}, {@code slice}, {@code expectation}, {@code parity}, {@code canary},
 *     {@code rehearsal}, {@code drift}
 * @param value the estimate; null where there is none
 * @param threshold what the value was held against; null where that is not one number
 * @param comparison how: {@code >=}, {@code <=}, {@code >}, {@code <}, {@code =}, {@code in}
 * @param interval the confidence interval of the value; null where there is none
 * @param sampleSize rows the value rests on; null where that means nothing
 * @param dataVersion the data version it was computed on
 * @param modelVersion the model it speaks of
 * @param message one sentence that a person understands without the rest
 */
public record Check(
        String name,
        String group,
        Outcome outcome,
        Double value,
        Double threshold,
        String comparison,
        Interval interval,
        Long sampleSize,
        String dataVersion,
        String modelVersion,
        String message) {

    public boolean failed() {
        return outcome == Outcome.FAILED;
    }

    public boolean inconclusive() {
        return outcome == Outcome.INCONCLUSIVE;
    }

    /** Whether it keeps a stage from passing: it failed, or it is inconclusive. */
    public boolean stops() {
        return failed() || inconclusive();
    }
}
