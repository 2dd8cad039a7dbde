package io.jenkins.cd4ml.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder that is filled beside its final place and takes it by a rename; without {@link #publish} nothing is left of it. */
final class StagedFolder implements AutoCloseable {
    private final Path target;
    private final Path path;

    private StagedFolder(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    static StagedFolder beside(Path target) throws IOException {
        Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
        Path path = parent.resolve("." + target.getFileName() + ".new-" + UUID.randomUUID());
        return new StagedFolder(target, Files.createDirectory(path));
    }

    /** Where to write. */
    Path path() {
        return path;
    }

    /** Takes the place of whatever folder is there. */
    void publish() throws IOException {
        Path old = path.resolveSibling(path.getFileName().toString().replace(".new-", ".old-"));
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(folder)) {
            entries = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : entries) {
            Files.deleteIfExists(entry);
        }
    }
}
