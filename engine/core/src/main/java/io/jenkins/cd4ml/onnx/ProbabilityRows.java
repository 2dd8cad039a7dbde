package io.jenkins.cd4ml.onnx;

import java.util.Optional;

/** The check of every model's answers, our own and foreign ones: finite numbers, and of a classifier probabilities. */
public final class ProbabilityRows {
    /** How far probabilities of a row may be from adding up to 1: 32-bit sums over many classes. */
    private static final double TOLERANCE = 1e-3;

    private ProbabilityRows() {}

    /** What is wrong, as the end of a sentence whose subject is the model; empty where nothing is. */
    public static Optional<String> notFinite(double[][] values) {
        for (int row = 0; row < values.length; row++) {
            for (double value : values[row]) {
                if (!Double.isFinite(value)) {
                    return Optional.of("answers row " + (row + 1) + " of the " + values.length
                            + " that it was asked about with " + value
                            + ", no finite number: does it know what to do with missing values?");
                }
            }
        }
        return Optional.empty();
    }

    /** The same of the rows of a classifier: each number between 0 and 1, a row's together 1. */
    public static Optional<String> notProbabilities(double[][] values) {
        for (int row = 0; row < values.length; row++) {
            double sum = 0;
            boolean within = true;
            for (double value : values[row]) {
                sum += value;
                within &= value >= 0 && value <= 1;
            }
            if (!within || Math.abs(sum - 1) > TOLERANCE) {
                return Optional.of(
                        "answers with scores that are no probabilities: those of row " + (row + 1) + " of the "
                                + values.length + " that it was asked about "
                                + (within ? "add up to " + (float) sum + ", not 1" : "are not between 0 and 1")
                                + "; end it with a softmax");
            }
        }
        return Optional.empty();
    }
}
