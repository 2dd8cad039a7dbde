package io.jenkins.cd4ml.leak;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** How much more rows of a group agree in their answer than any two rows do: 0 as chance has it, 1 always. */
final class Likeness {
    private Likeness() {}

    /** (agreement of pairs within groups - agreement of any pair) / (1 - agreement of any pair). */
    static double ofClasses(JudgedData data, int[] rows, int[] group, int groups) {
        long[] sizes = new long[groups];
        long[] totals = new long[data.classes()];
        Map<Long, Long> cells = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            int label = data.labels()[rows[i]];
            sizes[group[i]]++;
            totals[label]++;
            cells.merge((long) group[i] * data.classes() + label, 1L, Long::sum);
        }
        double pairs = pairs(sizes);
        double agreeing =
                cells.values().stream().mapToDouble(n -> n * (n - 1.0) / 2).sum();
        double all = rows.length * (rows.length - 1.0) / 2;
        double chance = pairs(totals) / all;
        return pairs <= 0 || chance >= 1 ? 0 : (agreeing / pairs - chance) / (1 - chance);
    }

    /** The intraclass correlation of one-way analysis of variance (Shrout and Fleiss 1979, case 1). */
    static double ofNumbers(JudgedData data, int[] rows, int[] group, int groups) {
        double mean = IntStream.of(rows)
                .mapToDouble(row -> data.numbers()[row])
                .average()
                .orElse(0);
        double[] sums = new double[groups];
        double[] sizes = new double[groups];
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            double from = data.numbers()[rows[i]] - mean;
            sums[group[i]] += from;
            sizes[group[i]]++;
            total += from * from;
        }
        double between = 0;
        double squares = 0;
        int used = 0;
        for (int g = 0; g < groups; g++) {
            if (sizes[g] > 0) {
                between += sums[g] * sums[g] / sizes[g];
                squares += sizes[g] * sizes[g];
                used++;
            }
        }
        double n = rows.length;
        if (used < 2 || n <= used || total == 0) {
            return 0;
        }
        double betweenMean = between / (used - 1);
        double withinMean = (total - between) / (n - used);
        double size = (n - squares / n) / (used - 1);
        return (betweenMean - withinMean) / (betweenMean + (size - 1) * withinMean);
    }

    private static double pairs(long[] sizes) {
        double pairs = 0;
        for (long size : sizes) {
            pairs += size * (size - 1.0) / 2;
        }
        return pairs;
    }
}
