package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.data.source.CsvFile.HeaderHandler;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.Adapters;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Reads the rows of data files, whatever their format: text as it comes, others by their path. */
public final class DataReader implements Closeable {
    private final StageContext context;
    private final Map<Format, PathReader> byPath = new EnumMap<>(Format.class);

    public DataReader(StageContext context) {
        this.context = context;
    }

    /** The format of a file, by its name and the configuration. */
    public Format formatOf(String name) {
        return FileFormat.of(name, context.configuration().data().format());
    }

    /** Whether a file of that format is read by its path alone: {@link #read(String, Path, CsvFormat, HeaderHandler, RowHandler)}. */
    public static boolean byPath(Format format) {
        return format == Format.PARQUET;
    }

    /**
     * Gives every row of a file to the handler.
     *
     * @param name of the file, for messages and for its format
     * @param file which must not change meanwhile
     * @return number of rows
     * @throws InputException naming the file, and the row where there is one to name
     */
    public long read(String name, Path file, CsvFormat format, HeaderHandler columns, RowHandler rows)
            throws IOException {
        Format kind = formatOf(name);
        if (byPath(kind)) {
            return byPath.computeIfAbsent(kind, this::reader).read(name, file, format, columns, rows);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return TextFile.read(name, kind, in, format, columns, rows);
        }
    }

    private PathReader reader(Format kind) {
        return Adapters.of(PathFormat.class).stream()
                .filter(adapter -> adapter.format() == kind)
                .findFirst()
                .orElseThrow(() -> new InputException("this cd4ml was built without the adapter that reads "
                        + kind.name().toLowerCase(Locale.ROOT)))
                .reader(context);
    }

    @Override
    public void close() {
        byPath.values().forEach(PathReader::close);
    }
}
