package io.jenkins.cd4ml.deploy.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
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
        FileChannel channel =
                FileChannel.open(folder.routerLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    /** Whether a router has it: one that serves, or one that is about to. */
    public static boolean isHeld(ServingFolder folder) throws IOException {
        Optional<RouterLock> free = take(folder);
        if (free.isPresent()) {
            free.get().close();
        }
        return free.isEmpty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
