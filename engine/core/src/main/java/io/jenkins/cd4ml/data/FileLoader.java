package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.data.source.CsvFile.HeaderHandler;
import io.jenkins.cd4ml.data.source.CsvFormat;
import io.jenkins.cd4ml.data.source.DataReader;
import io.jenkins.cd4ml.data.source.FileFinder;
import io.jenkins.cd4ml.data.source.FileFormat;
import io.jenkins.cd4ml.data.source.Labels;
import io.jenkins.cd4ml.data.source.PackedTwins;
import io.jenkins.cd4ml.data.source.RequestLog;
import io.jenkins.cd4ml.data.source.RowHandler;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.data.source.TextFile;
import io.jenkins.cd4ml.data.source.UnreadableInput;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Loads rows of files of data and of request logs, which may grow while they are read: what was read is what is identified. */
final class FileLoader {
    private final StageContext context;
    private final DataSettings settings;
    private final DataReader reader;
    private final List<ManifestFile> files = new ArrayList<>();
    private final List<String> predictions = new ArrayList<>();
    private final List<String> versions = new ArrayList<>();
    private final LoggedRows logged;
    private final boolean lenient;
    private final String section;
    private final Unreadable unreadable = new Unreadable();
    private final Set<String> found = new LinkedHashSet<>();
    private boolean[] present;

    /**
     * A loader.
     *
     * @param section key of the configuration that names the files, for messages
     * @param lenient whether what cannot be read is counted and left out
     */
    FileLoader(StageContext context, String section, String target, Labels labels, boolean lenient) {
        this.section = section;
        this.lenient = lenient;
        this.logged = new LoggedRows(target, labels);
        this.context = context;
        this.settings = context.configuration().data();
        this.reader = new DataReader(context);
    }

    LoadedData load(List<String> paths, Schema wanted) throws IOException {
        try (reader) {
            return loadAll(paths, wanted);
        }
    }

    private LoadedData loadAll(List<String> paths, Schema wanted) throws IOException {
        List<SourceFile> sources = PackedTwins.without(new FileFinder(context.project(), section, settings.format())
                .find(paths).stream()
                        .map(name -> new SourceFile(name, context.project().resolve(name)))
                        .toList());
        CsvFormat format = CsvFormat.of(settings, sources).unlabelled();
        Schema schema = wanted == null ? infer(sources, format) : wanted.marking(settings::isSensitive);
        List<String> key = settings.key().stream()
                .filter(column -> schema.indexOf(column) >= 0)
                .toList();
        TableBuilder table = new TableBuilder(schema, key, 1024, lenient ? unreadable : null);
        present = new boolean[schema.columns().size()];
        for (SourceFile source : sources) {
            if (isLog(source)) {
                logged.include(RequestLog.share(source));
            }
        }
        CsvFormat rows = lenient ? format.withSamples().leavingOut(leftOut(schema)) : format.withSamples();
        for (SourceFile source : sources) {
            context.cancellation().check();
            read(source, rows, schema, table);
        }
        logged.tell(context.events());
        return result(sources, schema, table.build());
    }

    private UnreadableInput leftOut(Schema schema) {
        return new UnreadableInput() {
            @Override
            public void line(String file, long line) {
                unreadable.line(file, line);
            }

            @Override
            public void value(String file, long line, String column, String text) {
                schema.find(column).ifPresent(found -> unreadable.value(file, line, found, text));
            }
        };
    }

    /** The types of all columns, from a reading of their own. */
    private Schema infer(List<SourceFile> sources, CsvFormat format) throws IOException {
        RowProfiler profiler = new RowProfiler(settings);
        for (SourceFile source : sources) {
            if (isLog(source)) {
                throw new InputException(source.name()
                        + " is a request log, which does not tell its columns' types: run versionData first");
            }
            try (InputStream in = Files.newInputStream(source.path())) {
                readData(
                        source,
                        in,
                        format,
                        profiler::arrange,
                        (values, line) -> profiler.row(source.name(), values, line));
            }
        }
        return new Schema(
                profiler.evenColumns().stream().map(ProfiledColumn::column).toList());
    }

