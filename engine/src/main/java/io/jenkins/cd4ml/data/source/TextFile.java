package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings.Format;
import java.io.IOException;
import java.io.InputStream;

/** Reads a file of rows that is text, packed with gzip or not. */
public final class TextFile {
    private TextFile() {}

    /** Reads the stream to its end as {@link CsvFile#read} does, by the format that it has. */
    public static long read(
            String file, Format kind, InputStream in, CsvFormat format, CsvFile.HeaderHandler columns, RowHandler rows)
            throws IOException {
        return kind == Format.JSONL
                ? JsonLinesFile.read(file, in, format, columns, rows)
                : CsvFile.read(file, in, format, columns, rows);
    }
}
