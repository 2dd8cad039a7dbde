package io.jenkins.cd4ml.data.source;

import java.io.IOException;
import java.util.Arrays;

/** Makes texts of the cells of each row. */
final class CellTexts implements CellHandler {
    private final RowHandler rows;
    private String[] values;

    CellTexts(RowHandler rows) {
        this.rows = rows;
    }

    /** Before the first row: number of values in each. */
    void width(int width) {
        values = new String[width];
    }

    /** Forgets the values of the current row, which is none. */
    void drop() {
        Arrays.fill(values, null);
    }

    @Override
    public void cell(int column, char[] text, int from, int to) {
        values[column] = new String(text, from, to - from);
    }

    @Override
    public void endRow(long line) throws IOException {
        rows.row(values, line);
        Arrays.fill(values, null);
    }
}
