package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.profile.ColumnTexts;
import io.jenkins.cd4ml.data.profile.Place;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows on their way to be profiled, by columns; the last one of all has none. Filled by one thread, read by others. */
final class RowBatch {
    /** So many values stay in the processor's caches, together with what is known of the columns. */
    private static final int VALUES = 8192;

    private static final int MOST_ROWS = 512;
    /** Long texts are few. */
    private static final long MOST_CHARACTERS = 1 << 18;

    private final ColumnTexts[] columns;
    private final String[] files;
    private final long[] lines;
    private final AtomicInteger readers = new AtomicInteger();
    private long first;
    private int size;
    private long characters;

    RowBatch(int width) {
        int rows = Math.max(1, Math.min(MOST_ROWS, VALUES / Math.max(1, width)));
        this.columns = new ColumnTexts[width];
        for (int i = 0; i < width; i++) {
            columns[i] = new ColumnTexts(rows);
        }
        this.files = new String[rows];
        this.lines = new long[rows];
    }

    /** The columns, of which each gets the current row's value unless it is missing. */
    ColumnTexts column(int column) {
        return columns[column];
    }

    void endRow(String file, long line) {
        characters = 0;
        for (ColumnTexts column : columns) {
            column.endRow();
            characters += column.length();
        }
        files[size] = file;
        lines[size++] = line;
    }

    boolean isFull() {
        return size == files.length || characters > MOST_CHARACTERS;
    }

    int size() {
        return size;
    }

    Place place(int column, int row) {
        return new Place(files[row], lines[row], first + row, columns[column].value(row));
    }

    /** Number of the batch's first row in the data set. */
    long first() {
        return first;
    }

    /** Before it is handed to so many readers. */
    void begin(long firstRow, int count) {
        first = firstRow;
        readers.set(count);
    }

    /** True for the last of its readers, who may then empty it. */
    boolean isDone() {
        return readers.decrementAndGet() == 0;
    }

    void clear() {
        size = 0;
        characters = 0;
        for (ColumnTexts column : columns) {
            column.clear();
        }
    }
}
