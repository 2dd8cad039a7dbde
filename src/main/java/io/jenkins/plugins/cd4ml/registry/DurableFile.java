package io.jenkins.plugins.cd4ml.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Files that appear whole, by one rename, and are on the disk when they do. */
final class DurableFile {
    private DurableFile() {}

    static void write(Path file, String text) throws IOException {
        Path beside = Files.createTempFile(folderOf(file), ".incoming-", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            publish(beside, file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Moves a finished file to its place. */
    static void publish(Path beside, Path file) throws IOException {
        force(beside, StandardOpenOption.WRITE);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try {
            force(folderOf(file), StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows knows no such thing; its file system journals names by itself.
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file in a folder");
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
