package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Bounds;
import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.MedianBounds;
import io.jenkins.cd4ml.statistics.SkewedMean;
import io.jenkins.cd4ml.statistics.Tail;
import io.jenkins.cd4ml.statistics.Transformed;
import java.util.Arrays;

/** Confidence bounds of a regression's metrics. */
record NumberBounds(RegressionMetrics sample, Clusters clusters) {
    NumberBounds(RegressionMetrics sample) {
        this(sample, sample.clusters());
    }

    /** As {@link ClassBounds#times}, for a ratio of two means, which is less certain. */
    private static final double RATIO = 4;

    MetricBounds of(int metric, double value) {
        MetricName name = sample.metrics().get(metric).name();
        int fewest =
                name == MetricName.RMSE || name == MetricName.R2 ? MetricBounds.FEWEST_SQUARES : MetricBounds.FEWEST;
        MetricBounds tooFew = MetricBounds.tooFewUnits(value, sample.rows(), clusters, fewest);
        if (tooFew != null) {
            return tooFew;
        }
        double times = ClassBounds.times(clusters == null ? sample.rows() : clusters.count());
        return new MetricBounds(
                value,
                switch (name) {
                    case RMSE -> new Transformed(loss(squares(), times), Math::sqrt);
                        // 1 minus the mean square by the variance, whose influences are 1 minus those of R²
                    case R2 -> Transformed.minus(1, loss(oneMinus(sample.influence(metric)), RATIO));
                    case MEDIAN_AE -> Transformed.within(median(value), 0, Double.POSITIVE_INFINITY);
                    default -> loss(sample.influence(metric), times);
                },
                null);
    }

    private Bounds loss(double[] influence, double times) {
        double[] units = Clusters.units(influence, clusters);
        SkewedMean mean = SkewedMean.of(units, 0, 0);
        double beyond = Tail.beyond(units, times) - mean.value();
        return Transformed.within(new SkewedMean(mean.values(), 0, Math.max(0, beyond)), 0, Double.POSITIVE_INFINITY);
    }

    private Bounds median(double value) {
        double[] below = Arrays.stream(sample.errors())
                .map(error -> error <= value ? 1 : 0)
                .toArray();
        return MedianBounds.of(sample.errors(), Clusters.designEffect(below, clusters));
    }

    private double[] squares() {
        return Arrays.stream(sample.errors()).map(error -> error * error).toArray();
    }

    private static double[] oneMinus(double[] values) {
        return Arrays.stream(values).map(value -> 1 - value).toArray();
    }
}
