package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for what passes between a stage and its workers; gone when it is closed, whatever happened. */
record WorkFolder(Path path) implements AutoCloseable {
    private static final String PREFIX = "tmp-train-";

    static WorkFolder in(Path parent) throws IOException {
        return new WorkFolder(Files.createTempDirectory(Files.createDirectories(parent), PREFIX));
    }

    /** An empty folder inside. */
    Path sub(String name) throws IOException {
        return Files.createDirectory(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        Removal.of(path);
    }

    /** Removes what a killed stage of the same run left. */
    static void sweep(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                Removal.of(folder);
            }
        }
    }
}
