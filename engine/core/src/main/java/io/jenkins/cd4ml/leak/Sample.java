package io.jenkins.cd4ml.leak;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Some of many rows, the same ones each time. */
final class Sample {
    private Sample() {}

    /** At most that many of the rows, ascending. */
    static int[] of(int[] rows, int most) {
        if (rows.length <= most) {
            return rows;
        }
        return IntStream.of(rows)
                .boxed()
                .sorted(Comparator.comparingLong(row -> ValueCodes.mix(row)))
                .limit(most)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** Ranks from 1 on, the mean rank for equal values. */
    static double[] ranks(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to + 1 < order.length && Double.compare(values[order[to + 1]], values[order[from]]) == 0) {
                to++;
            }
            for (int i = from; i <= to; i++) {
                ranks[order[i]] = (from + to) / 2.0 + 1;
            }
            from = to + 1;
        }
        return ranks;
    }
}
