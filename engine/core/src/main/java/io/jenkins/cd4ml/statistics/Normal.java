package io.jenkins.cd4ml.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles of the standard normal and of Student's distribution, by Apache Commons Statistics. */
public final class Normal {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    /** What a standard normal variable exceeds with this probability: 1.96 for 0.025. */
    public static double z(double tail) {
        checked(tail);
        return STANDARD.inverseSurvivalProbability(tail);
    }

    /** The probability that a standard normal variable exceeds z. */
    public static double tail(double z) {
        return STANDARD.survivalProbability(z);
    }

    /** The probability that a standard normal variable is at most z. */
    public static double cdf(double z) {
        return STANDARD.cumulativeProbability(z);
    }

    /** What Student's t with these degrees of freedom exceeds with this probability. */
    public static double t(double tail, double degrees) {
        checked(tail);
        return TDistribution.of(degrees).inverseSurvivalProbability(tail);
    }

    private static void checked(double tail) {
        if (!(tail > 0 && tail < 1)) {
            throw new IllegalArgumentException("a tail probability is between 0 and 1, not " + tail);
        }
    }
}
