package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Holds off every other writer, of this JVM and of others. The system frees the lock when its holder ends, however that
 * happens; the file stays.
 */
final class RegistryLock implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;

    private final FileChannel channel;

    private RegistryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock at most that long, then says in an {@link InputException} who is in the way. */
    static RegistryLock acquire(Path file, Duration patience) throws IOException {
        Files.createDirectories(file.getParent());
        long end = System.nanoTime() + patience.toNanos();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            while (!locked(channel)) {
                if (System.nanoTime() > end) {
                    throw new InputException("the registry is locked by another process that holds " + file
                            + " for more than " + patience.toSeconds() + " s: let it finish or end it, then try again");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return new RegistryLock(channel);
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("stopped while waiting for " + file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // another thread of this JVM has it
            return false;
        }
    }

    /** Closing the channel frees the lock. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
