package io.jenkins.cd4ml.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Metrics of a classifier, equal to scikit-learn's (see docs/validate-model.md for each formula).
 *
 * <p>Undefined, hence NaN: everything without rows; recall of a class without actual rows; precision and F1 of a class that is
 * neither actual nor predicted; ROC AUC of a class without, or only with, actual rows, and of the whole where that is so for
 * one class (scikit-learn refuses it). Precision of a class that is never predicted is 0. Macro averages are over the classes
 * that are actual or predicted, as scikit-learn's {@code labels=None}.
 */
public final class ClassificationMetrics implements MetricSample {
    /** scikit-learn clips probabilities by the machine epsilon of their type. */
    private static final double CLIP = Math.ulp(1f);

    private final int classes;
    private final int positive;
    private final int[] actual;
    private final int[] cells;
    private final double[] losses;
    private final RankedScores[] ranked;
    private final List<MetricKey> metrics;

    private ClassificationMetrics(int[] actual, float[][] probabilities, int classes, int positive) {
        this.classes = classes;
        this.positive = positive;
        this.actual = actual.clone();
        this.cells = new int[actual.length];
        this.losses = new double[actual.length];
        for (int row = 0; row < actual.length; row++) {
            cells[row] = actual[row] * classes + best(probabilities[row]);
            losses[row] = loss(probabilities[row], actual[row]);
        }
        this.ranked = new RankedScores[classes];
        for (int c = 0; c < classes; c++) {
            ranked[c] = RankedScores.of(actual, probabilities, c);
        }
        this.metrics = keys(classes);
    }

    /** As {@link #of(int[], float[][], int, int)}, with class 1 as the positive one, as scikit-learn takes it. */
    public static ClassificationMetrics of(int[] actual, float[][] probabilities, int classes) {
        return of(actual, probabilities, classes, 1);
    }

    /**
     * Metrics of these rows. The predicted class is the most probable one, the first of equals.
     *
     * @param actual by row: index of the class
     * @param probabilities by row: a finite probability for each class, adding up to 1
     * @param classes number of classes, at least 2
     * @param positive for two classes the one that precision, recall, F1 and ROC AUC without a class speak of; else ignored
     */
    public static ClassificationMetrics of(int[] actual, float[][] probabilities, int classes, int positive) {
        if (classes < 2 || positive < 0 || positive >= classes) {
            throw new IllegalArgumentException("classes " + classes + ", positive " + positive);
        }
        if (actual.length != probabilities.length) {
            throw new IllegalArgumentException(actual.length + " labels, " + probabilities.length + " predictions");
        }
        for (int row = 0; row < actual.length; row++) {
            if (actual[row] < 0 || actual[row] >= classes || probabilities[row].length != classes) {
                throw new IllegalArgumentException("row " + row + ": class " + actual[row] + ", "
                        + probabilities[row].length + " probabilities for " + classes + " classes");
            }
        }
        return new ClassificationMetrics(actual, probabilities, classes, positive);
    }

    @Override
    public int rows() {
        return actual.length;
    }

    @Override
    public List<MetricKey> metrics() {
        return metrics;
    }

    /** Rows by actual class (first index) and predicted class. */
    public long[][] confusion() {
        int[] once = new int[actual.length];
        Arrays.fill(once, 1);
        return confusion(once);
    }

    @Override
    public double[] evaluate(int[] counts) {
        ClassCounts confusion = ClassCounts.of(confusion(counts));
        double[] areas = new double[classes];
        for (int c = 0; c < classes; c++) {
            areas[c] = ranked[c].area(counts, confusion.actual(c), confusion.rows());
        }
        double[] values = new double[metrics.size()];
        for (int i = 0; i < values.length; i++) {
            MetricKey key = metrics.get(i);
            int label = key.label() == null ? positive : key.label();
            values[i] = switch (key.name()) {
                case ACCURACY -> confusion.accuracy();
                case BALANCED_ACCURACY -> confusion.balancedAccuracy();
                case PRECISION -> confusion.precision(label);
                case RECALL -> confusion.recall(label);
                case F1 -> confusion.f1(label);
                case PRECISION_MACRO -> confusion.macro(confusion::precision);
                case RECALL_MACRO -> confusion.macro(confusion::recall);
                case F1_MACRO -> confusion.macro(confusion::f1);
                case F1_WEIGHTED -> confusion.weightedF1();
                case ROC_AUC -> key.label() == null && classes > 2
                        ? Arrays.stream(areas).average().orElse(Double.NaN)
                        : areas[label];
                case LOG_LOSS -> meanLoss(counts, confusion.rows());
                case RMSE, MAE, R2, MEDIAN_AE -> throw new IllegalStateException("not of a classifier: " + key);};
        }
        return values;
    }

    private static List<MetricKey> keys(int classes) {
        List<MetricKey> keys = new ArrayList<>();
        for (MetricName name : MetricName.values()) {
            boolean whole = name.scope() != MetricName.Scope.CLASS || classes == 2;
            if (name.task() == io.jenkins.cd4ml.model.Task.CLASSIFICATION && whole) {
                keys.add(MetricKey.of(name));
            }
        }
        for (int c = 0; c < classes; c++) {
            keys.add(new MetricKey(MetricName.PRECISION, c));
            keys.add(new MetricKey(MetricName.RECALL, c));
            keys.add(new MetricKey(MetricName.F1, c));
            keys.add(new MetricKey(MetricName.ROC_AUC, c));
        }
        return List.copyOf(keys);
    }

    private long[][] confusion(int[] counts) {
        long[][] confusion = new long[classes][classes];
        for (int row = 0; row < cells.length; row++) {
            confusion[cells[row] / classes][cells[row] % classes] += counts[row];
        }
        return confusion;
    }

    private double meanLoss(int[] counts, long rows) {
        double sum = 0;
        for (int row = 0; row < losses.length; row++) {
            sum += counts[row] * losses[row];
        }
        return sum / rows;
    }

    private static int best(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double loss(float[] probabilities, int actual) {
        double sum = 0;
        for (float probability : probabilities) {
            sum += clip(probability);
        }
        return -Math.log(clip(probabilities[actual]) / sum);
    }

    private static double clip(float probability) {
        return Math.min(Math.max(probability, CLIP), 1 - CLIP);
    }
}
