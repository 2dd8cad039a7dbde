package io.jenkins.cd4ml.deploy.canary;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.model.Predictions;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Whether the served candidate answers rows as its package's own model does on the rows as the training read them. Both run the same file, so
 * a row that is answered otherwise was read otherwise (training and serving skew). Differences are those of probabilities; of numbers in
 * standard deviations of what the package answers, and one in the last place of what the model answers with is none.
 */
final class ServedAnswers {
    private final Predictions packaged;
    private final int[] places;
    private final double tolerance;
    private final double scale;
    private final BitSet compared = new BitSet();
    private final BitSet differing = new BitSet();
    private final double[] differences;

    /**
     * Before the first answer.
     *
     * @param packaged by row what the package answers
     * @param places by row its number in the data, counted from 1
     * @param tolerance largest difference that batches of other sizes make
     */
    ServedAnswers(Predictions packaged, int[] places, double tolerance) {
        this.packaged = packaged;
        this.places = places;
        this.tolerance = tolerance;
        this.scale = packaged.classes().isEmpty() ? deviation(packaged.values()) : 1;
        this.differences = new double[packaged.rows()];
    }

    /** Compares an answer to a row: {@code {"label", "probabilities"}} or {@code {"value"}}. */
    void add(int row, JsonNode answer) {
        double[] expected = packaged.values()[row];
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            JsonNode served = packaged.classes().isEmpty()
                    ? answer.path("value")
                    : answer.path("probabilities").path(packaged.classes().get(i));
            largest = Math.max(largest, difference(expected[i], served));
        }
        compared.set(row);
        differences[row] = Math.max(differences[row], largest);
        if (largest > tolerance) {
            differing.set(row);
        }
    }

    int compared() {
        return compared.cardinality();
    }

    /** Rows that were answered otherwise, at least once. */
    int differing() {
        return differing.cardinality();
    }

    /** The lowest number in the data of those rows; there must be one. */
    int firstPlace() {
        return differing.stream().map(row -> places[row]).min().orElseThrow();
    }

    double largest() {
        return Arrays.stream(differences).max().orElse(0);
    }

    double tolerance() {
        return tolerance;
    }

    boolean ofClasses() {
        return !packaged.classes().isEmpty();
    }

    private double difference(double expected, JsonNode served) {
        if (!served.isNumber()) {
            return Double.POSITIVE_INFINITY;
        }
        double actual = packaged.single() ? served.floatValue() : served.doubleValue();
        return packaged.sameButRounding(expected, actual) ? 0 : Math.abs(expected - actual) / scale;
    }

    /** Of the answers; where they are all alike their size, or one. */
    private static double deviation(double[][] values) {
        double mean = Arrays.stream(values).mapToDouble(row -> row[0]).average().orElse(0);
        double variance = Arrays.stream(values)
                .mapToDouble(row -> (row[0] - mean) * (row[0] - mean))
                .average()
                .orElse(0);
        if (variance > 0) {
            return Math.sqrt(variance);
        }
        return mean == 0 ? 1 : Math.abs(mean);
    }
}
