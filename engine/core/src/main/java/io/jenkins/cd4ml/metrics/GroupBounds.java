package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Bounds;
import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.Proportion;
import io.jenkins.cd4ml.statistics.RatioBounds;
import io.jenkins.cd4ml.statistics.RecoveredDifference;
import io.jenkins.cd4ml.statistics.SkewedMean;
import io.jenkins.cd4ml.statistics.Tail;
import io.jenkins.cd4ml.statistics.Transformed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Confidence bounds of the rates of groups, each on its own rows, and of figures over them. A figure is the largest one of what the pairs of
 * groups say: its upper bound is the largest of theirs; its lower bound too, each with its part of the tail (Bonferroni), for which of them is the
 * largest is seen afterwards. The other way round for ratios, of which the smallest counts.
 */
public final class GroupBounds {
    private final GroupRates rates;
    private final int groups;
    private final double[] values;

    /** Of groups with these rates. */
    public GroupBounds(GroupRates rates, int groups) {
        this.rates = rates;
        this.groups = groups;
        int[] once = new int[rates.rows()];
        Arrays.fill(once, 1);
        this.values = rates.evaluate(once);
    }

    /** A rate of a group, by its index in {@link GroupRates#rateNames()}. */
    public MetricBounds rate(int group, int rate, int[] clusters) {
        double value = values[rates.index(group, rate)];
        if (Double.isNaN(value)) {
            return new MetricBounds(value, null, null);
        }
        int[] rows = rates.rows(group, rate);
        double[] of =
                IntStream.of(rows).mapToDouble(row -> rates.value(row, rate)).toArray();
        Clusters together = clusters == null
                ? null
                : Clusters.of(IntStream.of(rows).map(row -> clusters[row]).toArray());
        if (together != null || !rates.ofShares()) {
            MetricBounds tooFew = MetricBounds.tooFewUnits(value, rows.length, together, MetricBounds.FEWEST);
            if (tooFew != null) {
                return tooFew;
            }
        }
        if (rates.ofShares()) {
            double effective = rows.length / Clusters.designEffect(of, together);
            return new MetricBounds(value, new Proportion(value * effective, effective), null);
        }
        return new MetricBounds(value, mean(Clusters.units(of, together), rate), null);
    }

    private Bounds mean(double[] units, int rate) {
        if (rate == GroupRates.MAE) {
            double beyond = Tail.beyond(units, ClassBounds.times(units.length));
            double mean = Arrays.stream(units).average().orElseThrow();
            return Transformed.within(SkewedMean.of(units, 0, beyond - mean), 0, Double.POSITIVE_INFINITY);
        }
        return NumberDifference.withOneMore(units, 0);
    }

    /** A figure over the groups, by its index in {@link GroupRates#figures()}. */
    public MetricBounds figure(int figure, int[] clusters) {
        double value = values[figure];
        if (Double.isNaN(value)) {
            return new MetricBounds(value, null, null);
        }
        FairnessName name = rates.figures().get(figure);
        List<Bounds> pairs = new ArrayList<>();
        for (int rate : name.rates()) {
            for (int g = 0; g < groups; g++) {
                for (int h = 0; h < groups; h++) {
                    MetricBounds ours = rate(g, rate, clusters);
                    MetricBounds theirs = rate(h, rate, clusters);
                    if (ours.bounds() == null || theirs.bounds() == null) {
                        return new MetricBounds(value, null, ours.bounds() == null ? ours.tooFew() : theirs.tooFew());
                    }
                    if (g != h) {
                        pairs.add(
                                name.ofRatio()
                                        ? new RatioBounds(ours.value(), ours.bounds(), theirs.value(), theirs.bounds())
                                        : new RecoveredDifference(
                                                ours.value(), ours.bounds(), theirs.value(), theirs.bounds(), 0));
                    }
                }
            }
        }
        return new MetricBounds(value, name.ofRatio() ? new Smallest(value, pairs) : new Largest(value, pairs), null);
    }

    private record Largest(double value, List<Bounds> pairs) implements Bounds {
        @Override
        public double lower(double tail) {
            double part = tail / pairs.size();
            double largest =
                    pairs.stream().mapToDouble(pair -> pair.lower(part)).max().orElseThrow();
            return Math.min(value, Math.max(0, largest));
        }

        @Override
        public double upper(double tail) {
            return Math.max(
                    value,
                    pairs.stream().mapToDouble(pair -> pair.upper(tail)).max().orElseThrow());
        }
    }

    private record Smallest(double value, List<Bounds> pairs) implements Bounds {
        @Override
        public double lower(double tail) {
            return Math.min(
                    value,
                    pairs.stream().mapToDouble(pair -> pair.lower(tail)).min().orElseThrow());
        }

        @Override
        public double upper(double tail) {
            double part = tail / pairs.size();
            double smallest =
                    pairs.stream().mapToDouble(pair -> pair.upper(part)).min().orElseThrow();
            return Math.max(value, Math.min(1, smallest));
        }
    }
}
