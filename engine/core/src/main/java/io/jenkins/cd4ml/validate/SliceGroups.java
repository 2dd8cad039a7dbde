package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.ColumnValues.Dates;
import io.jenkins.cd4ml.table.ColumnValues.Images;
import io.jenkins.cd4ml.table.ColumnValues.Numbers;
import io.jenkins.cd4ml.table.ColumnValues.Texts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Cuts rows into the groups that a column makes: one for each value, or quarters of numbers and dates. */
final class SliceGroups {
    /** Numbers and dates with more distinct values than this are cut into quarters. */
    static final int MOST_NUMBERS = 10;

    /** A column with more distinct categories than this is no way to cut rows. */
    static final int MOST_VALUES = 200;

    private static final String MISSING = "(missing)";

    private SliceGroups() {}

    /**
     * A group.
     *
     * @param value for people: a category, {@code 0.4 to 2.2}; of a sensitive column {@code value 1}, {@code quarter 1 of 4}
     * @param place within a sentence, and the same in every build as long as the groups are: {@code where sex is 2}, {@code
     *     in quarter 1 of 4 of wind}
     * @param rows ascending
     */
    record Group(String value, String place, int[] rows) {}

    /** The groups of a column, values by size, quarters ascending, rows without a value last; {@code key} names the setting. */
    static List<Group> of(Column column, ColumnValues values, String key) {
        if (values instanceof Images) {
            throw InputException.ofKey(
                    key, "column " + column.name() + " holds images, and no two rows are a group; name another column");
        }
        int[] present = IntStream.range(0, values.size())
                .filter(row -> !values.isMissing(row))
                .toArray();
        List<Group> groups = new ArrayList<>();
        SortedMap<String, List<Integer>> byValue = byValue(values, present);
        if (values instanceof Texts || byValue.size() <= MOST_NUMBERS) {
            if (byValue.size() > MOST_VALUES) {
                throw InputException.ofKey(
                        key,
                        "column " + column.name() + " has " + byValue.size()
                                + " distinct values among the judged rows; slices need a column with at most "
                                + MOST_VALUES);
            }
            groups.addAll(values(column, byValue));
        } else {
            groups.addAll(quarters(column, values, present));
        }
        if (present.length < values.size()) {
            int[] missing =
                    IntStream.range(0, values.size()).filter(values::isMissing).toArray();
            groups.add(new Group(MISSING, "where " + column.name() + " is missing", missing));
        }
        return groups;
    }

    private static SortedMap<String, List<Integer>> byValue(ColumnValues values, int[] present) {
        SortedMap<String, List<Integer>> byValue = new TreeMap<>();
        for (int row : present) {
            byValue.computeIfAbsent(values.text(row), value -> new ArrayList<>())
                    .add(row);
        }
        return byValue;
    }

    private static List<Group> values(Column column, SortedMap<String, List<Integer>> byValue) {
        List<Group> groups = new ArrayList<>();
        byValue.forEach((value, rows) -> {
            String shown = column.sensitive() ? "value " + (groups.size() + 1) : value;
            groups.add(new Group(
                    shown,
                    "where " + column.name() + " is " + shown,
                    rows.stream().mapToInt(Integer::intValue).toArray()));
        });
        groups.sort(Comparator.comparingInt((Group group) -> -group.rows().length));
        return groups;
    }

    private static List<Group> quarters(Column column, ColumnValues values, int[] present) {
        IntToDoubleFunction number =
                values instanceof Dates dates ? row -> dates.epochDays()[row] : row -> ((Numbers) values).values()[row];
        double[] sorted = IntStream.of(present).mapToDouble(number).sorted().toArray();
        double[] upper = IntStream.rangeClosed(1, 4)
                .mapToDouble(quarter -> Bootstrap.quantile(sorted, quarter / 4.0))
                .distinct()
                .toArray();
        List<int[]> parts = new ArrayList<>();
        for (int i = 0; i < upper.length; i++) {
            double above = i == 0 ? Double.NEGATIVE_INFINITY : upper[i - 1];
            double most = upper[i];
            int[] rows = IntStream.of(present)
                    .filter(row -> number.applyAsDouble(row) > above && number.applyAsDouble(row) <= most)
                    .toArray();
            // many equal values can leave a quarter without any
            if (rows.length > 0) {
                parts.add(rows);
            }
        }
        List<Group> groups = new ArrayList<>();
        for (int[] rows : parts) {
            String quarter = "quarter " + (groups.size() + 1) + " of " + parts.size();
            groups.add(new Group(
                    column.sensitive() ? quarter : range(values, number, rows),
                    "in " + quarter + " of " + column.name(),
                    rows));
        }
        return groups;
    }

    private static String range(ColumnValues values, IntToDoubleFunction number, int[] rows) {
        double[] sorted = Arrays.stream(rows).mapToDouble(number).sorted().toArray();
        double first = sorted[0];
        double last = sorted[sorted.length - 1];
        return values instanceof Dates
                ? LocalDate.ofEpochDay((long) first) + " to " + LocalDate.ofEpochDay((long) last)
                : Sentences.plain(first) + " to " + Sentences.plain(last);
    }
}
