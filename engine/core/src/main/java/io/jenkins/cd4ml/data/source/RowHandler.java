package io.jenkins.cd4ml.data.source;

import java.io.IOException;

/** Takes the rows of a file. */
@FunctionalInterface
public interface RowHandler {
    /**
     * One row.
     *
     * @param values trimmed texts in the order of the data set's columns, null where missing; the array is used again for the
     *     next row, its texts are not
     * @param line where the row starts, 1-based
     */
    void row(String[] values, long line) throws IOException;
}
