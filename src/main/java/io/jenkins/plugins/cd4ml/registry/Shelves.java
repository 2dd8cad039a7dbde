package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.registry.RegistryNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The shelves of all models, {@code models/<model>/}. Who reads takes no lock: the map is replaced, never changed.
 *
 * @param reads is told of every file before it is read
 */
final class Shelves {
    private final Path models;
    private final Clock clock;
    private final Consumer<Path> reads;
    private volatile SortedMap<String, ModelShelf> known;

    Shelves(Path models, Clock clock, Consumer<Path> reads) {
        this.models = models;
        this.clock = clock;
        this.reads = reads;
    }

    /** All as they are now, by name. */
    SortedMap<String, ModelShelf> all() throws IOException {
        SortedMap<String, ModelShelf> all = known;
        return all == null ? open() : all;
    }

    /** The shelf of that name; null where there is none. */
    @CheckForNull
    ModelShelf get(String model) throws IOException {
        return all().get(model);
    }

    /** A new shelf; there must be none of that name. */
    synchronized ModelShelf create(String model, ModelSettings settings, Author author) throws IOException {
        TreeMap<String, ModelShelf> more = new TreeMap<>(all());
        ModelShelf shelf = ModelShelf.create(model, folder(model), clock, settings, author);
        more.put(model, shelf);
        known = Collections.unmodifiableSortedMap(more);
        return shelf;
    }

    /** Forgets a shelf whose folder is gone. */
    synchronized void remove(String model) throws IOException {
        TreeMap<String, ModelShelf> fewer = new TreeMap<>(all());
        fewer.remove(model);
        known = Collections.unmodifiableSortedMap(fewer);
    }

    ModelFolder folder(String model) {
        return new ModelFolder(models.resolve(model), reads);
    }

    private synchronized SortedMap<String, ModelShelf> open() throws IOException {
        if (known == null) {
            TreeMap<String, ModelShelf> found = new TreeMap<>();
            if (Files.isDirectory(models)) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(models)) {
                    for (Path path : folders) {
                        String name = models.relativize(path).toString();
                        ModelFolder folder = folder(name);
                        if (RegistryNames.MODEL.accepts(name) && folder.exists()) {
                            found.put(name, ModelShelf.open(name, folder, clock));
                        }
                    }
                }
            }
            known = Collections.unmodifiableSortedMap(found);
        }
        return known;
    }
}
