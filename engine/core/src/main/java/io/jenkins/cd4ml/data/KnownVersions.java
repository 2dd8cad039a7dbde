package io.jenkins.cd4ml.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.remote.Stores;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The data versions that were made in this project: {@code .cd4ml/data/versions.jsonl}, to which lines are only added. Their
 * manifests and profiles are objects of the store.
 */
public final class KnownVersions {
    private final Path file;
    private final ObjectStore store;

    /**
     * One line.
     *
     * @param manifest SHA-256 of the stored manifest; {@code profile} of the stored profile
     */
    public record Entry(Instant time, String model, String version, String run, String manifest, String profile) {}

    /** A version with what is known of it. */
    public record Known(Manifest manifest, Optional<Profile> profile) {}

    KnownVersions(Path home, ObjectStore store) {
        this.file = home.resolve("data/versions.jsonl");
        this.store = store;
    }

    /** All entries of a model, oldest first; a line that a crash cut off is passed over. */
    public List<Entry> of(String model) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.exists(file)) {
            return entries;
        }
        for (String line : TextFile.lines(file)) {
            try {
                Entry entry = DataJson.mapper().readValue(line, Entry.class);
                if (entry.version() != null && model.equals(entry.model())) {
                    entries.add(entry);
                }
            } catch (JsonProcessingException e) {
                // Cut off by a crash: that version is found by its run or made again.
            }
        }
        return entries;
    }

    /** The manifest of one of the project's data versions; empty where it is unknown, or no longer in the store. */
    public static Optional<Manifest> find(StageContext context, String version) throws IOException {
        ObjectStore store = Stores.of(context);
        KnownVersions versions = new KnownVersions(context.home(), store);
        List<Entry> entries = versions.of(context.configuration().model());
        // The newest: what was declared of the columns may have changed since, which makes no new version.
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            Optional<Known> known = entry.version().equals(version) ? versions.load(entry) : Optional.empty();
            if (known.isPresent()) {
                return known.map(Known::manifest);
            }
        }
        return Optional.empty();
    }

    /** The newest version of the model other than this one that the store still has; the next older one where it has not. */
    Optional<Known> newestBefore(String model, String version) throws IOException {
        List<Entry> entries = of(model);
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (!entries.get(i).version().equals(version)) {
                Optional<Known> known = load(entries.get(i));
                if (known.isPresent()) {
                    return known;
                }
            }
        }
        return Optional.empty();
    }

    /** What is known of the version whose manifest stands at a path; its profile stands beside it, or in the store. */
    Known at(Path manifestFile) throws IOException {
        Manifest manifest = Manifest.read(manifestFile);
        Path profile = manifestFile.resolveSibling("profile.json");
        return new Known(manifest, Files.exists(profile) ? Optional.of(Profile.read(profile)) : Optional.empty());
    }

    private Optional<Known> load(Entry entry) throws IOException {
        try {
            Optional<Path> manifest = store.get(entry.manifest());
            if (manifest.isEmpty()) {
                return Optional.empty();
            }
            Optional<Path> profile = store.get(entry.profile());
            return Optional.of(new Known(
                    Manifest.read(manifest.get()),
                    profile.isPresent() ? Optional.of(Profile.read(profile.get())) : Optional.empty()));
        } catch (InputException e) {
            // Damaged: a comparison is worth less than the version that is being made.
            return Optional.empty();
        }
    }

    /** Adds a version unless it is the model's newest already, with the same manifest. */
    void add(Entry entry) throws IOException {
        List<Entry> before = of(entry.model());
        if (!before.isEmpty()) {
            Entry newest = before.get(before.size() - 1);
            if (newest.version().equals(entry.version()) && newest.manifest().equals(entry.manifest())) {
                return;
            }
        }
        Files.createDirectories(file.getParent());
        String line = DataJson.mapper().writeValueAsString(entry) + "\n";
        String text = endsCutOff() ? "\n" + line : line;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            // One write of a short line at the end: lines of two writers follow each other.
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }

    private boolean endsCutOff() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (RandomAccessFile tail = new RandomAccessFile(file.toFile(), "r")) {
            tail.seek(tail.length() - 1);
            return tail.read() != '\n';
        }
    }
}
