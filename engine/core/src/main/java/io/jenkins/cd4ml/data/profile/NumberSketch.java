package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.table.ExactNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers in bounded memory: count, smallest, largest, mean and sd as exact as when all are kept; quantiles and histogram by
 * {@link Quantiles} (rank error 0.14 % at 99 % confidence, 0.19 % for all ranks at once).
 */
final class NumberSketch implements NumberFigures {
    /** Whether there are at least so many different numbers is known exactly. */
    static final int FEW = 20;

    /** So often a number is sooner added one by one than with its weight. */
    private static final int FEW_TIMES = 256;

    private final DistinctValues distinct;
    private final Moments moments;
    private final Quantiles quantiles;
    private final Set<Double> few;
    private double minimum;
    private double maximum;
    /** Of the large numbers alone; null where there is none. */
    private BigDecimal smallestLarge;

    private BigDecimal largestLarge;
    private boolean many;
    private double[] block;
    private int filled;

    /** @param distinct is told every number; null: nothing is */
    NumberSketch(DistinctValues distinct) {
        this(
                distinct,
                new Moments(),
                new Quantiles(),
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                new HashSet<>());
    }

    private NumberSketch(
            DistinctValues distinct,
            Moments moments,
            Quantiles quantiles,
            double minimum,
            double maximum,
            Set<Double> few) {
        this.distinct = distinct;
        this.moments = moments;
        this.quantiles = quantiles;
        this.minimum = minimum;
        this.maximum = maximum;
        this.few = few;
        this.many = few.size() >= FEW;
    }

    void add(double value) {
        if (block == null) {
            block = new double[Quantiles.BLOCK];
        }
        block[filled++] = value;
        if (filled == Quantiles.BLOCK) {
            flush();
        }
    }

    /** Makes the figures and the distinct values those of all numbers so far. */
    void flush() {
        if (filled == 0) {
            return;
        }
        int size = filled;
        filled = 0;
        moments.addBlock(block, size);
        if (distinct != null) {
            distinct.add(block, size);
        }
        for (int i = 0; i < size && !many; i++) {
            remember(block[i]);
        }
        quantiles.add(block, size);
        extend(block[0], block[size - 1]);
    }

    void add(double value, long times) {
        if (times <= FEW_TIMES) {
            for (int i = 0; i < times; i++) {
                add(value);
            }
            return;
        }
        moments.add(value, times);
        quantiles.add(value, times);
        if (distinct != null) {
            distinct.add(value);
        }
        extend(value, value);
        remember(value);
    }

    /** Adds a large number, of which the different ones are counted elsewhere. */
    void addLarge(BigDecimal exact, double value, long times) {
        add(value, times);
        extendLarge(exact, exact);
    }

    private void extendLarge(BigDecimal low, BigDecimal high) {
        smallestLarge = smallestLarge == null ? low : smallestLarge.min(low);
        largestLarge = largestLarge == null ? high : largestLarge.max(high);
    }

    void merge(NumberSketch other) {
        flush();
        other.flush();
        moments.merge(other.moments);
        quantiles.merge(other.quantiles);
        extend(other.minimum, other.maximum);
        if (other.smallestLarge != null) {
            extendLarge(other.smallestLarge, other.largestLarge);
        }
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
    public BigDecimal exactMinimum() {
        return ExactNumber.isLarge(minimum) && smallestLarge != null ? smallestLarge : null;
    }

    @Override
    public BigDecimal exactMaximum() {
        return ExactNumber.isLarge(maximum) && largestLarge != null ? largestLarge : null;
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
            found.add(quantiles.at(probability));
        }
        return found;
    }

    @Override
    public Histogram histogram(Bins bins) {
        double[] edges = bins.edges();
        double[] inner = Arrays.copyOfRange(edges, 1, edges.length - 1);
        List<Long> counts = new ArrayList<>();
        double[] shares = inner.length == 0 ? new double[] {1} : quantiles.sharesBelow(inner);
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
                quantiles.toByteArray(),
                smallestLarge,
                largestLarge);
    }

    static NumberSketch of(ProfileJson.Numbers json, DistinctValues distinct) {
        if (json.count() == 0) {
            return new NumberSketch(distinct);
        }
        NumberSketch sketch = new NumberSketch(
                distinct,
                new Moments(json.count(), new BigDecimal(json.sum()), new BigDecimal(json.squares())),
                Quantiles.of(json.kll()),
                json.minimum(),
                json.maximum(),
                new HashSet<>(json.few()));
        if (json.smallestLarge() != null) {
            sketch.extendLarge(json.smallestLarge(), json.largestLarge());
        }
        return sketch;
    }
}
