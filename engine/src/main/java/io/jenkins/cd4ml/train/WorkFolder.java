package io.jenkins.cd4ml.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

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
        delete(path);
    }

    /** Removes what a killed stage of the same run left. */
    static void sweep(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                delete(folder);
            }
        }
    }

    /** Removes a folder with all that is in it; one that is not there is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
