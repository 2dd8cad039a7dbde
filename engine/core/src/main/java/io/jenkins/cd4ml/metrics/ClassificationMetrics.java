package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.RocArea;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Metrics of a classifier, equal to scikit-learn's (see docs/metrics.md for each formula).
 *
 * <p>Undefined, hence NaN: everything without rows; recall of a class without actual rows; precision and F1 of a class that is
 * neither actual nor predicted; ROC AUC of a class without, or only with, actual rows, and of the whole where that is so for
 * one class (scikit-learn refuses it); average precision of a class without actual rows. Precision of a class that is never predicted is 0. Macro averages are over the classes
 * that are actual or predicted, as scikit-learn's {@code labels=None}.
 */
public final class ClassificationMetrics implements MetricSample {
    /** scikit-learn clips probabilities by the machine epsilon of their type. */
    private static final double CLIP = Math.ulp(1f);

    private final int classes;
    private final int positive;
    private final boolean scored;
    private final int[] actual;
    private final int[] cells;
    private final double[] losses;
    private final double[] squares;
    private final RankedScores[] ranked;
    private final Reliability evenly;
    private final Reliability equalMass;
    private final List<MetricKey> metrics;
    private final Clusters clusters;
    private double[] values;
    private ClassCounts counted;

    private ClassificationMetrics(ClassificationMetrics same, Clusters clusters) {
        this.classes = same.classes;
        this.positive = same.positive;
        this.scored = same.scored;
        this.actual = same.actual;
        this.cells = same.cells;
        this.losses = same.losses;
        this.squares = same.squares;
        this.ranked = same.ranked;
        this.evenly = same.evenly;
        this.equalMass = same.equalMass;
        this.metrics = same.metrics;
        this.clusters = clusters;
    }

    private ClassificationMetrics(int[] actual, double[][] probabilities, int classes, int positive, boolean scored) {
        this.classes = classes;
        this.positive = positive;
        this.scored = scored;
        this.actual = actual.clone();
        this.cells = new int[actual.length];
        this.losses = new double[actual.length];
        this.squares = new double[actual.length];
        for (int row = 0; row < actual.length; row++) {
            cells[row] = actual[row] * classes + best(probabilities[row]);
            losses[row] = loss(probabilities[row], actual[row]);
            squares[row] = square(probabilities[row], actual[row], positive);
        }
        this.ranked = new RankedScores[classes];
        for (int c = 0; c < classes; c++) {
            ranked[c] = RankedScores.of(actual, probabilities, c);
        }
        this.evenly = Reliability.of(actual, probabilities, positive, Reliability.Binning.EQUAL_WIDTH);
        this.equalMass = Reliability.of(actual, probabilities, positive, Reliability.Binning.EQUAL_MASS);
        this.metrics = keys(classes);
        this.clusters = null;
    }

    /** As {@link #of(int[], double[][], int, int)}, with class 1 as the positive one, as scikit-learn takes it. */
    public static ClassificationMetrics of(int[] actual, double[][] probabilities, int classes) {
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
    public static ClassificationMetrics of(int[] actual, double[][] probabilities, int classes, int positive) {
        return of(actual, probabilities, classes, positive, true);
    }

    /**
     * The same where the predictions may be labels alone.
     *
     * @param scored whether there are probabilities; otherwise 1 stands for the predicted label, and what needs probabilities is undefined
     */
    public static ClassificationMetrics of(
            int[] actual, double[][] probabilities, int classes, int positive, boolean scored) {
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
        return new ClassificationMetrics(actual, probabilities, classes, positive, scored);
    }

    @Override
    public int rows() {
        return actual.length;
    }

    /** The reliability curve behind {@code ece} or {@code ece_equal_mass}. */
    public List<Reliability.Bin> reliability(Reliability.Binning binning) {
        return (binning == Reliability.Binning.EQUAL_WIDTH ? evenly : equalMass).bins();
    }

    @Override
    public List<MetricKey> metrics() {
        return metrics;
    }

    /** Rows by actual class (first index) and predicted class. */
    public long[][] confusion() {
        return confusion(once());
    }

    @Override
    public Clusters clusters() {
        return clusters;
    }

    @Override
    public ClassificationMetrics clustered(Clusters together) {
        return new ClassificationMetrics(this, together);
    }

    @Override
    public double[] evaluate() {
        return known().clone();
    }

    /** Of a thousand classes there are five thousand metrics, which are not copied for each of them. */
    @Override
    public double evaluate(int metric) {
        return known()[metric];
    }

    private synchronized double[] known() {
        if (values == null) {
            values = MetricSample.super.evaluate();
        }
        return values;
    }

    @Override
    public double[] evaluate(int[] counts) {
        ClassCounts confusion = ClassCounts.of(cells, classes, counts);
        double[] areas = new double[classes];
        double[] precisions = new double[classes];
        for (int c = 0; c < classes; c++) {
            areas[c] = ranked[c].area(counts, confusion.actual(c), confusion.rows());
            precisions[c] = ranked[c].averagePrecision(counts, confusion.actual(c));
        }
        double[] values = new double[metrics.size()];
        for (int i = 0; i < values.length; i++) {
            MetricKey key = metrics.get(i);
            if (!scored && key.name().needsProbabilities()) {
                values[i] = Double.NaN;
                continue;
            }
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
                case ROC_AUC -> ofClasses(areas, key.label(), label);
                case AVERAGE_PRECISION -> ofClasses(precisions, key.label(), label);
                case LOG_LOSS -> mean(losses, counts, confusion.rows());
                case BRIER -> mean(squares, counts, confusion.rows());
                case ECE -> evenly.error(counts);
                case ECE_EQUAL_MASS -> equalMass.error(counts);
                case RMSE, MAE, R2, MEDIAN_AE, MAPE -> throw new IllegalStateException("not of a classifier: " + key);};
        }
        return values;
    }

