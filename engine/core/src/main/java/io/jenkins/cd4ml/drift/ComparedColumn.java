package io.jenkins.cd4ml.drift;

import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A column with its values on both sides.
 *
 * @param pair the values that are there: neither missing nor infinite
 * @param referenceRows rows of the reference, those without a value included; {@code currentRows} likewise
 */
record ComparedColumn(Column column, Role role, ColumnPair pair, int referenceRows, int currentRows) {

    /** {@code asCategories}: numbers are compared value by value, as a classifier's target is. */
    static ComparedColumn of(
            Column column, Role role, ColumnValues reference, ColumnValues current, boolean asCategories) {
        boolean categories = asCategories || column.type().isCategorical();
        ColumnPair pair = categories
                ? CategoryPair.of(texts(reference), texts(current))
                : NumberPair.of(numbers(reference), numbers(current));
        return new ComparedColumn(column, role, pair, reference.size(), current.size());
    }

    /** A column whose values nobody looked at. */
    static ComparedColumn unread(Column column, Role role) {
        return new ComparedColumn(column, role, CategoryPair.of(new String[0], new String[0]), 0, 0);
    }

    String name() {
        return column.name();
    }

    /** Share of the reference's rows without a value. */
    double referenceMissing() {
        return referenceRows == 0 ? 0 : 1 - (double) pair.referenceSize() / referenceRows;
    }

    /** Share of the current rows without a value. */
    double currentMissing() {
        return currentRows == 0 ? 0 : 1 - (double) pair.currentSize() / currentRows;
    }

    private static String[] texts(ColumnValues values) {
        return IntStream.range(0, values.size()).mapToObj(values::text).toArray(String[]::new);
    }

    private static double[] numbers(ColumnValues values) {
        if (values instanceof ColumnValues.Numbers numbers) {
            return numbers.values();
        }
        if (values instanceof ColumnValues.Dates dates) {
            return Arrays.stream(dates.epochDays())
                    .mapToDouble(day -> day == ColumnValues.Dates.MISSING ? Double.NaN : day)
                    .toArray();
        }
        throw new IllegalArgumentException("text is no number");
    }
}
