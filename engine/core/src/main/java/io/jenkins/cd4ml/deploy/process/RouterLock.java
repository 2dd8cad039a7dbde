package io.jenkins.cd4ml.deploy.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the one router of an environment as long as its process lives; the system gives it back however that ends. */
public final class RouterLock implements AutoCloseable {
    private final FileChannel channel;

    private RouterLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes it; empty where somebody has it. */
    public static Optional<RouterLock> take(ServingFolder folder) throws IOException {
        FileChannel channel = open(folder.routerLock());
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // the same, within this JVM
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new RouterLock(channel));
    }

    /** Waits until whoever has it is dead, and takes it; empty where another one waits already. */
    public static Optional<RouterLock> standBy(ServingFolder folder) throws IOException {
        try (FileChannel place = open(folder.standbyLock())) {
            if (place.tryLock() == null) {
                return Optional.empty();
            }
            FileChannel channel = open(folder.routerLock());
            channel.lock();
            return Optional.of(new RouterLock(channel));
        }
    }

    /** Whether a router has it: one that serves, or one that is about to. */
    public static boolean isHeld(ServingFolder folder) throws IOException {
        Optional<RouterLock> free = take(folder);
        if (free.isPresent()) {
            free.get().close();
        }
        return free.isEmpty();
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
