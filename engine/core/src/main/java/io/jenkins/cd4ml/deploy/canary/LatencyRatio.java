package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.deploy.router.LatencyHistogram;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.Normal;
import io.jenkins.cd4ml.statistics.StratifiedTest;
import io.jenkins.cd4ml.statistics.TwoByTwo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How many times longer the candidate's slowest answers take than the champion's at the same time. For a ratio r the champion's
 * latencies of a stratum are multiplied by r; where r is right, the candidate has its fair share of those above the 95th percentile of
 * both together, in each stratum, however slow the machine is at that time. That is tested over all strata by {@link StratifiedTest}
 * (Mood's test of a percentile, by strata); the interval holds the ratios that the test does not reject, the estimate is the one at
 * which the candidate has exactly its share.
 */
final class LatencyRatio {
    private static final double TAIL = 0.05;
    private static final double CONFIDENCE = 0.95;

    /** What slows one server down and not the other one lasts for seconds: times that far apart are taken as independent. */
    private static final long GROUP_MILLIS = 10_000;

    /** Fewer groups of strata have no variance to go by. */
    static final int FEWEST_GROUPS = 3;

    /** A thousand times faster to a thousand times slower. */
    private static final int WIDEST = 10 * LatencyHistogram.PER_DOUBLING;

    private final List<List<TrafficBlock>> groups;
    private final boolean alternating;

    /**
     * Of the blocks of several steps.
     *
     * @param alternating whether both versions are asked in turn for each row: then nothing slows one of them down for long
     */
    LatencyRatio(List<List<TrafficBlock>> steps, boolean alternating) {
        this.alternating = alternating;
        this.groups = new ArrayList<>();
        for (List<TrafficBlock> step : steps) {
            long group = -1;
            for (TrafficBlock stratum : Strata.of(List.of(step))) {
                if (stratum.candidate().answered() > 0 && stratum.champion().answered() > 0) {
                    if (group != stratum.startMillis() / GROUP_MILLIS) {
                        group = stratum.startMillis() / GROUP_MILLIS;
                        groups.add(new ArrayList<>());
                    }
                    groups.get(groups.size() - 1).add(stratum);
                }
            }
        }
    }

    boolean compares() {
        return !groups.isEmpty();
    }

    /** Whether it has been measured at enough times. */
    boolean settled() {
        return alternating || groups.size() >= FEWEST_GROUPS;
    }

    /**
     * One-sided, of the hypothesis that the ratio is at most that: the larger one of the exact p-value and that of Student's t with a
     * variance that is estimated between the times of ten seconds; 1 for fewer than three of them.
     */
    double pValue(double ratio) {
        if (!settled()) {
            return 1;
        }
        List<List<TwoByTwo>> tables = slow(shift(ratio));
        StratifiedTest test = test(tables);
        if (alternating) {
            return test.pValue();
        }
        double t = test.score() / Math.sqrt(StratifiedTest.inflation(tables));
        return Math.max(test.pValue(), TDistribution.of(groups.size() - 1.0).survivalProbability(t));
    }

    double estimate() {
        return ratio(crossing(shift -> test(slow(shift)).score(), 0));
    }

    /** At 95 %. */
    Interval interval() {
        double estimate = crossing(shift -> test(slow(shift)).score(), 0);
        double inflation = alternating ? 1 : StratifiedTest.inflation(slow((int) Math.round(estimate)));
        double tail = (1 - CONFIDENCE) / 2;
        double quantile = alternating || !settled() ? Normal.z(tail) : Normal.t(tail, groups.size() - 1.0);
        double far = quantile * Math.sqrt(inflation);
        return new Interval(
                ratio(crossing(shift -> test(slow(shift)).score(), far)),
                ratio(crossing(shift -> test(slow(shift)).score(), -far)),
                CONFIDENCE);
    }

    private static StratifiedTest test(List<List<TwoByTwo>> tables) {
        return new StratifiedTest(tables.stream().flatMap(List::stream).toList());
    }

    /** Where a falling function has that value, between whole shifts. */
    private static double crossing(IntToDoubleFunction falling, double value) {
        int low = -WIDEST;
        int high = WIDEST;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (falling.applyAsDouble(middle) > value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double above = falling.applyAsDouble(low);
        double below = falling.applyAsDouble(high);
        double part = above > below ? (above - value) / (above - below) : 0;
        return low + Math.max(0, Math.min(1, part));
    }

    private static double ratio(double shift) {
        return Math.pow(2, shift / LatencyHistogram.PER_DOUBLING);
    }

    private static int shift(double ratio) {
        double shift = Math.log(ratio) / Math.log(2) * LatencyHistogram.PER_DOUBLING;
        return (int) Math.round(Math.max(-WIDEST, Math.min(WIDEST, shift)));
    }

    /** By stratum the answers above the common 95th percentile, the champion's moved up by so many buckets. */
    private List<List<TwoByTwo>> slow(int shift) {
        return groups.stream()
                .map(group -> group.stream()
                        .map(s -> slow(
                                s.candidate().latencies(), moved(s.champion().latencies(), shift)))
                        .toList())
                .toList();
    }

    private static LatencyHistogram moved(LatencyHistogram histogram, int shift) {
        return new LatencyHistogram(histogram.first() + shift, histogram.counts());
    }

    private static TwoByTwo slow(LatencyHistogram ours, LatencyHistogram theirs) {
        long rows1 = ours.total();
        long rows2 = theirs.total();
        int highest = Math.max(ours.first() + ours.counts().length, theirs.first() + theirs.counts().length);
        double most = TAIL * (rows1 + rows2);
        long slow1 = 0;
        long slow2 = 0;
        for (int bucket = highest - 1; ; bucket--) {
            long next1 = slow1 + at(ours, bucket);
            long next2 = slow2 + at(theirs, bucket);
            // At least one, and no more than the tail unless a single bucket is larger.
            if (slow1 + slow2 > 0 && next1 + next2 > most) {
                return new TwoByTwo(slow1, rows1, slow2, rows2);
            }
            slow1 = next1;
            slow2 = next2;
        }
    }

    private static int at(LatencyHistogram histogram, int bucket) {
        int index = bucket - histogram.first();
        return index < 0 || index >= histogram.counts().length ? 0 : histogram.counts()[index];
    }
}
