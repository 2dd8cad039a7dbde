package io.jenkins.cd4ml.statistics;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Distances between two distributions given as counts over the same bins or categories. Each side is turned into shares of
 * its own total; both need at least one row. Natural logarithms throughout.
 */
public final class Distances {
    private static final double SMALL = 1e-4;

    private Distances() {}

    /**
     * Population stability index: Σ (p - q) ln(p / q) over reference shares p and current shares q, empty bins filled as
     * Evidently does: each side on its own, with 0.0001, or with a millionth of its smallest share where that is no larger
     * than 0.0001.
     */
    public static double populationStability(long[] reference, long[] current) {
        double[] p = filled(shares(reference));
        double[] q = filled(shares(current));
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += (p[i] - q[i]) * Math.log(p[i] / q[i]);
        }
        return sum;
    }

    /**
     * Kullback-Leibler divergence Σ p ln(p / q) of the reference from the current shares, empty bins filled as for
     * {@link #populationStability} and both sides then scaled to add up to 1 (as {@code scipy.stats.entropy} does).
     */
    public static double kullbackLeibler(long[] reference, long[] current) {
        double[] p = scaled(filled(shares(reference)));
        double[] q = scaled(filled(shares(current)));
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += p[i] * Math.log(p[i] / q[i]);
        }
        return sum;
    }

    /**
     * Jensen-Shannon distance, 0 to sqrt(ln 2): the square root of the mean of both sides' divergence from their average m,
     * sqrt((Σ p ln(p / m) + Σ q ln(q / m)) / 2), as {@code scipy.spatial.distance.jensenshannon}.
     */
    public static double jensenShannon(long[] reference, long[] current) {
        double[] p = shares(reference);
        double[] q = shares(current);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double middle = (p[i] + q[i]) / 2;
            sum += (p[i] == 0 ? 0 : p[i] * Math.log(p[i] / middle)) + (q[i] == 0 ? 0 : q[i] * Math.log(q[i] / middle));
        }
        return Math.sqrt(Math.max(0, sum / 2));
    }

    /** Hellinger distance, 0 to 1: sqrt(Σ (√p - √q)² / 2). */
    public static double hellinger(long[] reference, long[] current) {
        double[] p = shares(reference);
        double[] q = shares(current);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double difference = Math.sqrt(p[i]) - Math.sqrt(q[i]);
            sum += difference * difference;
        }
        return Math.sqrt(sum / 2);
    }

    /** Total variation distance, 0 to 1: Σ |p - q| / 2. */
    public static double totalVariation(long[] reference, long[] current) {
        double[] p = shares(reference);
        double[] q = shares(current);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Math.abs(p[i] - q[i]);
        }
        return sum / 2;
    }

    private static double[] shares(long[] counts) {
        double total = LongStream.of(counts).sum();
        if (total <= 0) {
            throw new IllegalArgumentException("no rows to compare");
        }
        return Arrays.stream(counts).mapToDouble(count -> count / total).toArray();
    }

    private static double[] filled(double[] shares) {
        double smallest = Arrays.stream(shares).filter(share -> share > 0).min().orElseThrow();
        double filler = smallest <= SMALL ? smallest / 1e6 : SMALL;
        return Arrays.stream(shares).map(share -> share == 0 ? filler : share).toArray();
    }

    private static double[] scaled(double[] shares) {
        double total = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / total).toArray();
    }
}
