package io.jenkins.cd4ml.data.source;

import java.io.IOException;

/**
 * What a {@link RowHandler} can be besides: it takes the rows of a CSV file value by value, so that no text need be made of a value that
 * nobody keeps. Rows of other files it is given as rows.
 */
public interface CellHandler {
    /**
     * A value of the current row; none is told where it is missing.
     *
     * @param column its place among the data set's columns
     * @param text lent for this call
     * @param from of its first character
     * @param to behind its last one
     */
    void cell(int column, char[] text, int from, int to);

    /**
     * The end of the current row.
     *
     * @param line where it started, 1-based
     */
    void endRow(long line) throws IOException;
}
