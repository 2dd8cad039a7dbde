package io.jenkins.cd4ml.statistics;

import io.jenkins.cd4ml.protocol.Interval;
import java.util.List;

/**
 * The difference of two independent proportions, first minus second, with the score interval of Miettinen and Nurminen
 * (<i>Statistics in Medicine</i> 4, 1985, 213-226): all differences at which z = (d - delta) / sqrt(V(delta)) is not extreme, V with
 * the proportions that are most likely under p1 - p2 = delta, times N / (N - 1). Over strata, section 4 of the paper: differences and
 * variances are summed with the weights n1 n2 / (n1 + n2), which makes the test at delta = 0 the one of Mantel and Haenszel.
 */
public final class TwoProportions {
    private static final int BISECTIONS = 60;

    private final List<TwoByTwo> strata;
    private final double weights;

    /** Strata in which only one group has rows say nothing and are left out. */
    public TwoProportions(List<TwoByTwo> strata) {
        this.strata = strata.stream().filter(TwoByTwo::compares).toList();
        this.weights = this.strata.stream().mapToDouble(TwoByTwo::weight).sum();
    }

    /** Whether there is any stratum with both groups. */
    public boolean compares() {
        return weights > 0;
    }

    /** The weighted difference; NaN where nothing is compared. */
    public double difference() {
        return strata.stream().mapToDouble(s -> s.weight() * s.difference()).sum() / weights;
    }

    /**
     * The interval at a two-sided confidence.
     *
     * @param inflation what the variance is multiplied by, 1 where rows are independent
     */
    public Interval interval(double confidence, double inflation) {
        double z = Normal.z((1 - confidence) / 2) * Math.sqrt(inflation);
        double d = difference();
        return new Interval(end(-1, d, z), end(d, 1, -z), confidence);
    }

    /** Where z, which falls with delta, crosses the quantile. */
    private double end(double low, double high, double quantile) {
        double from = low;
        double to = high;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (from + to) / 2;
            if (z(middle) > quantile) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }

    /** The score of the hypothesis p1 - p2 = delta. */
    double z(double delta) {
        double sum = 0;
        double variance = 0;
        for (TwoByTwo s : strata) {
            sum += s.weight() * (s.difference() - delta);
            variance += s.weight() * s.weight() * variance(s, delta);
        }
        if (variance <= 0) {
            return sum == 0 ? 0 : sum > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return sum / Math.sqrt(variance);
    }

    private static double variance(TwoByTwo s, double delta) {
        double p2 = restricted(s, delta);
        double p1 = Math.max(0, Math.min(1, p2 + delta));
        double n = s.rows();
        return (p1 * (1 - p1) / s.rows1() + p2 * (1 - p2) / s.rows2()) * n / Math.max(1, n - 1);
    }

    /** The most likely second proportion under p1 - p2 = delta: the root of a cubic, in the paper's closed form. */
    private static double restricted(TwoByTwo s, double delta) {
        double n = s.rows();
        double c = s.events();
        double l2 = (s.rows1() + 2.0 * s.rows2()) * delta - n - c;
        double l1 = (s.rows2() * delta - n - 2.0 * s.events2()) * delta + c;
        double l0 = s.events2() * delta * (1 - delta);
        double third = l2 / (3 * n);
        double q = third * third * third - l1 * l2 / (6 * n * n) + l0 / (2 * n);
        double p = Math.copySign(Math.sqrt(Math.max(0, third * third - l1 / (3 * n))), q);
        double cosine = p == 0 ? 0 : Math.max(-1, Math.min(1, q / (p * p * p)));
        double root = 2 * p * Math.cos((Math.PI + Math.acos(cosine)) / 3) - third;
        return Math.max(Math.max(0, -delta), Math.min(Math.min(1, 1 - delta), root));
    }
}
