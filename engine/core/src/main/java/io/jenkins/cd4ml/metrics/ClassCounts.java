package io.jenkins.cd4ml.metrics;

import java.util.function.IntToDoubleFunction;

/**
 * What follows from a confusion matrix alone, without the matrix, whose size is the square of the number of classes. NaN means undefined.
 *
 * @param hits rows of each class that are predicted as it
 * @param actual rows of each class, {@code predicted} those predicted as it
 * @param present classes that are actual or predicted, {@code withRows} those that have rows
 */
record ClassCounts(long[] hits, long[] actual, long[] predicted, long rows, int present, int withRows) {

    /**
     * Of rows with multiplicities.
     *
     * @param cells of each row: actual class times number of classes, plus predicted class
     */
    static ClassCounts of(int[] cells, int classes, int[] counts) {
        long[] hits = new long[classes];
        long[] actual = new long[classes];
        long[] predicted = new long[classes];
        long rows = 0;
        for (int row = 0; row < cells.length; row++) {
            int is = cells[row] / classes;
            int said = cells[row] % classes;
            actual[is] += counts[row];
            predicted[said] += counts[row];
            hits[is] += is == said ? counts[row] : 0;
            rows += counts[row];
        }
        int present = 0;
        int withRows = 0;
        for (int c = 0; c < classes; c++) {
            present += actual[c] + predicted[c] > 0 ? 1 : 0;
            withRows += actual[c] > 0 ? 1 : 0;
        }
        return new ClassCounts(hits, actual, predicted, rows, present, withRows);
    }

    long actual(int label) {
        return actual[label];
    }

    double accuracy() {
        long right = 0;
        for (long hit : hits) {
            right += hit;
        }
        return (double) right / rows;
    }

    /** Mean recall of the classes that have rows. */
    double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < hits.length; c++) {
            if (actual[c] > 0) {
                sum += recall(c);
                present++;
            }
        }
        return sum / present;
    }

    /** 0 for a class that is never predicted; NaN for one that is not there at all. */
    double precision(int label) {
        return predicted[label] == 0 && actual[label] > 0 ? 0 : (double) hits[label] / predicted[label];
    }

    double recall(int label) {
        return (double) hits[label] / actual[label];
    }

    double f1(int label) {
        return 2.0 * hits[label] / (actual[label] + predicted[label]);
    }

    /** Mean over the classes that are actual or predicted; what is undefined for one of them counts 0, as in scikit-learn. */
    double macro(IntToDoubleFunction metric) {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < hits.length; c++) {
            if (actual[c] + predicted[c] > 0) {
                double value = metric.applyAsDouble(c);
                sum += Double.isNaN(value) ? 0 : value;
                present++;
            }
        }
        return sum / present;
    }

    /** Mean of F1 weighted by the classes' actual rows. */
    double weightedF1() {
        double sum = 0;
        for (int c = 0; c < hits.length; c++) {
            if (actual[c] > 0) {
                sum += actual[c] * f1(c);
            }
        }
        return sum / rows;
    }

    /**
     * How much a row of an actual and a predicted class moves the recall of a class: n times the derivative by its weight. 0 where the class
     * has no rows; likewise below.
     */
    double movesRecall(int label, int is, int said) {
        return is != label ? 0 : (double) rows / actual[label] * ((said == label ? 1 : 0) - recall(label));
    }

    double movesPrecision(int label, int is, int said) {
        return said != label ? 0 : (double) rows / predicted[label] * ((is == label ? 1 : 0) - precision(label));
    }

    double movesF1(int label, int is, int said) {
        if (actual[label] + predicted[label] == 0) {
            return 0;
        }
        int both = is == label && said == label ? 2 : 0;
        int either = (is == label ? 1 : 0) + (said == label ? 1 : 0);
        return (double) rows / (actual[label] + predicted[label]) * (both - f1(label) * either);
    }
}
