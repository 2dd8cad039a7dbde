package io.jenkins.cd4ml.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file beside its place and renames it: readers see the old content or the new, never a part. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes what a file shall contain. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes, forces to the disk and renames; missing folders are made. On failure the target is as it was. */
    public static void write(Path target, Content content) throws IOException {
        replace(target, temporary -> {
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
        });
    }

    /**
     * A copy of a file, seen whole or not at all. It is not forced to the disk, which takes longer than all else: for what can be had again
     * from where it came from, and is checked when it is read.
     */
    public static void copy(Path source, Path target) throws IOException {
        replace(target, temporary -> Files.copy(source, temporary));
    }

    /** Makes a file at a path. */
    @FunctionalInterface
    private interface Maker {
        void makeAt(Path temporary) throws IOException;
    }

    private static void replace(Path target, Maker maker) throws IOException {
        Path absolute = target.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            maker.makeAt(temporary);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** {@link #write} of a text, as UTF-8. */
    public static void writeText(Path target, String text) throws IOException {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
