package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.store.Removal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * A worker's folder for temporary files. Libraries unpack their native parts there, up to 70 MB, and leave them behind when
 * the worker is killed; so who started it removes the folder. What the end of the starter itself left, the next one removes:
 * a lock tells whose is in use.
 */
final class Scratch implements Closeable {
    private static final String PREFIX = "cd4ml-worker-";
    private static final String LOCK = "lock";

    /** Between a folder and its lock passes a moment. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel lock;

    private Scratch(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A new one among the temporary files of this JVM. */
    static Scratch create() throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Scratch in(Path temporary) throws IOException {
        sweep(temporary);
        Path path = Files.createTempDirectory(temporary, PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new Scratch(path, lock);
    }

    Path path() {
        return path;
    }

    /** Where the worker's standard error goes. */
    Path errors() {
        return path.resolve("stderr.txt");
    }

    /** Removes the folder; the worker must have ended. What cannot be removed is left to the next sweep. */
    @Override
    public void close() {
        try {
            lock.close();
            Removal.of(path);
        } catch (IOException e) {
            // the worker's result does not depend on it
        }
    }

    private static void sweep(Path temporary) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                try {
                    if (abandoned(folder)) {
                        Removal.of(folder);
                    }
                } catch (IOException e) {
                    // another user's, or another sweep is at it
                }
            }
        }
    }

    private static boolean abandoned(Path folder) throws IOException {
        Instant touched = Files.getLastModifiedTime(folder).toInstant();
        if (touched.isAfter(Instant.now().minus(FRESH))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
