package io.jenkins.cd4ml.metrics;

import java.util.function.IntToDoubleFunction;

/** What follows from a confusion matrix alone. NaN means undefined. */
record ClassCounts(long[] hits, long[] actual, long[] predicted, long rows) {

    /** From rows by actual class (first index) and predicted class. */
    static ClassCounts of(long[][] confusion) {
        int classes = confusion.length;
        long[] hits = new long[classes];
        long[] actual = new long[classes];
        long[] predicted = new long[classes];
        long rows = 0;
        for (int i = 0; i < classes; i++) {
            hits[i] = confusion[i][i];
            for (int j = 0; j < classes; j++) {
                actual[i] += confusion[i][j];
                predicted[j] += confusion[i][j];
            }
            rows += actual[i];
        }
        return new ClassCounts(hits, actual, predicted, rows);
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

    /** Classes that are actual or predicted. */
    int present() {
        int present = 0;
        for (int c = 0; c < hits.length; c++) {
            present += actual[c] + predicted[c] > 0 ? 1 : 0;
        }
        return present;
    }

    /** Classes that have rows. */
    int withRows() {
        int present = 0;
        for (long rowsOfClass : actual) {
            present += rowsOfClass > 0 ? 1 : 0;
        }
        return present;
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
