package io.jenkins.cd4ml.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * The difference of two proportions of the same rows, such as the accuracies of two models: first minus second, with the bounds of
 * Tango's score interval (<i>Statistics in Medicine</i> 17, 1998, 891-908). A bound at tail a is the difference that a one-sided score test at
 * level a just does not reject, so that {@code lower(a) >= -margin} is the non-inferiority test of that paper. It needs no discordant
 * rows: without any it reaches from -z²/(n + z²) to z²/(n + z²). Counts need not be whole.
 *
 * @param onlyFirst rows that are hits of the first alone
 * @param onlySecond rows that are hits of the second alone
 * @param rows all of them, those on which both agree included
 */
public record PairedProportions(double onlyFirst, double onlySecond, double rows) implements Bounds {
    public PairedProportions {
        if (!(rows > 0 && onlyFirst >= 0 && onlySecond >= 0 && onlyFirst + onlySecond <= rows * (1 + 1e-12))) {
            throw new IllegalArgumentException(
                    onlyFirst + " and " + onlySecond + " of " + rows + " rows are not discordant pairs");
        }
    }

    /** First proportion minus second. */
    public double value() {
        return (onlyFirst - onlySecond) / rows;
    }

    @Override
    public double lower(double tail) {
        double z = Normal.z(tail);
        return Math.min(value(), root(delta -> score(delta) - z, -1, value()));
    }

    @Override
    public double upper(double tail) {
        return -new PairedProportions(onlySecond, onlyFirst, rows).lower(tail);
    }

    /** Tango's statistic: how far the observed difference lies above {@code delta}, in standard errors under it. */
    public double score(double delta) {
        double a = 2 * rows;
        double b = -onlyFirst - onlySecond + (2 * rows - onlyFirst + onlySecond) * delta;
        double c = -onlySecond * delta * (1 - delta);
        // the probability of a hit of the second alone that fits best with that difference
        double q = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
        double variance = rows * (2 * q + delta * (1 - delta));
        double above = onlyFirst - onlySecond - rows * delta;
        return variance > 0 ? above / Math.sqrt(variance) : above == 0 ? 0 : Math.copySign(1e9, above);
    }

    /** Where a function that falls from above 0 to below 0 is 0, to the last bits. */
    static double root(DoubleUnaryOperator falling, double from, double to) {
        double low = from;
        double high = to;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (falling.applyAsDouble(middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
