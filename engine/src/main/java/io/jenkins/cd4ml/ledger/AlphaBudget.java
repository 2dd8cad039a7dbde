package io.jenkins.cd4ml.ledger;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The error that all judgements on the same rows may make together, and what is left for each of them. The k-th judgement may err, one-sided,
 * with probability (1 - confidence) / (k (k + 1)): half of 1 - confidence for the first, which is the ordinary interval, and 1 - confidence for
 * all there will ever be, as the sum of 1 / (k (k + 1)) is 1. By Bonferroni's inequality that holds however much the models resemble
 * each other (alpha spending; Tukey 1991, Foster and Stine 2008 for sequences without an end).
 *
 * @param confidence of the ordinary interval, 0.95
 */
public record AlphaBudget(double confidence) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /**
     * One-sided error of a judgement.
     *
     * @param spent earlier judgements of other models, each weighted by the share of the rows that it saw; 0 for unused rows
     */
    public double tail(double spent) {
        double k = 1 + spent;
        return (1 - confidence) / (k * (k + 1));
    }

    /** By how many standard errors the bound at that tail lies further out than that of the ordinary interval. */
    public double shift(double tail) {
        return quantile(tail) - quantile(tail(0));
    }

    /** Standard errors between an estimate and its bound at that tail. */
    public static double quantile(double tail) {
        return NORMAL.inverseSurvivalProbability(tail);
    }

    /** The most that may have been spent so that the tail still is at least that. */
    public double spentAt(double tail) {
        // k (k + 1) = (1 - confidence) / tail
        return Math.max(0, (Math.sqrt(1 + 4 * (1 - confidence) / tail) - 1) / 2 - 1);
    }
}
