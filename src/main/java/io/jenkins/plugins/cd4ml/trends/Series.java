package io.jenkins.plugins.cd4ml.trends;

/**
 * A figure over the builds: one number a build, the oldest first, {@code NaN} where there is none.
 *
 * @param lower lower end of the confidence interval
 * @param upper upper end of it
 * @param thresholds what a gate held it against
 */
record Series(Figure figure, double[] values, double[] lower, double[] upper, double[] thresholds) {}
