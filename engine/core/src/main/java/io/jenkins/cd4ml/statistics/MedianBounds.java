package io.jenkins.cd4ml.statistics;

import java.util.Arrays;

/**
 * Distribution-free bounds of a median: order statistics, whose ranks are those that the sign test does not reject, n / 2 -+ z sqrt(n) / 2, rounded
 * outwards (Conover, <i>Practical Nonparametric Statistics</i>, 1999, 3.2). Infinite where a sample is too small for the tail.
 *
 * @param sorted ascending
 * @param designEffect by which the number of rows is divided where rows are correlated; 1: they are not
 */
public record MedianBounds(double[] sorted, double designEffect) implements Bounds {

    /** Of values in any order. */
    public static MedianBounds of(double[] values, double designEffect) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new MedianBounds(sorted, designEffect);
    }

    @Override
    public double lower(double tail) {
        int rank = (int) Math.floor(sorted.length / 2.0 - reach(tail));
        return rank < 1 ? Double.NEGATIVE_INFINITY : sorted[rank - 1];
    }

    @Override
    public double upper(double tail) {
        int rank = (int) Math.ceil(sorted.length / 2.0 + reach(tail)) + 1;
        return rank > sorted.length ? Double.POSITIVE_INFINITY : sorted[rank - 1];
    }

    private double reach(double tail) {
        return Normal.z(tail) * Math.sqrt(sorted.length * designEffect) / 2;
    }
}
