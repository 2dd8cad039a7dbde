package io.jenkins.plugins.cd4ml.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryFile;
import io.jenkins.cd4ml.protocol.registry.JsonLines;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The files of one model: {@code model.json}, {@code history.jsonl}, {@code versions/<n>.json}, {@code packages/<sha256>.zip},
 * {@code data/<data version>.json}, {@code judgements.jsonl}. Only the first two say what counts: a version without a line in the history is the rest of a crash.
 *
 * @param reads is told of every file before it is read
 */
record ModelFolder(Path path, Consumer<Path> reads) {
    private static final Logger LOGGER = Logger.getLogger(ModelFolder.class.getName());
    private static final String INCOMING = ".incoming-";

    /** Whether it is a model's, perhaps a damaged one: whoever made a new model of it would write over its versions. */
    boolean exists() {
        return Files.isRegularFile(settingsFile())
                || Files.isRegularFile(history().path());
    }

    ModelSettings settings() throws IOException {
        ModelSettings settings = read(settingsFile(), ModelSettings.class);
        requireFormat(settingsFile(), settings.format(), ModelSettings.FORMAT);
        return settings;
    }

    void write(ModelSettings settings) throws IOException {
        Files.createDirectories(path);
        DurableFile.write(settingsFile(), Protocol.write(settings));
    }

    List<HistoryEntry> entries() throws IOException {
        reads.accept(history().path());
        return history().entries();
    }

    void append(List<HistoryEntry> entries) throws IOException {
        history().append(entries);
    }

    Judgements judgements() {
        return new Judgements(path.resolve("judgements.jsonl"), reads);
    }

    JsonLines<HistoryEntry> history() {
        return HistoryFile.at(path.resolve(HistoryFile.NAME));
    }

    ModelVersion version(int number) throws IOException {
        Path file = versionFile(number);
        ModelVersion version = read(file, ModelVersion.class);
        requireFormat(file, version.format(), ModelVersion.FORMAT);
        return version;
    }

    void write(ModelVersion version) throws IOException {
        Files.createDirectories(path.resolve("versions"));
        DurableFile.write(versionFile(version.number()), Protocol.write(version));
    }

    Path archive(ModelVersion version) {
        return packages().resolve(version.archive().sha256() + ".zip");
    }

    /** A new file in the folder of archives; what a crash left there before is cleared away when the registry is opened. */
    Path incoming() throws IOException {
        return Files.createDirectories(packages()).resolve(INCOMING + UUID.randomUUID());
    }

    Path packages() {
        return path.resolve("packages");
    }

    void removeLeftovers() throws IOException {
        if (Files.isDirectory(packages())) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(packages(), INCOMING + "*")) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** What data a version was trained on: the manifest, which other versions may share. */
    Path dataFile(String dataVersion) {
        return path.resolve("data").resolve(dataVersion.replace(':', '-') + ".json");
    }

    /**
     * Deletes a version's package, unless one of the others has the same. Its own file stays: later champions were compared with it. One that
     * cannot be read is of no use and goes; its archive stays, as every archive does where a file of the others cannot be read.
     *
     * @param others numbers of the versions that stay
     */
    void delete(int number, Collection<Integer> others) throws IOException {
        ModelVersion version = readable(number);
        if (version == null) {
            Files.deleteIfExists(versionFile(number));
            return;
        }
        for (int other : others) {
            ModelVersion kept = readable(other);
            if (kept == null || archive(kept).equals(archive(version))) {
                return;
            }
        }
        Files.deleteIfExists(archive(version));
    }

    @CheckForNull
    private ModelVersion readable(int number) {
        try {
            return version(number);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read version " + number + " in " + path);
            return null;
        }
    }

    private Path settingsFile() {
        return path.resolve("model.json");
    }

    private Path versionFile(int number) {
        return path.resolve("versions").resolve(number + ".json");
    }

    private <T> T read(Path file, Class<T> type) throws IOException {
        reads.accept(file);
        try {
            T value = Protocol.mapper().readValue(Files.readString(file), type);
            if (value != null) {
                return value;
            }
        } catch (NoSuchFileException e) {
            throw new IOException(Messages.ModelFolder_damaged(file, "missing"), e);
        } catch (JsonProcessingException e) {
            throw new IOException(Messages.ModelFolder_damaged(file, e.getOriginalMessage()), e);
        }
        throw new IOException(Messages.ModelFolder_damaged(file, "empty"));
    }

    private static void requireFormat(Path file, int found, int known) throws IOException {
        if (found != known) {
            throw new IOException(Messages.ModelFolder_format(file, found, known));
        }
    }
}
