package io.jenkins.cd4ml.drift;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How large a difference is, whatever the number of rows: what a p-value does not say. */
public final class EffectSizes {
    private EffectSizes() {}

    /**
     * Cohen's d: (mean of current - mean of reference) / pooled sample standard deviation. About 0.2 is small, 0.5 medium, 0.8
     * large (Cohen 1988). NaN where nothing varies and the means differ, or where one side has fewer than two values.
     */
    public static double cohensD(double[] reference, double[] current) {
        double before = mean(reference);
        double after = mean(current);
        double squares = squares(reference, before) + squares(current, after);
        double deviation = Math.sqrt(squares / (reference.length + current.length - 2));
        if (deviation == 0) {
            return before == after ? 0 : Double.NaN;
        }
        return reference.length < 2 || current.length < 2 ? Double.NaN : (after - before) / deviation;
    }

    /**
     * Cramér's V of the table of the two sides by category: sqrt(χ² / n), 0 for equal shares to 1 for no category in common.
     */
    public static double cramersV(long[] reference, long[] current) {
        double n1 = LongStream.of(reference).sum();
        double n2 = LongStream.of(current).sum();
        double statistic = 0;
        for (int i = 0; i < reference.length; i++) {
            double both = reference[i] + current[i];
            if (both > 0) {
                // n1 x both / n rows are expected on the reference's side; the two cells of a category add up to this
                double gap = reference[i] / n1 - current[i] / n2;
                statistic += gap * gap * n1 * n2 / both;
            }
        }
        return Math.sqrt(Math.min(1, statistic / (n1 + n2)));
    }

    /** The mean; of equal values that value, which a sum of them would miss by its rounding. */
    private static double mean(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return values.length > 0 && Arrays.stream(values).allMatch(value -> value == values[0]) ? values[0] : mean;
    }

    private static double squares(double[] values, double mean) {
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }
}
