package io.jenkins.cd4ml.statistics;

import io.jenkins.cd4ml.protocol.Interval;

/**
 * How much larger one RMSE is than another one, of rows that are not the same: exp(l -+ 1.96 s) - 1 with l = ln(RMSE1 / RMSE2) and
 * s² = s1² + s2², the standard errors of both logarithms ({@link SquaredErrors#logStandardError}), for the two are independent.
 */
public record TwoErrors(SquaredErrors first, SquaredErrors second) {
    private static final double LEVEL = 0.95;

    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /** First RMSE / second RMSE - 1; 0 where both are perfect, infinite where only the second one is. */
    public double increase() {
        return first.rmse() == 0 && second.rmse() == 0 ? 0 : first.rmse() / second.rmse() - 1;
    }

    /** At 95 %; null where one is perfect or has fewer than two rows: then a ratio has no interval. */
    public Interval interval() {
        double middle = Math.log(first.rmse() / second.rmse());
        double half = Z * Math.hypot(first.logStandardError(), second.logStandardError());
        return Double.isFinite(middle) && Double.isFinite(half)
                ? new Interval(Math.expm1(middle - half), Math.expm1(middle + half), LEVEL)
                : null;
    }
}
