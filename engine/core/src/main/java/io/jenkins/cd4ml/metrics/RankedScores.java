package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.RocArea;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The rows in the order of one class's score: the area under its ROC curve is the share of pairs (a row of the class, a row of
 * another) in which the former scores higher, ties counting half. Counted in whole numbers, hence exact.
 *
 * @param order rows by ascending score
 * @param startsTie by position in {@code order}: whether its score differs from the one before
 * @param hit by position in {@code order}: whether the row is of the class
 */
record RankedScores(int[] order, boolean[] startsTie, boolean[] hit) {

    static RankedScores of(int[] actual, double[][] probabilities, int label) {
        int n = actual.length;
        double[] scores = new double[n];
        for (int row = 0; row < n; row++) {
            // + 0.0 makes -0 a 0: both are the same score
            scores[row] = probabilities[row][label] + 0.0;
        }
        int[] order = ascending(scores);
        boolean[] startsTie = new boolean[n];
        boolean[] hit = new boolean[n];
        for (int i = 0; i < n; i++) {
            startsTie[i] = i == 0 || scores[order[i]] != scores[order[i - 1]];
            hit[i] = actual[order[i]] == label;
        }
        return new RankedScores(order, startsTie, hit);
    }

    /**
     * The rows by ascending score, equal ones in their own order. Sorted by the 32-bit float of the score first, which stands with the row in
     * one long; then those that are different scores with one such float.
     */
    private static int[] ascending(double[] scores) {
        long[] sortable = new long[scores.length];
        for (int row = 0; row < sortable.length; row++) {
            int bits = Float.floatToIntBits((float) scores[row]);
            int ascending = bits ^ ((bits >> 31) & 0x7fffffff);
            sortable[row] = ((long) ascending << 32) | row;
        }
        Arrays.sort(sortable);
        int[] order = Arrays.stream(sortable).mapToInt(each -> (int) each).toArray();
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            boolean same = true;
            while (to < order.length && sortable[to] >> 32 == sortable[from] >> 32) {
                same &= scores[order[to]] == scores[order[from]];
                to++;
            }
            if (!same) {
                sort(order, from, to, scores);
            }
            from = to;
        }
        return order;
    }

    private static void sort(int[] order, int from, int to, double[] scores) {
        int[] sorted = Arrays.stream(order, from, to)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, order, from, sorted.length);
    }

    /**
     * The area for rows with these multiplicities.
     *
     * @param positives rows of the class, of {@code rows} in all, both with multiplicities
     * @return NaN where there are no rows of the class or none of another
     */
    double area(int[] counts, long positives, long rows) {
        long negatives = rows - positives;
        if (positives == 0 || negatives == 0) {
            return Double.NaN;
        }
        long twicePairs = 0;
        long below = 0;
        long tiedHits = 0;
        long tiedOthers = 0;
        for (int i = 0; i < order.length; i++) {
            if (startsTie[i]) {
                twicePairs += tiedHits * (2 * below + tiedOthers);
                below += tiedOthers;
                tiedHits = 0;
                tiedOthers = 0;
            }
            int count = counts[order[i]];
            if (hit[i]) {
                tiedHits += count;
            } else {
                tiedOthers += count;
            }
        }
        twicePairs += tiedHits * (2 * below + tiedOthers);
        return twicePairs / (2.0 * positives * negatives);
    }

    /**
     * Average precision, {@code sum (R_k - R_k-1) P_k} over the distinct scores from the highest down, where precision and
     * recall are those of the rows with at least that score: scikit-learn's {@code average_precision_score}.
     *
     * @param positives rows of the class with multiplicities
     * @return NaN where there are no rows of the class
     */
    double averagePrecision(int[] counts, long positives) {
        if (positives == 0) {
            return Double.NaN;
        }
        double sum = 0;
        long hits = 0;
        long above = 0;
        long tiedHits = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int count = counts[order[i]];
            above += count;
            if (hit[i]) {
                tiedHits += count;
            }
            if (startsTie[i] && tiedHits > 0) {
                hits += tiedHits;
                sum += (double) tiedHits * hits / above;
                tiedHits = 0;
            }
        }
        return sum / positives;
    }

    /** The area with DeLong's components, by row; null without rows of the class, or of another. */
    RocArea components() {
        double[] ranks = new double[order.length];
        boolean[] hits = new boolean[order.length];
        int rank = 0;
        for (int i = 0; i < order.length; i++) {
            rank += startsTie[i] ? 1 : 0;
            ranks[order[i]] = rank;
            hits[order[i]] = hit[i];
        }
        return RocArea.of(ranks, hits);
    }
}
