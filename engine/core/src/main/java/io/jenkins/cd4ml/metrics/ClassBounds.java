package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Bounds;
import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.Logit;
import io.jenkins.cd4ml.statistics.MeanOfProportions;
import io.jenkins.cd4ml.statistics.Proportion;
import io.jenkins.cd4ml.statistics.RocArea;
import io.jenkins.cd4ml.statistics.RocAreaScore;
import io.jenkins.cd4ml.statistics.SkewedMean;
import io.jenkins.cd4ml.statistics.Tail;
import io.jenkins.cd4ml.statistics.Transformed;
import io.jenkins.cd4ml.statistics.Wider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Confidence bounds of a classifier's metrics. */
record ClassBounds(ClassificationMetrics sample, Clusters clusters, long seed) {
    ClassBounds(ClassificationMetrics sample, long seed) {
        this(sample, sample.clusters(), seed);
    }

    /** With fewer rows of the class, or of others, DeLong's variance alone does not do. */
    static final int FEW_OF_CLASS = 100;

    /** How rare a loss is that was not seen, in samples of this size: see {@link Tail#beyond}. The fewer the rows, the less is known of the tail. */
    static double times(int rows) {
        return rows < 50 ? 4 : 2.5;
    }

    MetricBounds of(int metric, double value) {
        MetricKey key = sample.metrics().get(metric);
        int label = sample.label(key);
        ClassCounts counts = sample.counts();
        return switch (key.name()) {
            case ACCURACY -> proportion(metric, value, counts.rows());
            case RECALL -> proportion(metric, value, counts.actual(label));
            case PRECISION -> proportion(metric, value, counts.predicted()[label]);
            case F1 -> f1(metric, value, counts, label);
            case ROC_AUC -> key.label() == null && sample.classes() > 2
                    ? ofRanks(metric, value)
                    : area(metric, value, label);
            case AVERAGE_PRECISION -> key.label() == null && sample.classes() > 2
                    ? ofRanks(metric, value)
                    : averagePrecision(metric, value, label);
            case LOG_LOSS -> loss(metric, value, Double.POSITIVE_INFINITY);
            case BRIER -> loss(metric, value, sample.classes() > 2 ? 2 : 1);
            case ECE, ECE_EQUAL_MASS -> calibration(key.name(), value);
            default -> counted(metric, value, key.name(), label, counts);
        };
    }

    /** A share of some rows, given how many they are. */
    private MetricBounds proportion(int metric, double value, double of) {
        if (of == 0) {
            return MetricBounds.tooFew(value, 0, "prediction", " of the class");
        }
        MetricBounds tooFew = tooFewClusters(value);
        if (tooFew != null) {
            return tooFew;
        }
        double effective = of / Clusters.designEffect(sample.influence(metric), clusters);
        return new MetricBounds(value, new Proportion(value * effective, effective), null);
    }

    /** 2 J / (1 + J) of the share J = TP / (TP + FP + FN). */
    private MetricBounds f1(int metric, double value, ClassCounts counts, int label) {
        double share = value / (2 - value);
        MetricBounds found =
                proportion(metric, share, counts.actual(label) + counts.predicted()[label] - counts.hits()[label]);
        return found.bounds() == null
                ? new MetricBounds(value, null, found.tooFew())
                : new MetricBounds(value, new Transformed(found.bounds(), j -> 2 * j / (1 + j)), null);
    }

    private MetricBounds area(int metric, double value, int label) {
        RocArea area = sample.ranked(label).components();
        MetricBounds tooFew = tooFewOfClass(value, area.hits(), area.others());
        if (tooFew != null) {
            return tooFew;
        }
        double[] influence = sample.influence(metric);
        double effect = Clusters.designEffect(influence, clusters);
        Bounds score = new RocAreaScore(value, area.hits() / effect, area.others() / effect);
        double variance = area.variance() * effect;
        return new MetricBounds(
                value,
                variance > 0 && value > 0 && value < 1 ? delong(score, value, variance, area, effect) : score,
                null);
    }

    private static Bounds delong(Bounds score, double value, double variance, RocArea area, double effect) {
        Bounds delong = new Logit(value, Math.sqrt(variance), degrees(area, effect));
        return degrees(area, effect) < FEW_OF_CLASS ? new Wider(score, delong) : delong;
    }

    /** Of the rarer kind of rows, which decides how well the variance is known. */
    static double degrees(RocArea area, double effect) {
        return Math.max(1, Math.min(area.hits(), area.others()) / effect - 1);
    }

