package io.jenkins.cd4ml.statistics;

/**
 * Squared errors of predicted numbers, added up as they come: their mean and spread without keeping them, by Welford's algorithm
 * (<i>Technometrics</i> 4, 1962). Not for several threads.
 */
public final class SquaredErrors {
    private long rows;
    private double mean;
    private double spread;

    /** Adds one error, predicted minus true. */
    public void add(double error) {
        double square = error * error;
        double before = square - mean;
        rows++;
        mean += before / rows;
        spread += before * (square - mean);
    }

    public long rows() {
        return rows;
    }

    /** Root of their mean; not a number without any. */
    public double rmse() {
        return rows == 0 ? Double.NaN : Math.sqrt(mean);
    }

    /**
     * Standard error of the logarithm of {@link #rmse}: half the standard error of the mean, relative to the mean (delta method). Not
     * finite for fewer than two errors, or where all are 0.
     */
    public double logStandardError() {
        return Math.sqrt(spread / (rows - 1) / rows) / mean / 2;
    }
}
