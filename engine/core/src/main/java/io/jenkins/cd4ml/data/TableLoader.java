package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.CsvFormat;
import io.jenkins.cd4ml.data.source.DataReader;
import io.jenkins.cd4ml.data.source.Header;
import io.jenkins.cd4ml.data.source.Labels;
import io.jenkins.cd4ml.data.source.RowHandler;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.data.source.StatCache;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.Stores;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads typed rows into memory. */
public final class TableLoader {
    /** Between two questions whether to stop. */
    private static final int ROWS_BETWEEN_CHECKS = 4096;

    private final StageContext context;
    private final Manifest manifest;
    private final StatCache stats;
    private final ObjectStore store;

    private TableLoader(StageContext context, Manifest manifest) throws IOException {
        this.context = context;
        this.manifest = manifest;
        this.stats = StatCache.open(context.project(), context.home(), context.clock());
        this.store = Stores.of(context);
    }

    /**
     * The rows of the run's data version, files in the manifest's order. A file that is no longer what it was then, or
     * gone, is taken from the store.
     *
     * @throws InputException when the run has no data version, or neither folder nor store has its content
     */
    public static Table ofRun(StageContext context) throws IOException {
        return of(context, Manifest.read(context.run().manifest()));
    }

    /** The same for any data version, such as the one a champion was trained on. */
    public static Table of(StageContext context, Manifest manifest) throws IOException {
        TableLoader loader = new TableLoader(context, manifest);
        try (loader.stats) {
            return loader.load();
        }
    }

    /**
     * Rows of other files, for checking drift: files of data and request logs (JSON lines with an object {@code row}).
     *
     * @param paths files, folders or globs relative to the project
     * @param schema the wanted columns with their types; other columns are left out; null: all columns
     *     with inferred types, not of request logs
     * @throws InputException when a path stands for nothing, a value is not of its column's type, or no file has any of the
     *     columns
     */
    public static LoadedData ofFiles(StageContext context, List<String> paths, Schema schema) throws IOException {
        return ofFiles(context, "drift", paths, schema);
    }

    /** The same for files that another key of the configuration names, for messages. */
    public static LoadedData ofFiles(StageContext context, String key, List<String> paths, Schema schema)
            throws IOException {
        return new FileLoader(context, key, null, Labels.none(), false).load(paths, schema);
    }

    /**
     * The same with labels that were sent later. Values that are not of their column's type, and lines of a log that are no requests,
     * are counted and left out.
     *
     * @param target the column that takes a logged row's label; may be null without labels
     */
    public static LoadedData ofFiles(
            StageContext context, List<String> paths, Schema schema, String target, Labels labels) throws IOException {
        return new FileLoader(context, "drift", target, labels, true).load(paths, schema);
    }

    /**
     * Rows of the run's data version as they are in its files: what a program that read them without any of {@code data}'s settings
     * would send to a server. Not of images.
     *
     * @param rows their numbers in {@link #ofRun}, ascending
     * @return for each of them its texts in the schema's order, without blanks around them; null where there is none
     */
    public static List<String[]> textsOfRun(StageContext context, int[] rows) throws IOException {
        TableLoader loader =
                new TableLoader(context, Manifest.read(context.run().manifest()));
        try (loader.stats) {
            return loader.texts(rows);
        }
    }

    private List<String[]> texts(int[] rows) throws IOException {
        List<ManifestFile> files = manifest.files();
        CsvFormat format = format(files).asTexts();
        List<String[]> texts = new ArrayList<>();
        long[] seen = new long[1];
        try (DataReader reader = new DataReader(context)) {
            for (ManifestFile file : files) {
                context.cancellation().check();
                Header header = new Header(file.path(), 1, manifest.schema().names());
                readRows(file, format, reader, header, (values, line) -> {
                    if (texts.size() < rows.length && seen[0]++ == rows[texts.size()]) {
                        texts.add(values.clone());
                    }
                });
            }
        }
        return texts;
    }

    private Table load() throws IOException {
        if (manifest.rows() > Integer.MAX_VALUE - 8) {
            throw new InputException("data version " + manifest.version() + " has " + manifest.rows()
                    + " rows, more than this engine trains on in memory: sample it first");
        }
        // A mark counts from the moment it is set, also for a version that was made before.
        Schema schema = manifest.schema().marking(context.configuration().data()::isSensitive);
        long image = context.configuration().data().images() == null
                ? 0
                : context.configuration().data().images().samples();
        TableMemory.require(schema, image, manifest.rows(), Runtime.getRuntime().maxMemory());
        List<ManifestFile> files = manifest.files();
        CsvFormat format = format(files);
        List<String> key = context.configuration().data().key();
        requireKey(schema, key);
        TableBuilder table = new TableBuilder(schema, key, (int) manifest.rows());
        try (DataReader reader = new DataReader(context)) {
            for (ManifestFile file : files) {
                context.cancellation().check();
                read(file, format, reader, new Header(file.path(), 1, schema.names()), table);
            }
        }
        remember();
        return table.build();
    }

    private void remember() {
        try {
            stats.save();
        } catch (IOException e) {
            context.events().warning("the next stage will read all data again: " + FileFailure.of(e));
        }
    }

    private CsvFormat format(List<ManifestFile> files) throws IOException {
        try {
            return CsvFormat.of(context.configuration().data(), () -> files.stream()
                            .map(file -> new SourceFile(file.path(), unchecked(file)))
                            .iterator())
                    .withSamples();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(ManifestFile file, CsvFormat format, DataReader reader, Header header, TableBuilder table)
            throws IOException {
        String name = file.path();
        RowHandler rows = (values, line) -> {
            if (line % ROWS_BETWEEN_CHECKS == 0) {
                context.cancellation().check();
            }
            table.add(name, line, values);
        };
        readRows(file, format, reader, header, rows);
    }

    private void readRows(ManifestFile file, CsvFormat format, DataReader reader, Header header, RowHandler rows)
            throws IOException {
        reader.read(file.path(), locate(file), format, found -> found.into(header), rows);
    }

    private Path unchecked(ManifestFile file) {
        try {
            return locate(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the file's content is: at its place when it is unchanged there, else in the store. */
    private Path locate(ManifestFile file) throws IOException {
        Path path = context.project().resolve(file.path());
        boolean there = Files.isRegularFile(path);
        if (there
                && Files.size(path) == file.bytes()
                && stats.sha256(file.path()).equals(file.sha256())) {
            return path;
        }
        return store.get(file.sha256(), file.bytes())
                .orElseThrow(() -> InputException.at(
                        file.path(),
                        1,
                        null,
                        (there ? "changed" : "is gone") + " since data version " + manifest.version()
                                + " was made, and the store " + store.address()
                                + " does not have it: run versionData again"));
    }

    static void requireKey(Schema schema, List<String> key) {
        for (String column : key) {
            if (schema.indexOf(column) < 0) {
                throw new InputException("data.key: there is no column '" + column + "' among " + schema.names());
            }
        }
    }
}
