package io.jenkins.cd4ml.statistics;

import java.util.Arrays;

/**
 * Rows that belong together, such as those of one patient: they are one observation as far as chance goes.
 *
 * @param of by row the index of its cluster, from 0 on without gaps
 * @param count how many clusters
 */
public record Clusters(int[] of, int count) {

    /** Numbered anew for some rows; null where each row is a cluster of its own. */
    public static Clusters of(int[] cluster) {
        int[] sorted = Arrays.stream(cluster).sorted().distinct().toArray();
        if (sorted.length == cluster.length) {
            return null;
        }
        int[] of = Arrays.stream(cluster)
                .map(value -> Arrays.binarySearch(sorted, value))
                .toArray();
        return new Clusters(of, sorted.length);
    }

    /**
     * Influences of rows (with mean m, the estimate) as influences of clusters with the same mean: m + (sum of the distances from m within
     * the cluster) × clusters / rows. Their spread is the linearised variance of a ratio over clusters (Cochran, <i>Sampling Techniques</i>,
     * 1977, 9A).
     *
     * @param clusters null: each row is one
     */
    public static double[] units(double[] influence, Clusters clusters) {
        if (clusters == null) {
            return influence;
        }
        double mean = Arrays.stream(influence).sum() / influence.length;
        double[] units = new double[clusters.count];
        for (int row = 0; row < influence.length; row++) {
            units[clusters.of[row]] += influence[row] - mean;
        }
        double scale = (double) clusters.count / influence.length;
        for (int i = 0; i < units.length; i++) {
            units[i] = mean + units[i] * scale;
        }
        return units;
    }

    /**
     * By how much the variance of a mean is larger than that of as many independent rows: Kish's design effect. At least 1; where the rows do
     * not vary, so that it cannot be estimated, rows by cluster, as if a cluster were one row.
     *
     * @param clusters null: each row is one
     */
    public static double designEffect(double[] influence, Clusters clusters) {
        if (clusters == null) {
            return 1;
        }
        double independent = variance(influence) / influence.length;
        double clustered = variance(units(influence, clusters)) / clusters.count;
        double most = (double) influence.length / clusters.count;
        return independent > 0 ? Math.max(1, clustered / independent) : most;
    }

    /** Of the values, with n - 1. */
    public static double variance(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }
}
