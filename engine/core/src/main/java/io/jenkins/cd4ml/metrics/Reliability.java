package io.jenkins.cd4ml.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far said probabilities are from observed shares, in bins of the probability. With two classes it speaks of the
 * positive one: mean probability against the share of rows of that class, as scikit-learn's {@code calibration_curve}. With
 * more it speaks of the most probable class: mean confidence against accuracy, as Guo et al., "On Calibration of Modern Neural
 * Networks" (2017). Bins are a < p <= b, the first one from 0 on.
 */
public final class Reliability {
    /** Bins of either kind, as in Guo et al. */
    public static final int BINS = 15;

    /** How the range of probabilities is divided. */
    public enum Binning {
        /** {@link #BINS} bins of the same width. */
        EQUAL_WIDTH,
        /** Bins between the quantiles k / {@link #BINS} of the rows' scores (NumPy's default); equal quantiles make one edge. */
        EQUAL_MASS
    }

    /**
     * Rows that have fallen into a bin.
     *
     * @param predicted mean probability; NaN without rows
     * @param observed share of hits; NaN without rows
     */
    public record Bin(double from, double to, long rows, double predicted, double observed) {}

    /** One more than bins, ascending, the first 0 and the last 1. */
    private final double[] edges;

    /** By row the index of its bin, the probability that it speaks of, and whether that is the actual class. */
    private final int[] bin;

    private final double[] scores;
    private final boolean[] hits;

    private Reliability(double[] edges, double[] scores, boolean[] hits) {
        this.edges = edges;
        this.scores = scores;
        this.hits = hits;
        this.bin = new int[scores.length];
        for (int row = 0; row < bin.length; row++) {
            int inner = Arrays.binarySearch(edges, 1, edges.length - 1, scores[row]);
            bin[row] = inner >= 0 ? inner - 1 : -inner - 2;
        }
    }

    static Reliability of(int[] actual, double[][] probabilities, int positive, Binning binning) {
        double[] scores = new double[actual.length];
        boolean[] hits = new boolean[actual.length];
        for (int row = 0; row < scores.length; row++) {
            int spoken = probabilities[row].length == 2 ? positive : ClassificationMetrics.best(probabilities[row]);
            scores[row] = probabilities[row][spoken];
            hits[row] = actual[row] == spoken;
        }
        return new Reliability(binning == Binning.EQUAL_WIDTH ? evenly() : quantiles(scores), scores, hits);
    }

    /**
     * Expected calibration error: {@code sum n_b / n |mean score - share of hits|} over the bins, for rows with these
     * multiplicities; the bins stay those of the rows as they are.
     */
    double error(int[] counts) {
        double[] gap = new double[edges.length - 1];
        long rows = 0;
        for (int row = 0; row < bin.length; row++) {
            gap[bin[row]] += counts[row] * (scores[row] - (hits[row] ? 1.0 : 0.0));
            rows += counts[row];
        }
        return Arrays.stream(gap).map(Math::abs).sum() / rows;
    }

    /**
     * What a calibration error is made of, by bin; only bins with rows.
     *
     * @param gap sum of probability minus hit
     * @param hits how many there are
     * @param scores the probabilities
     */
    record Sums(double[] gap, long[] hits, double[][] scores) {}

    Sums sums() {
        double[] gap = new double[edges.length - 1];
        long[] right = new long[gap.length];
        int[] rows = new int[gap.length];
        for (int b : bin) {
            rows[b]++;
        }
        double[][] byBin = new double[gap.length][];
        for (int b = 0; b < gap.length; b++) {
            byBin[b] = new double[rows[b]];
        }
        for (int row = 0; row < bin.length; row++) {
            int b = bin[row];
            gap[b] += scores[row] - (hits[row] ? 1.0 : 0.0);
            right[b] += hits[row] ? 1 : 0;
            byBin[b][--rows[b]] = scores[row];
        }
        return new Sums(gap, right, byBin);
    }

    /** By row probability minus hit. */
    double[] errors() {
        double[] errors = new double[scores.length];
        for (int row = 0; row < errors.length; row++) {
            errors[row] = scores[row] - (hits[row] ? 1.0 : 0.0);
        }
        return errors;
    }

    /** The curve: one entry a bin, empty ones too. */
    List<Bin> bins() {
        long[] rows = new long[edges.length - 1];
        double[] sum = new double[rows.length];
        long[] right = new long[rows.length];
        for (int row = 0; row < bin.length; row++) {
            rows[bin[row]]++;
            sum[bin[row]] += scores[row];
            right[bin[row]] += hits[row] ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < rows.length; b++) {
            bins.add(new Bin(edges[b], edges[b + 1], rows[b], sum[b] / rows[b], (double) right[b] / rows[b]));
        }
        return List.copyOf(bins);
    }

    private static double[] evenly() {
        double[] edges = new double[BINS + 1];
        for (int i = 0; i < BINS; i++) {
            edges[i] = i * (1.0 / BINS);
        }
        edges[BINS] = 1;
        return edges;
    }

    private static double[] quantiles(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double[] inner = new double[sorted.length == 0 ? 0 : BINS - 1];
        for (int i = 0; i < inner.length; i++) {
            // NumPy's operations in its order: a row that is itself a quantile must fall on the same side
            double position = (i + 1) * (1.0 / BINS) * 100 / 100 * (sorted.length - 1);
            int below = (int) position;
            double share = position - below;
            double low = sorted[below];
            double high = sorted[Math.min(below + 1, sorted.length - 1)];
            inner[i] = share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
        }
        double[] between = Arrays.stream(inner)
                .filter(edge -> edge > 0 && edge < 1)
                .distinct()
                .toArray();
        double[] edges = new double[between.length + 2];
        System.arraycopy(between, 0, edges, 1, between.length);
        edges[edges.length - 1] = 1;
        return edges;
    }
}
