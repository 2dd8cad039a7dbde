package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Bounds;
import io.jenkins.cd4ml.statistics.Clusters;

/**
 * A metric's value and its confidence bounds, by the method that docs/statistics.md names for each metric.
 *
 * @param value NaN where it is undefined; of a calibration error what is left without the part that chance adds
 * @param bounds null where there are none
 * @param tooFew why there are none, a clause such as "7 rows are too few"; null where there are
 */
public record MetricBounds(double value, Bounds bounds, String tooFew) {
    /** Fewer independent rows, or clusters of rows, have no bounds that rest on their spread. */
    public static final int FEWEST = 20;

    /** Fewer rows of a class, or of others, have no bounds of areas and ranks. */
    public static final int FEWEST_OF_CLASS = 5;

    /** Fewer rows have no bounds of a mean square: one error that was not among them may be most of it. */
    public static final int FEWEST_SQUARES = 50;

    /**
     * Of one model.
     *
     * @param metric index in {@link MetricSample#metrics()}
     * @param seed of what is drawn for calibration errors
     */
    public static MetricBounds of(MetricSample sample, int metric, long seed) {
        double value = sample.evaluate(metric);
        if (Double.isNaN(value)) {
            return new MetricBounds(value, null, null);
        }
        return sample instanceof ClassificationMetrics classes
                ? new ClassBounds(classes, seed).of(metric, value)
                : new NumberBounds((RegressionMetrics) sample).of(metric, value);
    }

    /** Of the difference of two models on the same rows, first minus second. */
    public static MetricBounds difference(MetricSample first, MetricSample second, int metric, long seed) {
        double ours = first.evaluate(metric);
        double theirs = second.evaluate(metric);
        if (Double.isNaN(ours) || Double.isNaN(theirs)) {
            return new MetricBounds(Double.NaN, null, null);
        }
        double value = ours - theirs;
        if (first.rows() != second.rows() || !first.metrics().equals(second.metrics())) {
            throw new IllegalArgumentException("samples of different rows");
        }
        return first instanceof ClassificationMetrics classes
                ? new ClassDifference(classes, (ClassificationMetrics) second, seed).of(metric, value)
                : new NumberDifference((RegressionMetrics) first, (RegressionMetrics) second).of(metric, value);
    }

    static MetricBounds tooFew(double value, long there, String what, String place) {
        String count = there == 1 ? "a single " + what + place + " is" : there + " " + what + "s" + place + " are";
        return new MetricBounds(value, null, count + " too few");
    }

    /** Null where there are enough independent rows. */
    static MetricBounds tooFewUnits(double value, int rows, Clusters clusters, int fewest) {
        int units = clusters == null ? rows : clusters.count();
        if (units >= fewest) {
            return null;
        }
        return tooFew(value, units, clusters == null ? "row" : "group", "");
    }
}
