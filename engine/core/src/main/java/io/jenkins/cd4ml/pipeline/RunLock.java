package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/**
 * One stage at a time in a run: {@code <run>/lock}, held by the operating system for as long as the process lives, says who works there.
 * A lock file that nothing holds is that of a killed stage, whose temporary folders the next stage of the project removes.
 */
final class RunLock implements AutoCloseable {
    private static final String FILE = "lock";

    /** Folders that a stage removes when it ends, by the beginnings of their names. */
    private static final String LEFTOVERS = "{tmp-*,.foreign-*,.predict*,.package*}";

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the run, and removes what killed stages have left in this run and the project's others.
     *
     * @throws InputException where another stage holds it, naming that stage
     */
    static RunLock take(RunFolder run, Stage stage, Clock clock) throws IOException {
        RunLock lock = open(run.path());
        if (lock == null) {
            throw new InputException("a stage is at work in run " + run.id() + ": "
                    + holder(run.path().resolve(FILE)) + "; wait for its end, or begin a run of its own");
        }
        try {
            String line =
                    stage.step() + ", process " + ProcessHandle.current().pid() + ", since " + clock.instant() + "\n";
            lock.channel.truncate(0);
            lock.channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // A full disk: what the stage does about that it says itself.
        }
        sweep(run.path());
        sweepOthers(run.path());
        return lock;
    }

    @Override
    public void close() {
        try {
            // First the name, then the lock: who opens the file in between locks one that has no name, which harms
            // nothing.
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            // The result is written: it does not depend on it, and the lock ends with this process.
        }
    }

    /** Null where another process, or another thread of this one, holds it. */
    private static RunLock open(Path run) throws IOException {
        Path file = run.resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(file, channel);
            }
        } catch (OverlappingFileLockException e) {
            // the same answer
        } catch (IOException e) {
            // A file system without locks: as if there were none.
            return new RunLock(file, channel);
        }
        channel.close();
        return null;
    }

    private static String holder(Path file) {
        try {
            String line = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            return line.isEmpty() ? "another process" : line;
        } catch (IOException e) {
            return "another process";
        }
    }

    private static void sweepOthers(Path run) {
        try (DirectoryStream<Path> runs =
                Files.newDirectoryStream(run.toAbsolutePath().getParent())) {
            for (Path other : runs) {
                if (!other.getFileName().equals(run.getFileName())
                        && Files.exists(other.resolve(FILE), LinkOption.NOFOLLOW_LINKS)) {
                    sweepKilled(other);
                }
            }
        } catch (IOException e) {
            // the stage does not depend on it
        }
    }

    private static void sweepKilled(Path run) throws IOException {
        RunLock lock = open(run);
        if (lock != null) {
            try (lock) {
                sweep(run);
            }
        }
    }

    private static void sweep(Path run) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(run, LEFTOVERS)) {
            for (Path folder : left) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    Removal.of(folder);
                }
            }
        } catch (NoSuchFileException e) {
            // removed meanwhile
        }
    }
}
