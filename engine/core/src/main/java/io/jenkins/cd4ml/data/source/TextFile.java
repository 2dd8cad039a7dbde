package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads a file that is read from its begin to its end: text, packed with gzip or not, or an image. */
public final class TextFile {
    private TextFile() {}

    /** Reads the stream to its end as {@link CsvFile#read} does, by the format that it has. */
    public static long read(
            String file, Format kind, InputStream in, CsvFormat format, CsvFile.HeaderHandler columns, RowHandler rows)
            throws IOException {
        if (kind == Format.IMAGES) {
            return format.images().read(file, in, columns, rows);
        }
        if (format.images() != null && format.images().isLabels(file)) {
            // Its lines are parts of the images' rows.
            in.transferTo(OutputStream.nullOutputStream());
            return 0;
        }
        FolderColumns all = FolderColumns.of(file, columns);
        return kind == Format.JSONL
                ? JsonLinesFile.read(file, in, format, all, all.rows(rows))
                : CsvFile.read(file, in, format, all, all.rows(rows));
    }
}
