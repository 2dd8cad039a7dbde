package io.jenkins.cd4ml.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * Whether the first group has more events than the second one, over strata: given each stratum's sums, the first group's events are
 * hypergeometric where both groups are alike, whatever the rate of the stratum is. The exact test of conditional independence (Agresti,
 * <i>Categorical Data Analysis</i>, 3rd edition, 7.3.5; R: {@code mantelhaen.test(exact = TRUE)}), one-sided.
 */
public final class StratifiedTest {
    private static final double NEGLIGIBLE = 1e-18;

    private final List<TwoByTwo> strata;

    public StratifiedTest(List<TwoByTwo> strata) {
        this.strata =
                strata.stream().filter(s -> s.compares() && s.variance() > 0).toList();
    }

    /** Probability of at least so many events in the first group where both are alike; 1 where nothing can differ. */
    public double pValue() {
        double[] distribution = {1};
        long observed = 0;
        for (TwoByTwo s : strata) {
            long least = Math.max(0, (long) s.events() - s.rows2());
            distribution = convolved(distribution, hypergeometric(s, least));
            observed += s.events1() - least;
        }
        double tail = 0;
        for (int i = distribution.length - 1; i >= observed; i--) {
            tail += distribution[i];
        }
        return Math.min(1, tail);
    }

    /** The first group's events beyond those expected where both are alike, in standard deviations; 0 where nothing can differ. */
    public double score() {
        double variance = variance();
        return variance == 0 ? 0 : excess() / Math.sqrt(variance);
    }

    /** Variance between strata over that within, about the common effect; at least 1, and 1 for fewer than three strata. */
    public double inflation() {
        return inflation(strata.stream().map(List::of).toList());
    }

    /**
     * Variance between groups of strata over that within, about the common effect; at least 1, and 1 for fewer than three groups. What
     * disturbs one of the two and not the other one lasts longer than a stratum, so strata next to one another belong together.
     */
    public static double inflation(List<List<TwoByTwo>> groups) {
        List<StratifiedTest> tests = groups.stream()
                .map(StratifiedTest::new)
                .filter(test -> !test.strata.isEmpty())
                .toList();
        if (tests.size() < 3) {
            return 1;
        }
        double effect = tests.stream().mapToDouble(StratifiedTest::excess).sum()
                / tests.stream().mapToDouble(StratifiedTest::variance).sum();
        double sum = 0;
        for (StratifiedTest test : tests) {
            double residual = test.excess() - test.variance() * effect;
            sum += residual * residual / test.variance();
        }
        return Math.max(1, sum / (tests.size() - 1));
    }

    private double variance() {
        return strata.stream().mapToDouble(TwoByTwo::variance).sum();
    }

    private double excess() {
        return strata.stream().mapToDouble(s -> s.events1() - s.expected()).sum();
    }

    /** Probabilities of the first group's events, from the least possible number on. */
    private static double[] hypergeometric(TwoByTwo s, long least) {
        long most = Math.min(s.rows1(), (long) s.events());
        double[] p = new double[(int) (most - least) + 1];
        int mode = (int)
                (Math.max(least, Math.min(most, (long) ((s.rows1() + 1.0) * (s.events() + 1.0) / (s.rows() + 2.0))))
                        - least);
        p[mode] = 1;
        for (int i = mode + 1; i < p.length; i++) {
            p[i] = p[i - 1] * ratio(s, least + i - 1);
        }
        for (int i = mode - 1; i >= 0; i--) {
            p[i] = p[i + 1] / ratio(s, least + i);
        }
        double sum = Arrays.stream(p).sum();
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    /** P(x + 1) / P(x). */
    private static double ratio(TwoByTwo s, double x) {
        return (s.rows1() - x) / (x + 1) * (s.events() - x) / (s.rows2() - s.events() + x + 1);
    }

    private static double[] convolved(double[] one, double[] other) {
        double[] sum = new double[one.length + other.length - 1];
        for (int i = 0; i < one.length; i++) {
            if (one[i] > NEGLIGIBLE) {
                for (int j = 0; j < other.length; j++) {
                    sum[i + j] += one[i] * other[j];
                }
            }
        }
        return sum;
    }
}
