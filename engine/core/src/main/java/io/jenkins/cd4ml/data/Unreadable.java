package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was left out of rows that are looked at as they come: values that are not of their column's type, lines that are no rows. */
public final class Unreadable {
    private final Map<String, Found> columns = new LinkedHashMap<>();
    private long lines;
    private String firstLine;

    /**
     * Values of a column that are left out, and count as missing.
     *
     * @param kind what they should be: {@code a whole number}
     * @param first the first of them, in quotes where it may be shown
     * @param place where that one is, {@code file:line}
     */
    public record Found(Column column, long count, String kind, String first, String place) {}

    void value(String file, long line, Column column, String text) {
        columns.merge(
                column.name(),
                new Found(
                        column,
                        1,
                        ValueProblems.describe(column.type()),
                        ValueProblems.shown(text, column.sensitive()),
                        file + ":" + line),
                (before, more) -> new Found(before.column, before.count + 1, before.kind, before.first, before.place));
    }

    void line(String file, long line) {
        if (lines++ == 0) {
            firstLine = file + ":" + line;
        }
    }

    /** By column, in the order in which they were met. */
    public List<Found> columns() {
        return new ArrayList<>(columns.values());
    }

    /** Number of lines that are no rows. */
    public long lines() {
        return lines;
    }

    /** Where the first of them is; null where there is none. */
    public String firstLine() {
        return firstLine;
    }
}
