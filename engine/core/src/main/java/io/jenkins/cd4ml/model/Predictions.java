package io.jenkins.cd4ml.model;

import java.util.List;

/**
 * What a model says about rows.
 *
 * @param classes labels in column order; empty for regression
 * @param values by row: a probability for each class, adding up to 1; for regression one number
 * @param labelsOnly whether only the predicted class is known, which then has 1 for its probability
 */
public record Predictions(List<String> classes, float[][] values, boolean labelsOnly) {

    /** Predictions with probabilities, or of numbers. */
    public Predictions(List<String> classes, float[][] values) {
        this(classes, values, false);
    }

    public int rows() {
        return values.length;
    }

    /** Index of the most probable class, the first of equals. */
    public int best(int row) {
        float[] probabilities = values[row];
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
}
