package io.jenkins.cd4ml.drift;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Two samples of categories, counted; labels in ascending order. */
record CategoryPair(List<String> labels, Counts categories) implements ColumnPair {

    /** Counts the values of both sides; null is missing. */
    static CategoryPair of(String[] reference, String[] current) {
        Map<String, Long> before = counts(reference);
        Map<String, Long> after = counts(current);
        TreeSet<String> labels = new TreeSet<>(before.keySet());
        labels.addAll(after.keySet());
        return new CategoryPair(List.copyOf(labels), new Counts(inOrder(labels, before), inOrder(labels, after)));
    }

    private static Map<String, Long> counts(String[] values) {
        Map<String, Long> counts = new HashMap<>();
        Arrays.stream(values).filter(value -> value != null).forEach(value -> counts.merge(value, 1L, Long::sum));
        return counts;
    }

    private static long[] inOrder(TreeSet<String> labels, Map<String, Long> counts) {
        return labels.stream()
                .mapToLong(label -> counts.getOrDefault(label, 0L))
                .toArray();
    }

    @Override
    public int referenceSize() {
        return (int) LongStream.of(categories.reference()).sum();
    }

    @Override
    public int currentSize() {
        return (int) LongStream.of(categories.current()).sum();
    }

    @Override
    public int distinct() {
        return labels.size();
    }

    @Override
    public Counts binned() {
        return categories;
    }

    @Override
    public double effectSize() {
        return EffectSizes.cramersV(categories.reference(), categories.current());
    }
}