    @Override
    public double[] influence(int metric) {
        MetricKey key = metrics.get(metric);
        int label = key.label() == null ? positive : key.label();
        boolean all = key.label() == null && classes > 2;
        return switch (key.name()) {
            case LOG_LOSS -> losses.clone();
            case BRIER -> squares.clone();
            case ECE, ECE_EQUAL_MASS -> null;
            case ROC_AUC -> all ? mean(this::areaInfluence) : areaInfluence(label);
            case AVERAGE_PRECISION -> all
                    ? mean(c -> RankedInfluence.averagePrecision(ranked[c]))
                    : RankedInfluence.averagePrecision(ranked[label]);
            default -> countInfluence(metric, label);
        };
    }

    private double[] countInfluence(int metric, int label) {
        return CountInfluence.of(metrics.get(metric).name(), label, evaluate(metric), counts(), cells);
    }

    private double[] areaInfluence(int label) {
        RocArea area = ranked[label].components();
        double[] influence = area.influence();
        for (int row = 0; row < influence.length; row++) {
            influence[row] = area.value() + influence[row] * influence.length;
        }
        return influence;
    }

    private double[] mean(IntFunction<double[]> ofClass) {
        double[] sum = new double[cells.length];
        for (int c = 0; c < classes; c++) {
            double[] influence = ofClass.apply(c);
            for (int row = 0; row < sum.length; row++) {
                sum[row] += influence[row] / classes;
            }
        }
        return sum;
    }

    synchronized ClassCounts counts() {
        if (counted == null) {
            counted = ClassCounts.of(cells, classes, once());
        }
        return counted;
    }

    private int[] once() {
        int[] once = new int[actual.length];
        Arrays.fill(once, 1);
        return once;
    }

    RankedScores ranked(int label) {
        return ranked[label];
    }

    Reliability reliability(MetricName name) {
        return name == MetricName.ECE ? evenly : equalMass;
    }

    int classes() {
        return classes;
    }

    /** The class that a metric is about: the positive one where it names none. */
    int label(MetricKey key) {
        return key.label() == null ? positive : key.label();
    }

    /** The greatest loss of a row. */
    double greatest(MetricName name) {
        return Arrays.stream(name == MetricName.LOG_LOSS ? losses : squares)
                .max()
                .orElse(0);
    }

    boolean isActual(int row, int label) {
        return actual[row] == label;
    }

    boolean isRight(int row) {
        return cells[row] % classes == actual[row];
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
            keys.add(new MetricKey(MetricName.AVERAGE_PRECISION, c));
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

    private static double mean(double[] values, int[] counts, long rows) {
        double sum = 0;
        for (int row = 0; row < values.length; row++) {
            sum += counts[row] * values[row];
        }
        return sum / rows;
    }

    /** A figure of a class, of the positive one, or the mean over more than two. */
    private double ofClasses(double[] values, Integer named, int label) {
        return named == null && classes > 2 ? Arrays.stream(values).average().orElse(Double.NaN) : values[label];
    }

    /** Brier's (1950) sum of squares over the classes; of two classes that of the positive one, which is half of it. */
    private static double square(double[] probabilities, int actual, int positive) {
        double sum = 0;
        for (int c = 0; c < probabilities.length; c++) {
            double error = probabilities[c] - (c == actual ? 1 : 0);
            sum += probabilities.length > 2 || c == positive ? error * error : 0;
        }
        return sum;
    }

    static int best(double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double loss(double[] probabilities, int actual) {
        double sum = 0;
        for (double probability : probabilities) {
            sum += clip(probability);
        }
        return -Math.log(clip(probabilities[actual]) / sum);
    }

    private static double clip(double probability) {
        return Math.min(Math.max(probability, CLIP), 1 - CLIP);
    }
}