    private MetricBounds averagePrecision(int metric, double value, int label) {
        long hits = sample.counts().actual(label);
        MetricBounds tooFew = tooFewOfClass(value, hits, sample.rows() - hits);
        if (tooFew != null) {
            return tooFew;
        }
        double[] influence = sample.influence(metric);
        double[] units = Clusters.units(influence, clusters);
        double effective = hits / Clusters.designEffect(influence, clusters);
        double variance = Clusters.variance(units) / units.length;
        Bounds score = new Proportion(value * effective, effective);
        return new MetricBounds(
                value,
                variance > 0 && value > 0 && value < 1
                        ? new Wider(score, new Logit(value, Math.sqrt(variance), Math.max(1, effective - 1)))
                        : score,
                null);
    }

    /** A mean over the classes of what ranks tell. */
    private MetricBounds ofRanks(int metric, double value) {
        long fewest = Arrays.stream(sample.counts().actual()).min().orElse(0);
        MetricBounds tooFew = tooFewOfClass(value, fewest, sample.rows() - fewest);
        double reach = (double) sample.rows() / Math.max(1, fewest) / sample.classes();
        return tooFew != null ? tooFew : new MetricBounds(value, mean(metric, reach), null);
    }

    private MetricBounds counted(int metric, double value, MetricName name, int label, ClassCounts counts) {
        MetricBounds tooFew = MetricBounds.tooFewUnits(value, sample.rows(), clusters, MetricBounds.FEWEST);
        if (tooFew != null) {
            return tooFew;
        }
        if (name == MetricName.RECALL_MACRO && counts.present() > counts.withRows()) {
            return MetricBounds.tooFew(value, 0, "row", " of a class");
        }
        double effect = Clusters.designEffect(sample.influence(metric), clusters);
        MeanOfProportions mean =
                switch (name) {
                    case BALANCED_ACCURACY, RECALL_MACRO -> mean(counts, counts.actual(), effect);
                    case PRECISION_MACRO -> mean(counts, counts.predicted(), effect);
                    default -> null;
                };
        // classes without predictions count 0 in the average, which no proportion does
        return mean != null && Math.abs(mean.value() - value) < 1e-9
                ? new MetricBounds(value, Transformed.within(mean, 0, 1), null)
                : new MetricBounds(value, mean(metric, CountInfluence.reach(name, label, counts)), null);
    }

    private static MeanOfProportions mean(ClassCounts counts, long[] of, double effect) {
        List<Proportion> parts = new ArrayList<>();
        for (int c = 0; c < of.length; c++) {
            if (of[c] > 0) {
                parts.add(new Proportion(counts.hits()[c] / effect, of[c] / effect));
            }
        }
        return new MeanOfProportions(parts);
    }

    private Bounds mean(int metric, double reach) {
        double[] units = Clusters.units(sample.influence(metric), clusters);
        return Transformed.within(NumberDifference.withOneMore(units, reach), 0, 1);
    }

    private MetricBounds loss(int metric, double value, double most) {
        MetricBounds tooFew = MetricBounds.tooFewUnits(value, sample.rows(), clusters, MetricBounds.FEWEST);
        if (tooFew != null) {
            return tooFew;
        }
        double[] units = Clusters.units(sample.influence(metric), clusters);
        double beyond = Math.min(most, Tail.beyond(units, times(units.length))) - value;
        return new MetricBounds(value, Transformed.within(SkewedMean.of(units, 0, beyond), 0, most), null);
    }

    private MetricBounds calibration(MetricName name, double plain) {
        MetricBounds tooFew = MetricBounds.tooFewUnits(plain, sample.rows(), clusters, MetricBounds.FEWEST);
        Reliability reliability = sample.reliability(name);
        double effect = Clusters.designEffect(reliability.errors(), clusters);
        CalibrationBounds bounds = new CalibrationBounds(reliability.sums(), effect, seed);
        return tooFew != null ? tooFew : new MetricBounds(bounds.value(), bounds, null);
    }

    private MetricBounds tooFewClusters(double value) {
        return clusters == null ? null : MetricBounds.tooFewUnits(value, sample.rows(), clusters, MetricBounds.FEWEST);
    }

    MetricBounds tooFewOfClass(double value, long hits, long others) {
        MetricBounds tooFew = MetricBounds.tooFewUnits(value, sample.rows(), clusters, MetricBounds.FEWEST);
        if (tooFew != null) {
            return tooFew;
        }
        if (hits < MetricBounds.FEWEST_OF_CLASS) {
            return MetricBounds.tooFew(value, hits, "row", " of the class");
        }
        return others < MetricBounds.FEWEST_OF_CLASS
                ? MetricBounds.tooFew(value, others, "row", " of other classes")
                : null;
    }
}
