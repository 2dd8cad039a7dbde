package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Recognises columns that name rows, or persons and things that rows are about, rather than describe them. */
final class RowNames {
    private static final Pattern NAME = Pattern.compile(
            "(?i)(.*[_ .-])?(id|ids|uid|uuid|guid|idx|index|key|rownum|row_?(nr|no|number|id))|unnamed:?.*|row|rows|nr|no|number");

    private static final Pattern CAMEL = Pattern.compile(".*[a-z](Id|ID|Uuid|UUID|Key|Index)");
    private static final Pattern OF_SOMEBODY = Pattern.compile(
            "(?i)(.*[_ .-])?(patient|person|user|customer|client|subject|session|device|account|member|household|writer|author|speaker|student|employee)"
                    + "([_ .-]?(id|nr|no|number|name|code|key))?s?");

    private static final int LEAST_ROWS = 30;
    private static final double UNIQUE = 0.99;

    private RowNames() {}

    /** Whether its name says that it is a number of rows. */
    static boolean isNamedAsKey(String column) {
        return NAME.matcher(column).matches() || CAMEL.matcher(column).matches();
    }

    /** Whether its name says that it is somebody's or something's. */
    static boolean isNamedAsGroup(String column) {
        return isNamedAsKey(column) || OF_SOMEBODY.matcher(column).matches();
    }

    /**
     * Whether the values name rows: nearly all differ, and they are numbers without gaps or in the order of the rows, or the column is named so. Measured
     * numbers, even whole ones, have gaps.
     */
    static boolean nameRows(Column column, ColumnValues values, int[] rows) {
        boolean category = column.type() == ColumnType.CATEGORY || column.type() == ColumnType.TEXT;
        boolean whole = column.type() == ColumnType.INTEGER || isWhole(values);
        if (!category && !whole || rows.length < LEAST_ROWS) {
            return false;
        }
        long[] codes = ValueCodes.of(values);
        CodeCounts distinct = new CodeCounts(rows.length);
        int present = 0;
        for (int row : rows) {
            if (!values.isMissing(row)) {
                distinct.add(codes[row]);
                present++;
            }
        }
        if (present < LEAST_ROWS || distinct.size() < UNIQUE * present) {
            return false;
        }
        return isNamedAsKey(column.name()) || whole && isNumbered((ColumnValues.Numbers) values, rows);
    }

    private static boolean isNumbered(ColumnValues.Numbers numbers, int[] rows) {
        double[] inOrder = IntStream.of(rows)
                .mapToDouble(row -> numbers.values()[row])
                .filter(x -> !Double.isNaN(x))
                .toArray();
        double[] sorted = inOrder.clone();
        Arrays.sort(sorted);
        double range = sorted[sorted.length - 1] - sorted[0] + 1;
        long rising = IntStream.range(1, inOrder.length)
                .filter(i -> inOrder[i] > inOrder[i - 1])
                .count();
        boolean ordered = Math.max(rising, inOrder.length - 1 - rising) >= UNIQUE * (inOrder.length - 1);
        return range <= 1.5 * sorted.length || ordered && range <= 4.0 * sorted.length;
    }

    private static boolean isWhole(ColumnValues values) {
        return values instanceof ColumnValues.Numbers numbers
                && Arrays.stream(numbers.values()).allMatch(x -> Double.isNaN(x) || x == Math.rint(x));
    }
}
