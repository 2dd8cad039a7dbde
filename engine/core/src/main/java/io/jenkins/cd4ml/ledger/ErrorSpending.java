package io.jenkins.cd4ml.ledger;

import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.Normal;

/**
 * The error that all judgements on the same rows may make together, and what is left for each of them. The k-th judgement may err, one-sided,
 * with probability (1 - confidence) / (k (k + 1)): half of 1 - confidence for the first, which is the ordinary interval, and 1 - confidence for
 * all there will ever be, as the sum of 1 / (k (k + 1)) is 1. By Bonferroni's inequality that holds however much the models resemble
 * each other (alpha spending; Tukey 1991, Foster and Stine 2008 for sequences without an end).
 *
 * @param confidence of the ordinary interval, 0.95
 */
public record ErrorSpending(double confidence) {
    /**
     * One-sided error of a judgement.
     *
     * @param spent earlier judgements of other models, each weighted by the share of the rows that it saw; 0 for unused rows
     */
    public double tail(double spent) {
        double k = 1 + spent;
        return (1 - confidence) / (k * (k + 1));
    }

    /**
     * The limit that a threshold on an estimate has after correction: as many standard errors stricter as the bound of an interval moves
     * outwards between the ordinary tail and the present one. So the first judgement is as it always was, and later ones pass as rarely as
     * a bound would have it.
     *
     * @param minimum whether the estimate must be at least the limit, else at most
     * @param interval of the estimate at {@code tail} on either side
     * @param ordinary tail of a first judgement
     */
    public static double limit(
            double limit, boolean minimum, double value, Interval interval, double tail, double ordinary) {
        double error = (minimum ? value - interval.lower() : interval.upper() - value) / Normal.z(tail);
        double shift = Math.max(0, Normal.z(tail) - Normal.z(ordinary)) * error;
        return minimum ? limit + shift : limit - shift;
    }

    /** The most that may have been spent so that the tail still is at least that. */
    public double spentAt(double tail) {
        // k (k + 1) = (1 - confidence) / tail
        return Math.max(0, (Math.sqrt(1 + 4 * (1 - confidence) / tail) - 1) / 2 - 1);
    }
}
