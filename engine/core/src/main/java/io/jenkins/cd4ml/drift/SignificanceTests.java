package io.jenkins.cd4ml.drift;

import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.TTest;

/**
 * Two-sided p-values: how probable a difference at least this large would be if both sides came from the same source. Samples
 * of numbers are sorted ascending, finite, not empty; counts are over the same categories.
 */
public final class SignificanceTests {
    /** SciPy's limit for the exact distribution of U. */
    private static final int EXACT_MANN_WHITNEY = 8;

    /** The exact distribution of U takes time in proportion to both sizes; far below this the approximation is good. */
    private static final long LARGEST_EXACT_MANN_WHITNEY = 10_000;

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    private SignificanceTests() {}

    /** Kolmogorov and Smirnov's test of two samples: exact up to 10,000 values a side, asymptotic beyond, as {@code scipy.stats.ks_2samp}. */
    public static double kolmogorovSmirnov(double[] reference, double[] current) {
        return KolmogorovSmirnovTest.withDefaults().test(reference, current).getPValue();
    }

    /**
     * Mann and Whitney's U test, as {@code scipy.stats.mannwhitneyu}: exact where one side has at most 8 values, no value
     * occurs twice and the sizes' product is at most 10,000, otherwise the normal approximation with corrections for ties and
     * continuity.
     */
    public static double mannWhitney(double[] reference, double[] current) {
        if (isOneValue(reference, current)) {
            return 1;
        }
        boolean small = Math.min(reference.length, current.length) <= EXACT_MANN_WHITNEY
                && (long) reference.length * current.length <= LARGEST_EXACT_MANN_WHITNEY;
        boolean exact = small && new NumberPair(reference, current).distinct() == reference.length + current.length;
        return MannWhitneyUTest.withDefaults()
                .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(reference, current)
                .getPValue();
    }

    /**
     * Student's t-test with pooled variances, as {@code scipy.stats.ttest_ind}; needs two values a side. One and the same value
     * everywhere gives 1.
     */
    public static double student(double[] reference, double[] current) {
        if (isOneValue(reference, current)) {
            return 1;
        }
        return TTest.withDefaults()
                .with(DataDispersion.HOMOSCEDASTIC)
                .test(reference, current)
                .getPValue();
    }

    /**
     * Pearson's chi-square test of the current counts against the reference's shares, each category on one side at least: expected = reference counts x
     * (current rows / reference rows), categories - 1 degrees of freedom. A category that the reference lacks gives 0.
     */
    public static double chiSquare(long[] reference, long[] current) {
        double scale = (double) total(current) / total(reference);
        double[] expected = new double[reference.length];
        for (int i = 0; i < reference.length; i++) {
            if (reference[i] == 0 && current[i] > 0) {
                return 0;
            }
            expected[i] = reference[i] * scale;
        }
        return expected.length < 2
                ? 1
                : ChiSquareTest.withDefaults().test(expected, current).getPValue();
    }

    /**
     * The Z test of two proportions with pooled variance, for one or two categories: z = (p1 - p2) / sqrt(p (1 - p) (1/n1 +
     * 1/n2)). One category on both sides gives 1.
     */
    public static double proportions(long[] reference, long[] current) {
        if (reference.length > 2) {
            throw new IllegalArgumentException("two categories, not " + reference.length);
        }
        double n1 = total(reference);
        double n2 = total(current);
        long first = reference[0] + current[0];
        if (first == 0 || first == total(reference) + total(current)) {
            return 1;
        }
        double pooled = first / (n1 + n2);
        double deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
        double z = (reference[0] / n1 - current[0] / n2) / deviation;
        return Math.min(1, 2 * STANDARD_NORMAL.survivalProbability(Math.abs(z)));
    }

    private static boolean isOneValue(double[] reference, double[] current) {
        double least = Math.min(reference[0], current[0]);
        double largest = Math.max(reference[reference.length - 1], current[current.length - 1]);
        return Double.compare(least, largest) == 0;
    }

    private static long total(long[] counts) {
        return LongStream.of(counts).sum();
    }
}
