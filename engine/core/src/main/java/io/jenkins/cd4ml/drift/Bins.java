package io.jenkins.cd4ml.drift;

import java.util.Arrays;

/** Equal bins over the range of both samples, as {@code numpy.histogram_bin_edges(…, bins="sturges")}. Samples are sorted, not empty. */
final class Bins {
    private Bins() {}

    /** Edges of Sturges' ceil(log2 N + 1) bins, at most {@code most}, over both samples; one bin of width 1 around a single value. */
    static double[] edges(double[] reference, double[] current, int most) {
        double first = Math.min(reference[0], current[0]);
        double last = Math.max(reference[reference.length - 1], current[current.length - 1]);
        if (first == last) {
            return new double[] {first - 0.5, last + 0.5};
        }
        double range = last - first;
        int bins = Math.min(most, number(range, reference.length + current.length));
        double step = range / bins;
        double[] edges = new double[bins + 1];
        for (int i = 0; i < bins; i++) {
            // as NumPy does, unless the range is too large for a double
            edges[i] = Double.isFinite(range)
                    ? i * step + first
                    : first * (1 - (double) i / bins) + last * ((double) i / bins);
        }
        edges[bins] = last;
        return edges;
    }

    /** NumPy goes by way of the width, and rounding may add a bin where log2 N is whole: so do we. */
    private static int number(double range, int values) {
        double most = log2(values) + 1;
        double width = range / most;
        if (width == 0) {
            return 1;
        }
        return (int) Math.ceil(Double.isFinite(range) ? range / width : most);
    }

    /** How many values each bin holds: lower edges belong to it, the last bin's upper edge too. */
    static long[] counts(double[] sorted, double[] edges) {
        long[] counts = new long[edges.length - 1];
        int from = position(sorted, edges[0]);
        for (int i = 0; i < counts.length; i++) {
            int to = i + 1 < counts.length ? position(sorted, edges[i + 1]) : sorted.length;
            counts[i] = to - from;
            from = to;
        }
        return counts;
    }

    /** Index of the first value that is not below {@code edge}. */
    private static int position(double[] sorted, double edge) {
        int found = Arrays.binarySearch(sorted, edge);
        int position = found < 0 ? -found - 1 : found;
        while (position > 0 && sorted[position - 1] == edge) {
            position--;
        }
        return position;
    }

    private static double log2(int n) {
        return Integer.bitCount(n) == 1 ? Integer.numberOfTrailingZeros(n) : Math.log(n) / Math.log(2);
    }
}
