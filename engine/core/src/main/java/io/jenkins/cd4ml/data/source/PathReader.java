package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.data.source.CsvFile.HeaderHandler;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads files of a format that is read by its path, because its index stands elsewhere than at its beginning. It may keep a process
 * from one file to the next; closing ends it.
 */
public interface PathReader extends Closeable {
    /**
     * Gives every row of a file to the handler.
     *
     * @param name of the file, for messages
     * @param file which must not change meanwhile
     * @return number of rows
     * @throws io.jenkins.cd4ml.problem.InputException naming the file, and the row where there is one to name
     */
    long read(String name, Path file, CsvFormat format, HeaderHandler columns, RowHandler rows) throws IOException;

    @Override
    void close();
}
