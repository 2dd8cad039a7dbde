package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.protocol.Histogram;
import io.jenkins.cd4ml.table.ExactNumber;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Every different number with its count: all figures are exact. */
final class CountedNumbers implements NumberFigures {
    private final double[] values;
    private final long[] upTo;
    private final Double mean;
    /** Numbers that doubles do not tell apart, with all their digits. */
    private final TreeMap<BigDecimal, Long> large;

    private CountedNumbers(TreeMap<Double, Long> counts, TreeMap<BigDecimal, Long> large) {
        this.large = large;
        values = new double[counts.size()];
        upTo = new long[counts.size()];
        TwoPartSum sum = new TwoPartSum();
        long count = 0;
        int i = 0;
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            values[i] = entry.getKey();
            sum.addProduct(values[i], entry.getValue());
            count += entry.getValue();
            upTo[i++] = count;
        }
        mean = count == 0 || !sum.isFinite()
                ? null
                : (Double) sum.exact()
                        .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                        .doubleValue();
    }

    /**
     * The numbers that the texts write; texts that write the same number are one.
     *
     * @param number NaN for a text that counts for nothing here
     */
    static CountedNumbers of(ValueCounts texts, ToDoubleFunction<String> number) {
        TreeMap<Double, Long> counts = new TreeMap<>();
        TreeMap<BigDecimal, Long> large = new TreeMap<>();
        texts.forEach((text, count) -> {
            double value = number.applyAsDouble(text);
            if (!Double.isNaN(value)) {
                counts.merge(value, count, Long::sum);
                if (ExactNumber.isLarge(value)) {
                    large.merge(ExactNumber.exact(text, value), count, Long::sum);
                }
            }
        });
        return new CountedNumbers(counts, large);
    }

    /** Takes a number: as a double, or where that is not all of it as a decimal. */
    interface Visitor {
        void visit(double value, long count);

        void visitLarge(BigDecimal value, long count);
    }

    /** Visits all, in the order of their values but for those that doubles do not tell apart, which come first. */
    void forEach(Visitor visitor) {
        large.forEach(visitor::visitLarge);
        for (int i = 0; i < values.length; i++) {
            if (!ExactNumber.isLarge(values[i])) {
                visitor.visit(values[i], count(i));
            }
        }
    }

    int distinct() {
        return large.size()
                + (int) Arrays.stream(values)
                        .filter(value -> !ExactNumber.isLarge(value))
                        .count();
    }

    @Override
    public BigDecimal exactMinimum() {
        return values.length > 0 && ExactNumber.isLarge(values[0]) ? large.firstKey() : null;
    }

    @Override
    public BigDecimal exactMaximum() {
        return values.length > 0 && ExactNumber.isLarge(values[values.length - 1]) ? large.lastKey() : null;
    }

    private long count(int index) {
        return upTo[index] - (index == 0 ? 0 : upTo[index - 1]);
    }

    @Override
    public long count() {
        return values.length == 0 ? 0 : upTo[values.length - 1];
    }

    @Override
    public Double minimum() {
        return values.length == 0 ? null : (Double) values[0];
    }

    @Override
    public Double maximum() {
        return values.length == 0 ? null : (Double) values[values.length - 1];
    }

    @Override
    public Double mean() {
        return mean;
    }

    @Override
    public Double sd() {
        if (count() < 2 || mean == null) {
            return null;
        }
        TwoPartSum squares = new TwoPartSum();
        TwoPartSum rest = new TwoPartSum();
        for (int i = 0; i < values.length; i++) {
            double deviation = values[i] - mean;
            squares.addProduct(deviation * deviation, count(i));
            rest.addProduct(deviation, count(i));
        }
        // The mean is a rounded one: the deviations' own mean takes that out again.
        double variance = (squares.high() - rest.high() * (rest.high() / count())) / (count() - 1);
        double sd = Math.sqrt(Math.max(0, variance));
        return Double.isFinite(sd) ? (Double) sd : null;
    }

    /** Linear between the two nearest ranks (type 7 of Hyndman and Fan, the default of NumPy, pandas and R). */
    @Override
    public List<Double> quantiles() {
        List<Double> quantiles = new ArrayList<>();
        for (double probability : values.length == 0 ? List.<Double>of() : PROBABILITIES) {
            double position = (count() - 1) * probability;
            long below = (long) Math.floor(position);
            double lower = at(below);
            double upper = at(Math.min(below + 1, count() - 1));
            double share = position - below;
            quantiles.add(lower == upper ? lower : lower * (1 - share) + upper * share);
        }
        return quantiles;
    }

    /** The number of that rank, from 0. */
    private double at(long rank) {
        int found = Arrays.binarySearch(upTo, rank + 1);
        return values[found >= 0 ? found : -found - 1];
    }

    @Override
    public Histogram histogram(Bins bins) {
        long[] counts = new long[bins.size()];
        for (int i = 0; i < values.length; i++) {
            counts[bins.of(values[i])] += count(i);
        }
        return new Histogram(
                Arrays.stream(bins.edges()).boxed().toList(),
                Arrays.stream(counts).boxed().toList());
    }
}
