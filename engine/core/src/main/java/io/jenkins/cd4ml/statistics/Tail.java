package io.jenkins.cd4ml.statistics;

import java.util.Arrays;

/** How far out a value may lie that a sample does not show. */
public final class Tail {
    /** Exponents above this are as good as infinite. */
    private static final double HEAVIEST = 1.5;

    private Tail() {}

    /**
     * The value that a share 1 / ({@code times} n) of the values exceeds, where n have been seen: the greatest one times {@code times} to the
     * power of Hill's estimate (<i>Annals of Statistics</i> 3, 1975) of the tail's exponent from the sqrt(n), but at least 10, greatest values.
     *
     * @param values 0 or more
     */
    public static double beyond(double[] values, double times) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double greatest = sorted[n - 1];
        int top = Math.min(n - 1, Math.max(10, (int) Math.sqrt(n)));
        double threshold = sorted[n - 1 - top];
        if (times <= 1 || !(greatest > 0)) {
            return greatest;
        }
        double sum = 0;
        for (int i = n - top; i < n; i++) {
            sum += threshold > 0 ? Math.log(sorted[i] / threshold) : HEAVIEST;
        }
        return greatest * Math.pow(times, Math.min(HEAVIEST, sum / top));
    }
}
