package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.ValidateModelDetail.Confusion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A confusion matrix for people: large classes first, and not more of them than a page can show. */
final class ConfusionTable {
    /** Beyond this many classes the smaller ones are taken together. */
    static final int MOST_CLASSES = 50;

    private ConfusionTable() {}

    static Confusion of(long[][] counts, Labels labels) {
        int[] order = bySize(counts);
        int shown = order.length <= MOST_CLASSES ? order.length : MOST_CLASSES - 1;
        int size = Math.min(order.length, shown + 1);
        long[][] table = new long[size][size];
        for (int i = 0; i < order.length; i++) {
            for (int j = 0; j < order.length; j++) {
                table[Math.min(i, size - 1)][Math.min(j, size - 1)] += counts[order[i]][order[j]];
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            names.add(labels.shown().get(order[i]));
        }
        if (size > shown) {
            names.add("(" + (order.length - shown) + " others)");
        }
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : table) {
            rows.add(LongStream.of(row).boxed().toList());
        }
        return new Confusion(List.copyOf(names), List.copyOf(rows));
    }

    /** Indexes of the classes by actual rows, most first. */
    static int[] bySize(long[][] counts) {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong(c -> -LongStream.of(counts[c]).sum()))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
