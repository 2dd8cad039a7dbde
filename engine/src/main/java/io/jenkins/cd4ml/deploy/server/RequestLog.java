package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every row that was predicted, a line of JSON each: {@code {"time", "id", "version", "row": {column: value}, "prediction"}}.
 * Sensitive columns are left out. A thread of its own writes; where it cannot keep up, or the disk is full, rows are dropped
 * and counted, and predictions go on.
 *
 * <p>Files are called {@code <version>-<start, UTC>-<pid>[-<n>].jsonl}; a new one begins after 64 MiB.
 */
final class RequestLog implements AutoCloseable {
    private static final int QUEUE = 10_000;
    private static final long FILE_BYTES = 64L * 1024 * 1024;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final BlockingQueue<Answered> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final Path folder;
    private final String name;
    private final Clock clock;
    private final Thread writer;
    private volatile boolean closing;
    private int files;
    private Path file;
    private long bytes;

    /** One answer, not yet as text. */
    private record Answered(Instant time, String id, String version, Table rows, Predictions predictions) {}

    /** A line. */
    private record Line(Instant time, String id, String version, ObjectNode row, Object prediction) {}

    RequestLog(Path folder, String version, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.name = version + "-" + NAME.format(clock.instant()) + "-"
                + ProcessHandle.current().pid();
        this.writer = new Thread(this::write, "request-log");
        writer.setDaemon(true);
        writer.start();
    }

    /** Hands an answer over; never waits. */
    void add(String id, String version, Table rows, Predictions predictions) {
        if (!queue.offer(new Answered(clock.instant(), id, version, rows, predictions))) {
            dropped.addAndGet(rows.rows());
        }
    }

    /** Rows that were answered and are not in the log. */
    long dropped() {
        return dropped.get();
    }

    /** Writes what is left, for at most two seconds. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        writer.join(TimeUnit.SECONDS.toMillis(2));
    }

    private void write() {
        try {
            while (true) {
                Answered next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    append(next);
                } else if (closing) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(Answered answered) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < answered.rows().rows(); i++) {
            lines.append(line(answered, i)).append('\n');
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            if (file == null || bytes > FILE_BYTES) {
                file = folder.resolve(name + (files == 0 ? "" : "-" + files) + ".jsonl");
                files++;
                bytes = 0;
            }
            Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            bytes += text.length;
        } catch (IOException e) {
            if (dropped.getAndAdd(answered.rows().rows()) == 0) {
                System.err.println("rows are missing in the request log: " + e);
            }
        }
    }

    private static String line(Answered answered, int index) {
        Predictions predictions = answered.predictions();
        Object prediction =
                predictions.classes().isEmpty() ? (Object) predictions.values()[index][0] : predictions.label(index);
        return Protocol.writeLine(new Line(
                answered.time(),
                answered.id(),
                answered.version(),
                RowJson.of(answered.rows(), index, column -> !column.sensitive()),
                prediction));
    }
}
