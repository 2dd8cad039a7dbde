package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Predicted minus actual numbers as a histogram. */
final class Residuals {
    private static final int MOST_BINS = 50;

    private Residuals() {}

    /**
     * Sturges' ceil(log2 n + 1) equal bins, at most 50, from the smallest to the largest residual; a single bin of width 1
     * around the only value.
     */
    static Histogram of(double[] actual, double[] predicted) {
        double[] residuals = IntStream.range(0, actual.length)
                .mapToDouble(row -> predicted[row] - actual[row])
                .toArray();
        double first = Arrays.stream(residuals).min().orElseThrow();
        double last = Arrays.stream(residuals).max().orElseThrow();
        int bins = Math.min(MOST_BINS, (int) Math.ceil(Math.log(residuals.length) / Math.log(2) + 1));
        // halves: the range of residuals may be larger than the largest double
        double half = last / 2 - first / 2;
        if (first + half / bins * 2 <= first) {
            // all the same, or too close to tell edges apart
            bins = 1;
            first -= 0.5;
            last += 0.5;
            half = 0.5;
        }
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            double share = (double) i / bins;
            edges.add(first * (1 - share) + last * share);
        }
        edges.add(last);
        long[] counts = new long[bins];
        for (double residual : residuals) {
            int bin = Math.min(bins - 1, (int) ((residual / 2 - first / 2) / half * bins));
            // rounding may have put it beside its bin
            while (bin > 0 && residual < edges.get(bin)) {
                bin--;
            }
            while (bin < bins - 1 && residual >= edges.get(bin + 1)) {
                bin++;
            }
            counts[bin]++;
        }
        return new Histogram(List.copyOf(edges), LongStream.of(counts).boxed().toList());
    }
}
