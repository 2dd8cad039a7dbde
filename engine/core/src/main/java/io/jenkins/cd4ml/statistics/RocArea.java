package io.jenkins.cd4ml.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under a ROC curve with DeLong's components (DeLong, DeLong, Clarke-Pearson, <i>Biometrics</i> 44, 1988), by midranks in O(n log n)
 * (Sun and Xu, <i>IEEE Signal Processing Letters</i> 21, 2014): for each row of the class the share of other rows that score lower, for each
 * other row the share of rows of the class that score higher, ties counting half.
 */
public final class RocArea {
    private final double value;
    private final boolean[] hit;
    private final double[] components;
    private final int hits;

    private RocArea(double value, boolean[] hit, double[] components, int hits) {
        this.value = value;
        this.hit = hit;
        this.components = components;
        this.hits = hits;
    }

    /**
     * Of scores of rows.
     *
     * @param hit by row whether it is of the class
     * @return null without rows of the class, or without others
     */
    public static RocArea of(double[] scores, boolean[] hit) {
        int n = scores.length;
        int hits = (int) IntStream.range(0, n).filter(row -> hit[row]).count();
        if (hits == 0 || hits == n) {
            return null;
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] components = new double[n];
        double sum = 0;
        int hitsBelow = 0;
        int othersBelow = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            int tiedHits = 0;
            while (to < n && scores[order[to]] == scores[order[from]]) {
                tiedHits += hit[order[to]] ? 1 : 0;
                to++;
            }
            int tiedOthers = to - from - tiedHits;
            for (int i = from; i < to; i++) {
                components[order[i]] = hit[order[i]]
                        ? (othersBelow + tiedOthers / 2.0) / (n - hits)
                        : (hits - hitsBelow - tiedHits / 2.0) / hits;
            }
            sum += tiedHits * (othersBelow + tiedOthers / 2.0);
            hitsBelow += tiedHits;
            othersBelow += tiedOthers;
            from = to;
        }
        return new RocArea(sum / ((double) hits * (n - hits)), hit.clone(), components, hits);
    }

    /** The share of pairs (a row of the class, another) in which the first scores higher, ties counting half. */
    public double value() {
        return value;
    }

    /** Rows of the class. */
    public int hits() {
        return hits;
    }

    /** Rows of other classes. */
    public int others() {
        return components.length - hits;
    }

    /** DeLong's variance; not a number with a single row of the class or a single other one. */
    public double variance() {
        return covariance(this);
    }

    /** DeLong's covariance of two models' areas on the same rows. */
    public double covariance(RocArea other) {
        if (!Arrays.equals(hit, other.hit)) {
            throw new IllegalArgumentException("areas of different rows");
        }
        double ofHits = 0;
        double ofOthers = 0;
        for (int row = 0; row < hit.length; row++) {
            double product = (components[row] - value) * (other.components[row] - other.value);
            if (hit[row]) {
                ofHits += product;
            } else {
                ofOthers += product;
            }
        }
        double others = others();
        return ofHits / ((double) hits * (hits - 1)) + ofOthers / (others * (others - 1));
    }

    /**
     * By row how much it moves the area (its influence divided by the number of rows): the components' distances from the area, divided by the
     * number of rows of their kind. They add up to 0; sums over the rows of a cluster give the variance of clustered rows (Obuchowski,
     * <i>Biometrics</i> 53, 1997).
     */
    public double[] influence() {
        double[] influence = new double[hit.length];
        for (int row = 0; row < hit.length; row++) {
            influence[row] = (components[row] - value) / (hit[row] ? hits : others());
        }
        return influence;
    }
}
