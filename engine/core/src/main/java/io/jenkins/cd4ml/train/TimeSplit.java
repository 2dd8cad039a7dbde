package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.SplitSettings;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Divides rows by a date column, into ranges of dates or into shares of the rows in the order of their dates. */
final class TimeSplit {
    private TimeSplit() {}

    /**
     * The part of each row; rows without a date, and rows outside every range, are unused.
     *
     * @param usable whether a row has a target; shares are of these rows
     */
    static Part[] of(SplitSettings settings, Table table, boolean[] usable, List<String> warnings) {
        long[] days = days(settings, table);
        List<String> given = Part.CONFIGURED.stream()
                .map(part -> part.of(settings))
                .filter(text -> text != null)
                .toList();
        long ranges = given.stream().filter(DateRange::isRange).count();
        if (ranges != 0 && ranges != given.size()) {
            throw InputException.ofKey(
                    "split",
                    "train, validation and test mix ranges of dates with shares: " + String.join(", ", given)
                            + "; write all of them one way");
        }
        long undated = Arrays.stream(days)
                .filter(day -> day == ColumnValues.Dates.MISSING)
                .count();
        if (undated > 0) {
            warnings.add("without " + settings.by() + ", so not used: " + undated + " of " + days.length + " rows");
        }
        return ranges == 0 ? byShares(settings, days, usable) : byRanges(settings, days, warnings);
    }

    static long[] days(SplitSettings settings, Table table) {
        if (settings.by() == null) {
            throw InputException.ofKey("split.method", "time needs split.by, the name of a date column");
        }
        Column column = table.schema()
                .find(settings.by())
                .orElseThrow(() -> InputException.ofKey(
                        "split.by",
                        "it names the column " + settings.by() + ", which the data has not; its columns are "
                                + table.schema().names()));
        if (!column.type().isTemporal()) {
            throw InputException.ofKey(
                    "split.by",
                    "it names the column " + column.name() + ", which holds "
                            + column.type().label() + " values; a split by time needs dates such as 2015-12-31");
        }
        return ((ColumnValues.Dates) table.column(column.name())).epochDays();
    }

    private static Part[] byRanges(SplitSettings settings, long[] days, List<String> warnings) {
        Map<Part, DateRange> ranges = ranges(settings);
        DateRange train = ranges.get(Part.TRAIN);
        if (train == null) {
            throw InputException.ofKey(
                    "split.train", "it is not set; give it a range of dates as the other parts have");
        }
        ranges.forEach((part, range) -> {
            if (range.last() < train.first()) {
                warnings.add("split." + part.label() + " (" + range.text() + ") lies before split.train ("
                        + train.text() + "): the model will be judged on a past that it is not for");
            }
        });
        Part[] parts = new Part[days.length];
        for (int row = 0; row < days.length; row++) {
            parts[row] = Part.UNUSED;
            for (Map.Entry<Part, DateRange> range : ranges.entrySet()) {
                if (days[row] != ColumnValues.Dates.MISSING && range.getValue().contains(days[row])) {
                    parts[row] = range.getKey();
                }
            }
        }
        return parts;
    }

    private static Map<Part, DateRange> ranges(SplitSettings settings) {
        Map<Part, DateRange> ranges = new EnumMap<>(Part.class);
        for (Part part : Part.CONFIGURED) {
            String text = part.of(settings);
            if (text == null) {
                continue;
            }
            DateRange range = DateRange.of("split." + part.label(), text);
            ranges.forEach((other, earlier) -> {
                if (range.overlaps(earlier)) {
                    throw InputException.ofKey(
                            "split." + part.label(),
                            "the range " + text + " overlaps split." + other.label() + " (" + earlier.text()
                                    + "); both ends of a range belong to it, and a row has one side only");
                }
            });
            ranges.put(part, range);
        }
        return ranges;
    }

    /** Rows of one date stay together: a date belongs where the middle of its rows falls. */
    private static Part[] byShares(SplitSettings settings, long[] days, boolean[] usable) {
        Shares shares = Shares.of(settings);
        TreeMap<Long, Long> rowsByDay = new TreeMap<>();
        long total = 0;
        for (int row = 0; row < days.length; row++) {
            if (usable[row] && days[row] != ColumnValues.Dates.MISSING) {
                rowsByDay.merge(days[row], 1L, Long::sum);
                total++;
            }
        }
        Map<Long, Part> partOfDay = new TreeMap<>();
        long before = 0;
        for (Map.Entry<Long, Long> day : rowsByDay.entrySet()) {
            partOfDay.put(day.getKey(), shares.at((before + day.getValue() / 2.0) / total));
            before += day.getValue();
        }
        Part[] parts = new Part[days.length];
        for (int row = 0; row < days.length; row++) {
            parts[row] = partOfDay.getOrDefault(days[row], Part.UNUSED);
        }
        return parts;
    }
}
