package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ExactNumber;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds rows whose values in some columns repeat those of an earlier row. In columns of numbers, times and truth values it is the
 * value that counts ({@code 5}, {@code 5.0} and {@code 5.00} are one), in others the text, as for the number of different values.
 * The types are known after the last row alone: until a text comes that is not how its value is usually written, both are the same.
 * Where columns of both kinds are looked at together, it is the values that count.
 */
public final class RepeatedValues implements Closeable {
    private final int[] columns;
    private final Repeats texts;
    private Repeats values;
    private final String[] canonical;

    /** As {@link Repeats#Repeats(int[], RowPlaces, Path)}. */
    public RepeatedValues(int[] columns, RowPlaces places, Path temporary) {
        this(columns, new Repeats(columns, places, temporary));
    }

    RepeatedValues(int[] columns, Repeats texts) {
        this.columns = columns.clone();
        this.texts = texts;
        this.canonical = new String[columns.length];
    }

    /** Takes a row; one that has no value in any of the columns does not count. */
    public void add(String[] row, long place) throws IOException {
        boolean same = true;
        for (int i = 0; i < columns.length; i++) {
            String text = row[columns[i]];
            canonical[i] = text == null ? null : ExactNumber.canonical(text);
            same &= text == null || text.equals(canonical[i]);
        }
        if (!same && values == null) {
            values = texts.copy();
        }
        texts.add(row, place);
        if (values != null) {
            values.addAll(canonical, place);
        }
    }

    /** What repeats, where the columns have these types in the order of the row; only after the last row. */
    public Repeats of(List<ColumnType> types) {
        boolean valued = false;
        for (int column : columns) {
            ColumnType type = types.get(column);
            valued |= type.isNumeric() || type.isTemporal() || type == ColumnType.BOOLEAN;
        }
        return valued && values != null ? values : texts;
    }

    @Override
    public void close() throws IOException {
        texts.close();
        if (values != null) {
            values.close();
        }
    }
}