    private void read(SourceFile source, CsvFormat format, Schema schema, TableBuilder table) throws IOException {
        try (Counted in = new Counted(Files.newInputStream(source.path()))) {
            long rows = isLog(source)
                    ? readLog(source, in, format, schema, table)
                    : readRows(source, in, format, schema, table);
            files.add(new ManifestFile(source.name(), in.bytes, Sha256.hex(in.getMessageDigest()), rows));
        }
    }

    /** Reads the stream to its end, which may be all that is done with it: some formats are read by their path. */
    private long readData(SourceFile source, InputStream in, CsvFormat format, HeaderHandler columns, RowHandler rows)
            throws IOException {
        Format kind = reader.formatOf(source.name());
        if (DataReader.byPath(kind)) {
            in.transferTo(OutputStream.nullOutputStream());
            return reader.read(source.name(), source.path(), format, columns, rows);
        }
        return TextFile.read(source.name(), kind, in, format, columns, rows);
    }

    private long readRows(SourceFile source, InputStream in, CsvFormat format, Schema schema, TableBuilder table)
            throws IOException {
        return readData(
                source,
                in,
                format,
                header -> {
                    found.addAll(header.names());
                    header.names().stream()
                            .mapToInt(schema::indexOf)
                            .filter(i -> i >= 0)
                            .forEach(i -> present[i] = true);
                    return header.into(schema.names());
                },
                (values, line) -> add(source, line, values, null, table));
    }

    private long readLog(SourceFile source, InputStream in, CsvFormat format, Schema schema, TableBuilder table)
            throws IOException {
        RequestLog log = new RequestLog(
                schema.names(), format.missing(), lenient ? line -> unreadable.line(source.name(), line) : null);
        long rows = log.read(source.name(), new BufferedInputStream(in), (values, row, line) -> {
            if (logged.isWanted(row)) {
                logged.label(values, schema, present, row);
                add(source, line, values, row, table);
            }
        });
        logged.torn(log.torn());
        found.addAll(log.keys());
        for (int i = 0; i < present.length; i++) {
            present[i] |= log.hasSeen(i);
        }
        return rows;
    }

    private void add(SourceFile source, long line, String[] values, RequestLog.Logged row, TableBuilder table) {
        table.add(source.name(), line, values);
        predictions.add(row == null ? null : row.prediction());
        versions.add(row == null ? null : row.version());
    }

    private LoadedData result(List<SourceFile> sources, Schema schema, Table table) {
        List<Column> columns = new ArrayList<>();
        List<ColumnValues> values = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (int i = 0; i < present.length; i++) {
            if (present[i]) {
                columns.add(schema.columns().get(i));
                values.add(table.columns().get(i));
            } else {
                absent.add(schema.columns().get(i).name());
            }
        }
        if (columns.isEmpty() && table.rows() > 0) {
            throw new InputException("none of the columns " + schema.names() + " is in "
                    + (sources.size() == 1
                            ? sources.get(0).name()
                            : sources.size() + " files, the first of them "
                                    + sources.get(0).name()));
        }
        return new LoadedData(
                Manifest.versionOf(files),
                new Table(new Schema(columns), values, table.keys()),
                List.copyOf(files),
                absent,
                List.copyOf(found),
                new ColumnValues.Texts(predictions.toArray(String[]::new)),
                new ColumnValues.Texts(versions.toArray(String[]::new)),
                logged.labelled(),
                unreadable);
    }

    private boolean isLog(SourceFile source) throws IOException {
        return FileFormat.of(source.name(), settings.format()) == Format.JSONL && RequestLog.is(source);
    }

    /** Digests and counts what is read. */
    private static final class Counted extends DigestInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in, Sha256.digest());
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
