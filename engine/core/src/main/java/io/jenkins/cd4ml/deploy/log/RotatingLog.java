package io.jenkins.cd4ml.deploy.log;

import io.jenkins.cd4ml.config.RequestLogSettings;
import io.jenkins.cd4ml.problem.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lines in files {@code <name>-<start, UTC>-<pid>[-<n>].jsonl}: a new one begins after so many bytes or hours, and the old one
 * is packed and one day removed, by a thread of its own. Lines are whole: where only a part could be written it is taken back,
 * or if that fails too, the file is left with its torn last line and the next one begun.
 */
final class RotatingLog implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MINUTES_BETWEEN_LOOKS = 10;

    private final Path folder;
    private final RequestLogSettings settings;
    private final Clock clock;
    private final String name;
    private final LogFolder tidying;
    private final ScheduledExecutorService tidier;
    private FileChannel channel;
    private Path file;
    private Instant begun;
    private long bytes;
    private int files;

    RotatingLog(Path folder, String name, RequestLogSettings settings, Clock clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.name = name + "-" + TIME.format(clock.instant()) + "-"
                + ProcessHandle.current().pid();
        this.tidying = new LogFolder(folder, settings, clock);
        this.tidier = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "log-tidy");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        tidier.scheduleWithFixedDelay(this::look, 0, MINUTES_BETWEEN_LOOKS, TimeUnit.MINUTES);
    }

    /** Appends whole lines, all or none of them. */
    synchronized void append(byte[] lines) throws IOException {
        boolean full = bytes + lines.length > settings.fileMegabytes() * 1024L * 1024L;
        if (channel != null && (full || isOld())) {
            turnOver();
        }
        if (channel == null) {
            open();
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            bytes += lines.length;
        } catch (IOException e) {
            takeBack();
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        tidier.shutdown();
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void open() throws IOException {
        Path next = folder.resolve(name + (files == 0 ? "" : "-" + files) + ".jsonl");
        channel = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        file = next;
        files++;
        bytes = channel.size();
        begun = clock.instant();
    }

    private boolean isOld() {
        return clock.instant().isAfter(begun.plus(Duration.ofHours(settings.fileHours())));
    }

    private void turnOver() throws IOException {
        FileChannel old = channel;
        Path finished = file;
        channel = null;
        old.close();
        try {
            tidier.execute(() -> attempt(() -> {
                tidying.pack(finished);
                tidying.tidy();
            }));
        } catch (RejectedExecutionException e) {
            // closed meanwhile: whoever writes here next packs it
        }
    }

    private void takeBack() {
        try {
            channel.truncate(bytes);
        } catch (IOException e) {
            try {
                turnOver();
            } catch (IOException again) {
                System.err.println("the log " + file + " could not be closed: " + again);
            }
        }
    }

    private void look() {
        attempt(() -> {
            synchronized (this) {
                if (channel != null && bytes > 0 && isOld()) {
                    turnOver();
                }
            }
            tidying.tidy();
        });
    }

    /** What tidies. */
    @FunctionalInterface
    private interface Tidying {
        void run() throws IOException;
    }

    private void attempt(Tidying work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            System.err.println("the logs in " + folder + " could not be tidied: " + FileFailure.of(e));
        }
    }
}
