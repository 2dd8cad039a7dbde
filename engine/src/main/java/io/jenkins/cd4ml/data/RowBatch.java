package io.jenkins.cd4ml.data;

import java.util.concurrent.atomic.AtomicInteger;

/** Rows on their way to be profiled, by columns; the last one of all has none. Filled by one thread, read by others. */
final class RowBatch {
    /** So many values stay in the processor's caches, together with what is known of the columns. */
    private static final int VALUES = 8192;

    private static final int MOST_ROWS = 512;

    private final String[][] columns;
    private final String[] files;
    private final long[] lines;
    private final AtomicInteger readers = new AtomicInteger();
    private long first;
    private int size;

    RowBatch(int width) {
        int rows = Math.max(1, Math.min(MOST_ROWS, VALUES / Math.max(1, width)));
        this.columns = new String[width][rows];
        this.files = new String[rows];
        this.lines = new long[rows];
    }

    void add(String file, String[] values, long line) {
        for (int i = 0; i < columns.length; i++) {
            columns[i][size] = values[i];
        }
        files[size] = file;
        lines[size++] = line;
    }

    boolean isFull() {
        return size == files.length;
    }

    int size() {
        return size;
    }

    /** The values of a column, of which the first {@link #size()} count. */
    String[] column(int column) {
        return columns[column];
    }

    String file(int row) {
        return files[row];
    }

    long line(int row) {
        return lines[row];
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
    }
}
