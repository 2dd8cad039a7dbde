package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.table.ColumnValues;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Two samples of numbers, each sorted ascending and finite. */
record NumberPair(double[] reference, double[] current) implements ColumnPair {
    /** Evidently bins numbers with more distinct reference values than this. */
    private static final int MOST_CATEGORIES = 20;

    /** Drops what is not finite and sorts the rest. */
    static NumberPair of(double[] reference, double[] current) {
        return new NumberPair(cleaned(reference), cleaned(current));
    }

    private static double[] cleaned(double[] values) {
        // adding zero turns -0.0 into 0.0: sorting tells the two apart, nobody else does
        double[] finite = Arrays.stream(values)
                .filter(Double::isFinite)
                .map(value -> value + 0.0)
                .toArray();
        Arrays.sort(finite);
        return finite;
    }

    @Override
    public int referenceSize() {
        return reference.length;
    }

    @Override
    public int currentSize() {
        return current.length;
    }

    @Override
    public int distinct() {
        return values().length;
    }

    @Override
    public Counts categories() {
        double[] values = values();
        return new Counts(counts(reference, values), counts(current, values));
    }

    @Override
    public Counts binned() {
        if (distinct(reference) <= MOST_CATEGORIES) {
            return categories();
        }
        double[] edges = Bins.edges(reference, current, Integer.MAX_VALUE);
        return new Counts(Bins.counts(reference, edges), Bins.counts(current, edges));
    }

    @Override
    public List<String> labels() {
        ColumnValues.Numbers numbers = new ColumnValues.Numbers(values());
        return IntStream.range(0, numbers.size()).mapToObj(numbers::text).toList();
    }

    @Override
    public double effectSize() {
        return EffectSizes.cohensD(reference, current);
    }

    private double[] values() {
        double[] values = new double[reference.length + current.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < reference.length || j < current.length) {
            boolean fromReference = j == current.length || i < reference.length && reference[i] <= current[j];
            double next = fromReference ? reference[i++] : current[j++];
            if (size == 0 || values[size - 1] != next) {
                values[size++] = next;
            }
        }
        return Arrays.copyOf(values, size);
    }

    private static int distinct(double[] sorted) {
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    private static long[] counts(double[] sorted, double[] values) {
        long[] counts = new long[values.length];
        int category = 0;
        for (double value : sorted) {
            while (values[category] != value) {
                category++;
            }
            counts[category]++;
        }
        return counts;
    }
}
