package io.jenkins.cd4ml.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What the comparison of two models on the same rows can show: the power of a test of non-inferiority (Chow, Shao, Wang, <i>Sample Size
 * Calculations in Clinical Research</i>), in the normal approximation. All is said of a candidate that is exactly as good as the champion,
 * since a gate that even such a model does not pass says nothing of models.
 *
 * @param tail one-sided error of the test, such as 0.025
 */
public record PairedPower(double tail) {
    /** An equal model passes with this probability where a margin counts as one that rows can show. */
    public static final double WANTED = 0.8;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double LARGEST = 1e15;

    /**
     * The smallest margin that an equal model shows with probability {@link #WANTED}.
     *
     * @param error standard error of the difference
     */
    public double smallestMargin(double error) {
        return (z() + NORMAL.inverseCumulativeProbability(WANTED)) * error;
    }

    /**
     * Rows with which an equal model shows the margin with probability {@link #WANTED}.
     *
     * @param deviation standard deviation of the difference in one row: of shares the root of the share of rows that are answered
     *     differently
     * @return {@link Long#MAX_VALUE} without a margin: no number of rows does
     */
    public long rows(double deviation, double margin) {
        double root = (z() + NORMAL.inverseCumulativeProbability(WANTED)) * deviation / margin;
        return margin <= 0 || root * root > LARGEST ? Long.MAX_VALUE : (long) Math.ceil(root * root);
    }

    /** Probability that an equal model shows the margin. */
    public double pass(double error, double margin) {
        return error == 0 ? margin >= 0 ? 1 : 0 : NORMAL.cumulativeProbability(margin / error - z());
    }

    /** Probability that an equal model is not shown to be worse by more than the margin, which is the weaker rule. */
    public double passUnlessShownWorse(double error, double margin) {
        return error == 0 ? 1 : NORMAL.cumulativeProbability(margin / error + z());
    }

    /**
     * {@link #smallestMargin} of shares, such as accuracy, judged by Tango's score interval, which is wider than the normal one where rows
     * are few.
     *
     * @param discordance share of rows that one model answers rightly and the other one wrongly
     */
    public double smallestMarginOfShares(double discordance, long rows) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double margin = (low + high) / 2;
            if (passShares(discordance, rows, margin) < WANTED) {
                low = margin;
            } else {
                high = margin;
            }
        }
        return high;
    }

    /** {@link #pass} of shares, judged by Tango's score interval. */
    public double passShares(double discordance, long rows, double margin) {
        double within = margin - z() * Math.sqrt(scoreVariance(discordance, margin) / rows);
        return discordance == 0
                ? within >= 0 ? 1 : 0
                : NORMAL.cumulativeProbability(within / Math.sqrt(discordance / rows));
    }

    /** The largest loss that cannot be excluded even where not one row is answered differently: Tango's limit there. */
    public double leastLoss(long rows) {
        double z2 = z() * z();
        return z2 / (rows + z2);
    }

    /** The quantile of the normal distribution that belongs to the tail. */
    public double z() {
        return -NORMAL.inverseCumulativeProbability(tail);
    }

    /** Variance of the difference in one row under a loss of exactly the margin, where as many rows speak for one model as for the other. */
    private static double scoreVariance(double discordance, double margin) {
        double b = 2 * margin - discordance;
        double c = -discordance / 2 * margin * (1 - margin);
        double share = (-b + Math.sqrt(b * b - 8 * c)) / 4;
        return 2 * share + margin * (1 - margin);
    }
}
