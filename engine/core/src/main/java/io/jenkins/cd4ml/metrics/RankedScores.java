package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.RocArea;
import java.util.Arrays;

/**
 * The rows in the order of one class's score: the area under its ROC curve is the share of pairs (a row of the class, a row of
 * another) in which the former scores higher, ties counting half. Counted in whole numbers, hence exact.
 *
 * @param order rows by ascending score
 * @param startsTie by position in {@code order}: whether its score differs from the one before
 * @param hit by position in {@code order}: whether the row is of the class
 */
record RankedScores(int[] order, boolean[] startsTie, boolean[] hit) {

    static RankedScores of(int[] actual, float[][] probabilities, int label) {
        int n = actual.length;
        long[] sortable = new long[n];
        for (int row = 0; row < n; row++) {
            // + 0f makes -0 a 0: both are the same score
            int bits = Float.floatToIntBits(probabilities[row][label] + 0f);
            int ascending = bits ^ ((bits >> 31) & 0x7fffffff);
            sortable[row] = ((long) ascending << 32) | row;
        }
        Arrays.sort(sortable);
        int[] order = new int[n];
        boolean[] startsTie = new boolean[n];
        boolean[] hit = new boolean[n];
        for (int i = 0; i < n; i++) {
            order[i] = (int) sortable[i];
            startsTie[i] = i == 0 || sortable[i] >> 32 != sortable[i - 1] >> 32;
            hit[i] = actual[order[i]] == label;
        }
        return new RankedScores(order, startsTie, hit);
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
