package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.FoundFile;
import io.jenkins.cd4ml.data.source.SortedFiles;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.data.source.StatCache;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The files of a data set in order, as many as there are: what is known of them lies on the disk where they are too many for memory. */
final class FoundFiles implements Closeable {
    private static final int BATCH = 4096;
    /** After that time what was written lies on the disk, and a folder's next change has another time. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final StageContext context;
    private final StatCache stats;
    private final Path temporary;
    private final SortedFiles files;
    private final SortedFiles unstored;
    private long count;
    private long bytes;
    private String version;

    FoundFiles(StageContext context, StatCache stats) {
        this.context = context;
        this.stats = stats;
        this.temporary = context.run().path().resolve("data/temporary");
        this.files = new SortedFiles(temporary);
        this.unstored = new SortedFiles(temporary);
    }

    /** Finds the files, and what can be known of them without reading any. */
    void find(ObjectStore store) throws IOException {
        DataPaths.find(context, files);
        Unchanged unchanged = new Unchanged(context.home());
        Optional<String> state = store.state(context.clock().instant().minus(SETTLED));
        Optional<Unchanged.Finding> same =
                state.isPresent() ? unchanged.find(files.fingerprint(), state.get()) : Optional.empty();
        if (same.isPresent()) {
            count = same.get().files();
            bytes = same.get().bytes();
            version = same.get().version();
            return;
        }
        look(store);
        if (version != null && state.isPresent() && unstored.size() == 0) {
            remember(unchanged, new Unchanged.Finding(files.fingerprint(), state.get(), version, count, bytes));
        }
    }

    /** What is remembered only saves time: that it cannot be is no reason to fail. */
    private void remember(Unchanged unchanged, Unchanged.Finding finding) {
        try {
            unchanged.remember(finding);
        } catch (IOException e) {
            context.events().warning("the next versionData will look at each file again: " + FileFailure.of(e));
        }
    }

    private void look(ObjectStore store) throws IOException {
        count = files.size();
        Manifest.Listing listing = new Manifest.Listing();
        boolean allKnown = true;
        List<FoundFile> batch = new ArrayList<>(BATCH);
        for (Iterator<FoundFile> found = files.iterator(); found.hasNext(); ) {
            batch.add(found.next());
            if (batch.size() == BATCH || !found.hasNext()) {
                allKnown &= look(batch, store, listing);
                batch.clear();
            }
        }
        version = allKnown ? listing.version() : null;
    }

    /** Looks at many files at once; false where one of them is not known to be unchanged. */
    private boolean look(List<FoundFile> batch, ObjectStore store, Manifest.Listing listing) throws IOException {
        List<FoundFile> known = new ArrayList<>(batch.size());
        List<String> digests = new ArrayList<>(batch.size());
        for (FoundFile file : batch) {
            bytes += file.stat().size();
            Optional<String> sha256 = stats.known(file.path(), file.stat());
            if (sha256.isPresent()) {
                listing.add(file.path(), file.stat().size(), sha256.get());
                known.add(file);
                digests.add(sha256.get());
            }
        }
        boolean[] stored = new boolean[known.size()];
        try {
            IntStream.range(0, stored.length).parallel().forEach(i -> {
                try {
                    stored[i] = store.has(digests.get(i), known.get(i).stat().size());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (int i = 0; i < stored.length; i++) {
            if (!stored[i]) {
                unstored.add(known.get(i));
            }
        }
        return known.size() == batch.size();
    }

    /** A file as it is now. */
    DataFile file(String name) throws IOException {
        return DataFile.of(new SourceFile(name, context.project().resolve(name)), stats);
    }

    /** For temporary files of whoever reads these; removed with them. */
    Path temporary() {
        return temporary;
    }

    /** In order of their paths. */
    SortedFiles files() {
        return files;
    }

    /** The files to look at, no more of them than are asked for. */
    Iterable<SourceFile> sources() {
        return () -> new Sources(context.project(), files.iterator());
    }

    long count() {
        return count;
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
    SortedFiles unstored() {
        return unstored;
    }

    @Override
    public void close() throws IOException {
        files.close();
        unstored.close();
        Files.deleteIfExists(temporary);
    }
}
