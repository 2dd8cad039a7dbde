package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Bounds;
import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.PairedProportions;
import io.jenkins.cd4ml.statistics.RecoveredDifference;
import io.jenkins.cd4ml.statistics.SkewedMean;
import io.jenkins.cd4ml.statistics.Transformed;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Confidence bounds of the difference of two classifiers on the same rows. */
record ClassDifference(ClassificationMetrics first, ClassificationMetrics second, Clusters clusters, long seed) {
    ClassDifference(ClassificationMetrics first, ClassificationMetrics second, long seed) {
        this(first, second, first.clusters(), seed);
    }

    MetricBounds of(int metric, double value) {
        MetricKey key = first.metrics().get(metric);
        int label = first.label(key);
        return switch (key.name()) {
            case ACCURACY, RECALL -> proportions(metric, value, key.name() == MetricName.RECALL ? label : -1);
            case ROC_AUC, AVERAGE_PRECISION -> ofRanks(metric, value, key);
            case LOG_LOSS, BRIER -> mean(metric, value, first.greatest(key.name()));
            case ECE, ECE_EQUAL_MASS -> calibration(metric);
            default -> mean(
                    metric,
                    value,
                    Math.max(
                            CountInfluence.reach(key.name(), label, first.counts()),
                            CountInfluence.reach(key.name(), label, second.counts())));
        };
    }

    /** Tango's interval, on the rows of a class or (-1) on all. */
    private MetricBounds proportions(int metric, double value, int label) {
        MetricBounds tooFew =
                clusters == null ? null : MetricBounds.tooFewUnits(value, first.rows(), clusters, MetricBounds.FEWEST);
        if (tooFew != null) {
            return tooFew;
        }
        int rows = 0;
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int row = 0; row < first.rows(); row++) {
            if (label < 0 || first.isActual(row, label)) {
                boolean ours = first.isRight(row);
                boolean theirs = second.isRight(row);
                rows++;
                onlyFirst += ours && !theirs ? 1 : 0;
                onlySecond += theirs && !ours ? 1 : 0;
            }
        }
        double[] ours = first.influence(metric);
        double[] theirs = second.influence(metric);
        double effect = Clusters.designEffect(
                IntStream.range(0, ours.length)
                        .mapToDouble(row -> ours[row] - theirs[row])
                        .toArray(),
                clusters);
        return new MetricBounds(
                value, new PairedProportions(onlyFirst / effect, onlySecond / effect, rows / effect), null);
    }

    private MetricBounds ofRanks(int metric, double value, MetricKey key) {
        long[] actual = first.counts().actual();
        long hits = key.label() == null && first.classes() > 2
                ? Arrays.stream(actual).min().orElse(0)
                : actual[first.label(key)];
        MetricBounds tooFew = new ClassBounds(first, seed).tooFewOfClass(value, hits, first.rows() - hits);
        if (tooFew != null) {
            return tooFew;
        }
        if (key.name() == MetricName.ROC_AUC && Math.min(hits, first.rows() - hits) >= ClassBounds.FEW_OF_CLASS) {
            double[] ours = first.influence(metric);
            double[] theirs = second.influence(metric);
            if (!Arrays.equals(ours, theirs)) {
                return delong(value, ours, theirs);
            }
        }
        return mean(metric, value, (double) first.rows() / hits);
    }

    /** DeLong's variance of the difference is that of the components' differences; of clusters, of their sums (Obuchowski 1997). */
    private MetricBounds delong(double value, double[] ours, double[] theirs) {
        double[] difference = IntStream.range(0, ours.length)
                .mapToDouble(row -> ours[row] - theirs[row])
                .toArray();
        Bounds bounds = SkewedMean.of(Clusters.units(difference, clusters), 0, 0);
        return new MetricBounds(value, Transformed.within(bounds, -1, 1), null);
    }

    private MetricBounds mean(int metric, double value, double reach) {
        MetricBounds tooFew = MetricBounds.tooFewUnits(value, first.rows(), clusters, MetricBounds.FEWEST);
        if (tooFew != null) {
            return tooFew;
        }
        Bounds bounds = NumberDifference.of(first.influence(metric), second.influence(metric), reach, clusters);
        boolean share = first.metrics().get(metric).name().highest() == 1;
        return new MetricBounds(value, share ? Transformed.within(bounds, -1, 1) : bounds, null);
    }

    /** As if one were largest where the other is smallest: neither estimate falls below 0, which leaves no other way to combine them. */
    private MetricBounds calibration(int metric) {
        MetricBounds ours = MetricBounds.of(first, metric, seed);
        MetricBounds theirs = MetricBounds.of(second, metric, seed);
        double value = ours.value() - theirs.value();
        return ours.bounds() == null
                ? new MetricBounds(value, null, ours.tooFew())
                : new MetricBounds(
                        value,
                        new RecoveredDifference(ours.value(), ours.bounds(), theirs.value(), theirs.bounds(), -1),
                        null);
    }
}
