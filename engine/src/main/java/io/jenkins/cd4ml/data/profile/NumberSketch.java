package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.protocol.Histogram;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;

/**
 * Numbers in bounded memory: count, smallest, largest, mean and sd as exact as when all are kept; quantiles and histogram from a KLL
 * sketch with k = 2000 (Karnin, Lang, Liberty 2016; rank error 0.14 % at 99 % confidence, 0.19 % for all ranks at once).
 */
final class NumberSketch implements NumberFigures {
    /** Whether there are at least so many different numbers is known exactly. */
    static final int FEW = 20;

    private static final int K = 2000;

    private static final int BLOCK = 2048;

    private double[] block;
    private int filled;
    private final Moments moments;
    private final KllDoublesSketch quantiles;
    private final Set<Double> few;
    private double minimum;
    private double maximum;
    private boolean many;

    NumberSketch() {
        this(
                new Moments(),
                KllDoublesSketch.newHeapInstance(K),
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                new HashSet<>());
    }

    private NumberSketch(Moments moments, KllDoublesSketch quantiles, double minimum, double maximum, Set<Double> few) {
        this.moments = moments;
        this.quantiles = quantiles;
        this.minimum = minimum;
        this.maximum = maximum;
        this.few = few;
        this.many = few.size() >= FEW;
    }

    void add(double value) {
        if (block == null) {
            block = new double[BLOCK];
        }
        block[filled++] = value;
        if (filled == BLOCK) {
            flush();
        }
    }

    private void flush() {
        if (filled == 0) {
            return;
        }
        int size = filled;
        filled = 0;
        moments.addBlock(block, size);
        quantiles.update(block, 0, size);
        for (int i = 0; i < size; i++) {
            extend(block[i], block[i]);
        }
        for (int i = 0; i < size && !many; i++) {
            remember(block[i]);
        }
    }

    void add(double value, long times) {
        if (times == 1) {
            add(value);
            return;
        }
        flush();
        moments.add(value, times);
        quantiles.update(value, times);
        extend(value, value);
        remember(value);
    }

    void merge(NumberSketch other) {
        flush();
        other.flush();
        moments.merge(other.moments);
        quantiles.merge(other.quantiles);
        extend(other.minimum, other.maximum);
        other.few.forEach(this::remember);
    }

    private void extend(double low, double high) {
        minimum = Math.min(minimum, low);
        maximum = Math.max(maximum, high);
    }

    private void remember(double value) {
        if (!many) {
            few.add(value);
            many = few.size() >= FEW;
        }
    }

    /** Number of different numbers, at most {@link #FEW}. */
    int distinctUpToFew() {
        flush();
        return few.size();
    }

    @Override
    public long count() {
        flush();
        return moments.count();
    }

    @Override
    public Double minimum() {
        return count() == 0 ? null : (Double) minimum;
    }

    @Override
    public Double maximum() {
        return count() == 0 ? null : (Double) maximum;
    }

    @Override
    public Double mean() {
        flush();
        return moments.mean();
    }

    @Override
    public Double sd() {
        flush();
        return moments.sd();
    }

    @Override
    public List<Double> quantiles() {
        List<Double> found = new ArrayList<>();
        for (double probability : count() == 0 ? List.<Double>of() : PROBABILITIES) {
            found.add(quantiles.getQuantile(probability, QuantileSearchCriteria.INCLUSIVE));
        }
        return found;
    }

    @Override
    public Histogram histogram(Bins bins) {
        double[] edges = bins.edges();
        double[] inner = Arrays.copyOfRange(edges, 1, edges.length - 1);
        List<Long> counts = new ArrayList<>();
        double[] shares =
                inner.length == 0 ? new double[] {1} : quantiles.getCDF(inner, QuantileSearchCriteria.EXCLUSIVE);
        long before = 0;
        for (double share : shares) {
            long upTo = Math.round(share * count());
            counts.add(upTo - before);
            before = upTo;
        }
        return new Histogram(Arrays.stream(edges).boxed().toList(), counts);
    }

    ProfileJson.Numbers toJson() {
        return new ProfileJson.Numbers(
                count(),
                minimum(),
                maximum(),
                moments.sum().toString(),
                moments.squares().toString(),
                few.stream().sorted().toList(),
                quantiles.toByteArray());
    }

    static NumberSketch of(ProfileJson.Numbers json) {
        if (json.count() == 0) {
            return new NumberSketch();
        }
        return new NumberSketch(
                new Moments(json.count(), new BigDecimal(json.sum()), new BigDecimal(json.squares())),
                KllDoublesSketch.heapify(Memory.wrap(json.kll())),
                json.minimum(),
                json.maximum(),
                new HashSet<>(json.few()));
    }
}
