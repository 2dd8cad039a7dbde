package io.jenkins.cd4ml.model;

import java.util.List;

/**
 * What a model says about rows.
 *
 * @param classes labels in column order; empty for regression
 * @param values by row: a probability for each class, adding up to 1; for regression one number
 * @param labelsOnly whether only the predicted class is known, which then has 1 for its probability
 * @param single whether the model answers with 32-bit floats; each value is one of them then
 */
public record Predictions(List<String> classes, double[][] values, boolean labelsOnly, boolean single) {

    /** Predictions with probabilities, or of numbers, as 64-bit floats. */
    public Predictions(List<String> classes, double[][] values) {
        this(classes, values, false);
    }

    /** 64-bit floats. */
    public Predictions(List<String> classes, double[][] values, boolean labelsOnly) {
        this(classes, values, labelsOnly, false);
    }

    /** What the same model says about other rows. */
    public Predictions with(double[][] others) {
        return new Predictions(classes, others, labelsOnly, single);
    }

    public int rows() {
        return values.length;
    }

    /** Index of the most probable class, the first of equals. */
    public int best(int row) {
        double[] probabilities = values[row];
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Label of the most probable class. */
    public String label(int row) {
        return classes.get(best(row));
    }

    /** The predicted number of a regression. */
    public double number(int row) {
        return values[row][0];
    }

    /** A value in the type that the model gave it, whose text has no more digits than that type holds. */
    public Number value(int row, int column) {
        double value = values[row][column];
        if (single) {
            return (float) value;
        }
        return value;
    }

    /**
     * Whether two answers of a regression differ by no more than the last place of what the model answers with: of two runs one may be
     * rounded up, the other down.
     */
    public boolean sameButRounding(double one, double other) {
        double place = single
                ? Math.max(Math.ulp((float) one), Math.ulp((float) other))
                : Math.max(Math.ulp(one), Math.ulp(other));
        return Math.abs(one - other) <= place;
    }
}
