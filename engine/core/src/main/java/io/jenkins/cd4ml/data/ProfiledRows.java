package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.CellHandler;
import io.jenkins.cd4ml.data.source.RowHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;

/** Hands the rows of a file on to be profiled, and to somebody who looks at the texts of some columns. */
final class ProfiledRows implements RowHandler, CellHandler {
    private final RowProfiling profiling;
    private final String file;
    private final Supplier<boolean[]> looked;
    private final RowHandler looker;
    private boolean[] isLooked;
    private String[] texts;

    /**
     * @param looked for each column whether its texts are looked at; asked for when there is a header
     * @param looker takes each row after it was handed on to be profiled; columns that are not looked at may be null
     */
    ProfiledRows(RowProfiling profiling, String file, Supplier<boolean[]> looked, RowHandler looker) {
        this.profiling = profiling;
        this.file = file;
        this.looked = looked;
        this.looker = looker;
    }

    @Override
    public void row(String[] values, long line) throws IOException {
        profiling.row(file, values, line);
        looker.row(values, line);
    }

    @Override
    public void cell(int column, char[] text, int from, int to) {
        profiling.column(column).add(text, from, to);
        if (isLooked == null) {
            begin();
        }
        if (isLooked[column]) {
            texts[column] = new String(text, from, to - from);
        }
    }

    @Override
    public void endRow(long line) throws IOException {
        if (isLooked == null) {
            begin();
        }
        profiling.endRow(file, line);
        looker.row(texts, line);
        Arrays.fill(texts, null);
    }

    private void begin() {
        isLooked = looked.get();
        texts = new String[isLooked.length];
    }
}
