package io.jenkins.cd4ml.deploy.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.config.RequestLogSettings;
import io.jenkins.cd4ml.data.source.RequestSample;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every row that was predicted, or those of a share of the requests, a line of JSON each: {@code {"time", "id", "index",
 * "version", "share", "row": {column: value}, "prediction"}}. Sensitive columns are left out, and the prediction where the
 * target is one. A thread of its own writes; where it cannot keep up, or the disk is full, rows are dropped and counted, and
 * predictions go on.
 */
public final class RequestLog implements AutoCloseable {
    /** Rows that may wait to be written; beyond that they are dropped. */
    private static final int QUEUED_ROWS = 50_000;

    private final BlockingQueue<Answered> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong overrun = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final RotatingLog log;
    private final double share;
    private final boolean sensitiveTarget;
    private final Clock clock;
    private final Thread writer;
    private volatile boolean closing;
    private volatile boolean failing;

    /** One answer, not yet as text. */
    private record Answered(Instant time, String id, String version, Table rows, Predictions predictions) {}

    /** A line. */
    private record Line(
            Instant time,
            String id,
            int index,
            String version,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double share,
            ObjectNode row,
            @JsonInclude(JsonInclude.Include.NON_NULL) Object prediction) {}

    /**
     * Begins a log.
     *
     * @param version of the model at the beginning, for the files' names
     * @param sensitiveTarget whether what is predicted must not be written down
     */
    public RequestLog(Path folder, String version, RequestLogSettings settings, boolean sensitiveTarget, Clock clock) {
        this.log = new RotatingLog(folder, version, settings, clock);
        this.share = settings.share();
        this.sensitiveTarget = sensitiveTarget;
        this.clock = clock;
        this.writer = new Thread(this::write, "request-log");
        writer.setDaemon(true);
        writer.start();
    }

    /** Hands an answer over; never waits. */
    public void add(String id, String version, Table rows, Predictions predictions) {
        if (!RequestSample.contains(id, share)) {
            return;
        }
        if (queued.addAndGet(rows.rows()) > QUEUED_ROWS) {
            queued.addAndGet(-rows.rows());
            overrun.addAndGet(rows.rows());
            return;
        }
        queue.add(new Answered(clock.instant(), id, version, rows, predictions));
    }

    /** Rows in the log. */
    public long written() {
        return written.get();
    }

    /** Rows of the sample that were answered faster than they could be written, and are not in the log. */
    public long overrun() {
        return overrun.get();
    }

    /** Rows that the disk did not take. */
    public long lost() {
        return lost.get();
    }

    /** Whether the last attempt to write failed. */
    public boolean isFailing() {
        return failing;
    }

    /** Writes what is left, for at most two seconds. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        writer.join(TimeUnit.SECONDS.toMillis(2));
        try {
            log.close();
        } catch (IOException e) {
            System.err.println("the request log could not be closed: " + FileFailure.of(e));
        }
    }

    private void write() {
        try {
            while (true) {
                Answered next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    append(next);
                    queued.addAndGet(-next.rows().rows());
                } else if (closing) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(Answered answered) {
        int rows = answered.rows().rows();
        try {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                lines.append(Protocol.writeLine(line(answered, i))).append('\n');
            }
            log.append(lines.toString().getBytes(StandardCharsets.UTF_8));
            written.addAndGet(rows);
            if (failing) {
                failing = false;
                System.err.println("the request log can be written again; " + lost + " rows are missing in it");
            }
        } catch (IOException | RuntimeException e) {
            lost.addAndGet(rows);
            if (!failing) {
                failing = true;
                System.err.println(
                        "the request log cannot be written, predictions go on without it: " + FileFailure.of(e));
            }
        }
    }

    private Line line(Answered answered, int index) {
        Predictions predictions = answered.predictions();
        Object prediction = predictions.classes().isEmpty() ? predictions.value(index, 0) : predictions.label(index);
        return new Line(
                answered.time(),
                answered.id(),
                index,
                answered.version(),
                share < 1 ? share : null,
                RowJson.of(answered.rows(), index, column -> !column.sensitive()),
                sensitiveTarget ? null : prediction);
    }
}
