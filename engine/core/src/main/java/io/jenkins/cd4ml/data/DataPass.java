package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.data.expectation.Expectations;
import io.jenkins.cd4ml.data.expectation.Facts;
import io.jenkins.cd4ml.data.expectation.RepeatedValues;
import io.jenkins.cd4ml.data.expectation.Repeats;
import io.jenkins.cd4ml.data.expectation.RowPlaces;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.data.profile.ProfiledColumn;
import io.jenkins.cd4ml.data.source.Arrangement;
import io.jenkins.cd4ml.data.source.CsvFormat;
import io.jenkins.cd4ml.data.source.DataReader;
import io.jenkins.cd4ml.data.source.FileStat;
import io.jenkins.cd4ml.data.source.FoundFile;
import io.jenkins.cd4ml.data.source.Header;
import io.jenkins.cd4ml.data.source.ReadOnce;
import io.jenkins.cd4ml.data.source.StatCache;
import io.jenkins.cd4ml.data.source.TextFile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.Incoming;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads every file once: digest, copy into the store, rows, profile, expectations and keys in the same pass. */
final class DataPass implements Closeable {
    private static final int ROWS_BETWEEN_CHECKS = 4096;

    private final StageContext context;
    private final DataSettings settings;
    private final StatCache stats;
    private final ObjectStore store;
    private final FoundFiles files;
    private final RowPlaces places;
    private final FileCollector read;
    private final RowProfiler profiler;
    private final RowProfiling profiling;
    private long rows;
    private final DataReader reader;
    private int[] key;
    private boolean[] looked;
    private RepeatedValues keys;
    private Expectations expectations;
    private long hashedBytes;
    private long readBefore;

    DataPass(StageContext context, FoundFiles files, StatCache stats, ObjectStore store) {
        this.context = context;
        this.settings = context.configuration().data();
        this.profiler = new RowProfiler(settings);
        this.profiling = new RowProfiling(profiler);
        this.reader = new DataReader(context);
        this.stats = stats;
        this.store = store;
        this.files = files;
        this.places = new RowPlaces(files.files()::path);
        this.read = new FileCollector(files.temporary());
    }

    /**
     * Reads all files; the manifest that is found must be written before this is closed.
     *
     * @throws InputException naming the first thing in the files that is wrong
     */
    Analysis run() throws IOException {
        try {
            CsvFormat format = CsvFormat.of(settings, files.sources());
            readAll(format);
            format.missingTexts().warnings().forEach(context.events()::warning);
            if (format.images() != null) {
                format.images().requireAllRead();
            }
        } catch (InputException e) {
            // An earlier row may be wrong, too, which the profile has not told yet.
            profiling.finish();
            throw e;
        }
        profiling.finish();
        List<ProfiledColumn> columns = profiler.columns();
        Schema schema = new Schema(columns.stream().map(ProfiledColumn::column).toList());
        requireUniqueKeys(schema);
        Manifest manifest = Manifest.of(schema, read.files());
        Profile profile = new Profile(manifest.version(), profiler.rows(), columns);
        List<Check> checks = new ArrayList<>();
        profiler.oddOnes().forEach(odd -> checks.add(OddValues.check(odd, manifest.version())));
        checks.addAll(expectations.judge(new Facts(schema, profile)));
        return new Analysis(manifest, profile, checks, readBefore, hashedBytes);
    }

    private void readAll(CsvFormat format) throws IOException {
        for (FoundFile found : files.files()) {
            context.cancellation().check();
            DataFile file = files.file(found.path());
            read.add(read(file, format));
            readBefore += file.stat().size();
        }
    }

    private ManifestFile read(DataFile file, CsvFormat format) throws IOException {
        String name = file.source().name();
        Path path = file.source().path();
        FileStat stat = file.stat();
        boolean copies = file.sha256().isEmpty() || !store.has(file.sha256().get(), stat.size());
        Instant readAt = context.clock().instant();
        Format kind = reader.formatOf(name);
        String sha256;
        long rows;
        ProfiledRows handler =
                new ProfiledRows(profiling, name, () -> looked, (values, line) -> look(name, values, line));
        places.startFile();
        try (Incoming incoming = copies ? store.incoming() : null;
                InputStream raw = Files.newInputStream(path);
                ReadOnce in = new ReadOnce(raw, incoming, bytes -> progress(bytes, file))) {
            rows = DataReader.byPath(kind)
                    ? in.transferTo(OutputStream.nullOutputStream())
                    : TextFile.read(name, kind, in, format, this::arrange, handler);
            if (in.bytes() != stat.size() || !stat.equals(FileStat.of(path))) {
                throw changed(file);
            }
            sha256 = incoming == null ? file.sha256().orElseThrow() : incoming.commit();
        }
        hashedBytes += copies ? stat.size() : 0;
        stats.remember(name, stat, sha256, readAt);
        if (DataReader.byPath(kind)) {
            // Its index stands at its end, so it cannot be read as it comes; the store's copy is what was hashed.
            Path stored = store.get(sha256).orElseThrow();
            rows = reader.read(name, stored, format, this::arrange, handler);
        }
        return new ManifestFile(name, stat.size(), sha256, rows);
    }

    private void progress(long bytes, DataFile file) {
        if (bytes > file.stat().size()) {
            // Not only at its end: a log that grows faster than it is read has none.
            throw changed(file);
        }
        context.events().progress(readBefore + bytes, Math.max(files.bytes(), readBefore + bytes), "bytes");
    }

    private static InputException changed(DataFile file) {
        return new InputException(
                file.source().name() + " changed while it was read: run again when nothing writes to it");
    }

    private Arrangement arrange(Header header) {
        if (profiler.header() == null) {
            List<String> names = header.names();
            ConfiguredColumns.requireAll(context.configuration(), names);
            looked = ConfiguredColumns.looked(settings, names);
            key = settings.key().stream().mapToInt(names::indexOf).toArray();
            keys = key.length == 0 ? null : new RepeatedValues(key, places, files.temporary());
            expectations = new Expectations(settings.expect(), names, settings.key(), places, files.temporary());
        }
        return profiler.arrange(header);
    }

    private void look(String file, String[] values, long line) throws IOException {
        if (rows++ % ROWS_BETWEEN_CHECKS == 0) {
            context.cancellation().check();
        }
        long place = places.pack(line);
        if (keys != null) {
            requireKey(file, values, line);
            keys.add(values, place);
        }
        expectations.see(values, place);
    }

    private void requireKey(String file, String[] values, long line) {
        for (int column : key) {
            if (values[column] == null) {
                throw InputException.at(
                        file,
                        line,
                        profiler.header().names().get(column),
                        "has no value, but identifies the row (data.key)");
            }
        }
    }

    private void requireUniqueKeys(Schema schema) throws IOException {
        Repeats found = keys == null
                ? null
                : keys.of(schema.columns().stream().map(Column::type).toList());
        long repeats = found == null ? 0 : found.count();
        if (repeats > 0) {
            String columns = String.join(", ", settings.key());
            throw InputException.at(
                    found.first().file(),
                    found.first().line(),
                    columns,
                    "has the same value as " + found.firstEarlier() + ", but data.key says that it identifies a row"
                            + (repeats == 1 ? "" : " (" + repeats + " rows repeat an earlier one)")
                            + ": remove the row, or name more columns there");
        }
    }

    @Override
    public void close() throws IOException {
        profiling.close();
        reader.close();
        if (keys != null) {
            keys.close();
        }
        if (expectations != null) {
            expectations.close();
        }
        read.close();
    }
}
