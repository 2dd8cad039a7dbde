package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.FileStat;
import io.jenkins.cd4ml.data.source.SortedPaths;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.data.source.StatCache;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The files of a data set in order, as many as there are: their names lie on the disk where they are too many for memory. */
final class FoundFiles implements Closeable {
    private static final int BATCH = 4096;

    private final StageContext context;
    private final StatCache stats;
    private final Path temporary;
    private final SortedPaths paths;
    private final SortedPaths unstored;
    private long bytes;
    private String version;

    FoundFiles(StageContext context, StatCache stats) {
        this.context = context;
        this.stats = stats;
        this.temporary = context.run().path().resolve("data/temporary");
        this.paths = new SortedPaths(temporary);
        this.unstored = new SortedPaths(temporary);
    }

    /** Finds the files, and what can be known of them without reading any. */
    void find(ObjectStore store) throws IOException {
        DataPaths.find(context, paths);
        Manifest.Listing listing = new Manifest.Listing();
        boolean allKnown = true;
        List<String> batch = new ArrayList<>(BATCH);
        for (Iterator<String> names = paths.iterator(); names.hasNext(); ) {
            batch.add(names.next());
            if (batch.size() == BATCH || !names.hasNext()) {
                allKnown &= look(batch, store, listing);
                batch.clear();
            }
        }
        unstored.sort();
        version = allKnown ? listing.version() : null;
    }

    /** Asks the system about many files at once; false where one of them is not known to be unchanged. */
    private boolean look(List<String> names, ObjectStore store, Manifest.Listing listing) throws IOException {
        List<FileStat> now = all(names, name -> FileStat.of(context.project().resolve(name)));
        List<DataFile> known = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            bytes += now.get(i).size();
            Optional<String> sha256 = stats.known(name, now.get(i));
            if (sha256.isPresent()) {
                listing.add(name, now.get(i).size(), sha256.get());
                known.add(new DataFile(new SourceFile(name, context.project().resolve(name)), now.get(i), sha256));
            }
        }
        List<Boolean> stored =
                all(known, file -> store.has(file.sha256().get(), file.stat().size()));
        for (int i = 0; i < known.size(); i++) {
            if (!stored.get(i)) {
                unstored.add(known.get(i).source().name());
            }
        }
        return known.size() == names.size();
    }

    /** Asks something of a file. */
    @FunctionalInterface
    private interface Question<T, R> {
        R ask(T of) throws IOException;
    }

    private static <T, R> List<R> all(List<T> of, Question<T, R> question) throws IOException {
        try {
            return of.parallelStream()
                    .map(one -> {
                        try {
                            return question.ask(one);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A file as it is now. */
    DataFile file(String name) throws IOException {
        return DataFile.of(new SourceFile(name, context.project().resolve(name)), stats);
    }

    /** For temporary files of whoever reads these; removed with them. */
    Path temporary() {
        return temporary;
    }

    SortedPaths paths() {
        return paths;
    }

    /** The files to look at, no more of them than are asked for. */
    Iterable<SourceFile> sources() {
        return () -> new Sources(context.project(), paths.iterator());
    }

    long count() {
        return paths.size();
    }

    /** Of all files together, when they were found. */
    long bytes() {
        return bytes;
    }

    /** The data version, where every file is known to be unchanged since it was read. */
    Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** Files of that version whose content the store lacks. */
    SortedPaths unstored() {
        return unstored;
    }

    @Override
    public void close() throws IOException {
        paths.close();
        unstored.close();
        Files.deleteIfExists(temporary);
    }
}
