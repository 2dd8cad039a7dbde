package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.RecoveredDifference;
import io.jenkins.cd4ml.statistics.SkewedMean;
import java.util.Arrays;

/** Confidence bounds of the difference of two regressions on the same rows. */
record NumberDifference(RegressionMetrics first, RegressionMetrics second, Clusters clusters) {
    NumberDifference(RegressionMetrics first, RegressionMetrics second) {
        this(first, second, first.clusters());
    }

    MetricBounds of(int metric, double value) {
        MetricBounds tooFew = MetricBounds.tooFewUnits(value, first.rows(), clusters, MetricBounds.FEWEST);
        if (tooFew != null) {
            return tooFew;
        }
        if (first.metrics().get(metric).name() == MetricName.MEDIAN_AE) {
            MetricBounds ours = MetricBounds.of(first, metric, 0);
            MetricBounds theirs = MetricBounds.of(second, metric, 0);
            return new MetricBounds(
                    value,
                    new RecoveredDifference(ours.value(), ours.bounds(), theirs.value(), theirs.bounds(), 0),
                    null);
        }
        double[] ours = first.influence(metric);
        double reach = Arrays.stream(ours).map(Math::abs).max().orElseThrow();
        return new MetricBounds(value, of(ours, second.influence(metric), reach, clusters), null);
    }

    /**
     * The mean of the rows' differences. One more row is taken into account that differs as much as the one that differs most.
     *
     * @param reach how much it differs where none does
     */
    static SkewedMean of(double[] ours, double[] theirs, double reach, Clusters clusters) {
        double[] difference = new double[ours.length];
        for (int row = 0; row < ours.length; row++) {
            difference[row] = ours[row] - theirs[row];
        }
        return withOneMore(Clusters.units(difference, clusters), reach);
    }

    /** @param reach how far the one more row lies from the mean where the others do not differ */
    static SkewedMean withOneMore(double[] units, double reach) {
        double mean = Arrays.stream(units).average().orElseThrow();
        double beyond =
                Arrays.stream(units).map(unit -> Math.abs(unit - mean)).max().orElseThrow();
        double more = beyond > 1e-12 * reach ? beyond : reach;
        return SkewedMean.of(units, more, more);
    }
}
