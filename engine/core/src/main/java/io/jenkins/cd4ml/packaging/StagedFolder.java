package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

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
        Removal.of(old);
    }

    @Override
    public void close() throws IOException {
        Removal.of(path);
    }
}
