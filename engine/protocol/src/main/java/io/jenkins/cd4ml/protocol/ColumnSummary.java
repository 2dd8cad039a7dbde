package io.jenkins.cd4ml.protocol;

import java.math.BigDecimal;
import java.util.List;

/**
 * One column of a data set in figures. A sensitive column has counts only: no values, no minimum, no histogram.
 *
 * @param type {@code integer}, {@code decimal}, {@code boolean}, {@code date}, {@code timestamp}, {@code category}, {@code text}
 * @param count rows, missing ones included
 * @param missing rows without a value
 * @param distinct number of distinct values; exact up to 10,000
 * @param exact whether distinct, quantiles and value counts are exact or come from sketches
 * @param minimum smallest value: a number with all its digits, or for dates epoch days; null for categories and text
 * @param sd sample standard deviation (n - 1)
 * @param quantiles at 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99; empty for columns that are not numbers
 * @param top the most frequent values, at most 20; empty for numbers with more than 20 distinct values
 */
public record ColumnSummary(
        String name,
        String type,
        boolean sensitive,
        long count,
        long missing,
        long distinct,
        boolean exact,
        BigDecimal minimum,
        BigDecimal maximum,
        Double mean,
        Double sd,
        List<Double> quantiles,
        List<ValueCount> top,
        Histogram histogram) {

    /** Beyond so many zeros a whole number keeps its exponent: readers limit the length of numbers. */
    private static final int MOST_ZEROS = 40;

    public ColumnSummary {
        minimum = canonical(minimum);
        maximum = canonical(maximum);
    }

    /** The same without quantiles, frequent values and histogram. */
    public ColumnSummary brief() {
        return new ColumnSummary(
                name, type, sensitive, count, missing, distinct, exact, minimum, maximum, mean, sd, List.of(),
                List.of(), null);
    }

    /** One form for one number, so that 5, 5.0 and 5.00 are equal. */
    private static BigDecimal canonical(BigDecimal number) {
        if (number == null) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.scale() >= -MOST_ZEROS ? stripped.setScale(0) : stripped;
    }
}
