package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.source.FileFinder;
import io.jenkins.cd4ml.data.source.SortedPaths;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.data.source.StatCache;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a data set in order, as many as there are: their names lie on the disk where they are too many for memory. */
final class FoundFiles implements Closeable {
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
        new FileFinder(context.project(), "data.path")
                .find(context.configuration().data().path(), paths);
        Manifest.Listing listing = new Manifest.Listing();
        boolean allKnown = true;
        for (String name : paths) {
            DataFile file = file(name);
            bytes += file.stat().size();
            allKnown &= file.sha256().isPresent();
            if (allKnown) {
                String sha256 = file.sha256().get();
                listing.add(name, file.stat().size(), sha256);
                if (!store.has(sha256, file.stat().size())) {
                    unstored.add(name);
                }
            }
        }
        unstored.sort();
        version = allKnown ? listing.version() : null;
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
