package io.jenkins.cd4ml.deploy;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** One deployment, rollback or stop at a time in an environment; a killed one's lock goes with it. */
final class DriverLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private DriverLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock; an {@link InputException} where somebody else has it. */
    static DriverLock take(ServingFolder folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.driverLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // the same, within this JVM
        }
        if (lock == null) {
            channel.close();
            throw new InputException("another deployment to '" + folder.path().getFileName()
                    + "' is under way: wait for its end, or stop it, which rolls it back");
        }
        return new DriverLock(channel, lock);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
