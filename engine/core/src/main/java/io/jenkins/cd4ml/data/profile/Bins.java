package io.jenkins.cd4ml.data.profile;

import java.util.Arrays;

/**
 * The bins of a histogram between the smallest and the largest number: for whole numbers that span at most 40 one bin for
 * each, otherwise of equal width, {@code ceil(log2 n + 1)} (Sturges) of them but at least 10 and at most 40.
 *
 * @param edges n + 1 strictly ascending edges of n bins
 */
record Bins(double[] edges) {
    private static final int FEWEST = 10;
    private static final int MOST = 40;

    static Bins of(double minimum, double maximum, long count, boolean whole) {
        if (whole && maximum - minimum < MOST && Math.abs(minimum) < 0x1p50) {
            int bins = (int) (maximum - minimum) + 1;
            return new Bins(edges(minimum - 0.5, maximum + 0.5, bins));
        }
        if (minimum == maximum) {
            double half = Math.max(0.5, Math.abs(minimum) * 1e-6);
            return new Bins(new double[] {
                Math.max(minimum - half, -Double.MAX_VALUE), Math.min(minimum + half, Double.MAX_VALUE)
            });
        }
        int sturges = (int) Math.ceil(Math.log(count) / Math.log(2) + 1);
        return new Bins(edges(minimum, maximum, Math.max(FEWEST, Math.min(MOST, sturges))));
    }

    private static double[] edges(double from, double to, int bins) {
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            double share = (double) i / bins;
            edges[i] = from * (1 - share) + to * share;
        }
        edges[0] = from;
        edges[bins] = to;
        // Numbers so close that no double lies between them share a bin.
        return Arrays.stream(edges)
                .map(edge -> Math.min(Math.max(edge, from), to))
                .sorted()
                .distinct()
                .toArray();
    }

    int size() {
        return edges.length - 1;
    }

    /** The bin of a number between the first and the last edge. */
    int of(double value) {
        int found = Arrays.binarySearch(edges, value);
        int bin = found >= 0 ? found : -found - 2;
        return Math.min(bin, size() - 1);
    }
}
