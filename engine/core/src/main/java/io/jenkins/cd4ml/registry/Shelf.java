package io.jenkins.cd4ml.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryFile;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of one model in the registry. */
final class Shelf {
    private static final String INCOMING = ".incoming-";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;

    Shelf(Path folder) {
        this.folder = folder;
    }

    History history() {
        return new History(folder.resolve(HistoryFile.NAME));
    }

    RegistryLock lock() throws IOException {
        return lock(PATIENCE);
    }

    RegistryLock lock(Duration patience) throws IOException {
        return RegistryLock.acquire(folder.resolve(".lock"), patience);
    }

    /** Where the package of a version lies. */
    Path packageOf(int version) {
        return folder.resolve("versions/" + version + "/package");
    }

    /** Numbers of the complete versions, ascending; their records are not read. */
    List<Integer> complete() throws IOException {
        return numbers().stream().filter(number -> Files.exists(record(number))).toList();
    }

    /** The complete versions, ascending. */
    List<RegisteredVersion> versions() throws IOException {
        List<RegisteredVersion> versions = new ArrayList<>();
        for (int number : complete()) {
            versions.add(read(record(number), number));
        }
        return List.copyOf(versions);
    }

    /** The complete version of that number; empty where there is none. */
    Optional<RegisteredVersion> version(int number) throws IOException {
        Path file = record(number);
        return Files.exists(file) ? Optional.of(read(file, number)) : Optional.empty();
    }

    private Path record(int number) {
        return folder.resolve("versions/" + number + "/version.json");
    }

    /** The number that comes next: one above everything that looks like a version, complete or not, and above all that ever were. */
    int next() throws IOException {
        int there = numbers().stream().mapToInt(Integer::intValue).max().orElse(0);
        int known = history().entries().stream()
                .flatMap(entry -> Stream.of(entry.version(), entry.from(), entry.to()))
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return Math.max(there, known) + 1;
    }

    /** Fails where a version is another one than the history says was registered under its number. */
    void requireRegistered(List<RegisteredVersion> versions) throws IOException {
        var registered = history().state().versions();
        for (RegisteredVersion version : versions) {
            var known = registered.get(version.version());
            if (known != null && !known.digest().equals(version.digest())) {
                throw new InputException(
                        folder.resolve("versions/" + version.version() + "/version.json") + " was changed: "
                                + known.digest() + " was registered as version " + version.version() + ", not "
                                + version.digest() + "; restore it");
            }
        }
    }

    /** Copies the package and its entry and makes them appear by one rename; the caller holds the lock. */
    void add(ModelPackage source, RegisteredVersion entry) throws IOException {
        Path versions = Files.createDirectories(folder.resolve("versions"));
        removeLeftovers(versions);
        Path incoming = versions.resolve(INCOMING + UUID.randomUUID());
        try {
            Path copy = Files.createDirectories(incoming.resolve("package"));
            for (String name : source.files().keySet()) {
                Files.copy(source.folder().resolve(name), copy.resolve(name));
            }
            if (!PackageReader.read(copy).digest().equals(source.digest())) {
                throw new InputException("the package " + source.folder()
                        + " changed while it was registered; register it again when nobody writes to it");
            }
            AtomicFile.writeText(incoming.resolve("version.json"), Protocol.write(entry));
            Files.move(incoming, versions.resolve(String.valueOf(entry.version())), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Removal.of(incoming);
        }
    }

    /** Writes {@code aliases.json}, a copy of what the history says, for people and scripts. */
    void writeAliases(SortedMap<String, Integer> aliases) throws IOException {
        AtomicFile.writeText(folder.resolve("aliases.json"), Protocol.write(aliases));
    }

    private List<Integer> numbers() throws IOException {
        Path versions = folder.resolve("versions");
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(versions)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(NUMBER.asMatchPredicate())
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }

    private static RegisteredVersion read(Path file, int number) throws IOException {
        try {
            RegisteredVersion version = Protocol.mapper().readValue(TextFile.read(file), RegisteredVersion.class);
            if (version.version() == number && version.digest() != null) {
                return version;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new InputException(file + " is damaged: restore it, or remove the folder " + file.getParent()
                + ", whose number is not used again");
    }

    /** Under the lock nobody else is adding: what is incoming was left by a process that died. */
    private static void removeLeftovers(Path versions) throws IOException {
        try (Stream<Path> entries = Files.list(versions)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(INCOMING)) {
                    Removal.of(entry);
                }
            }
        }
    }
}
