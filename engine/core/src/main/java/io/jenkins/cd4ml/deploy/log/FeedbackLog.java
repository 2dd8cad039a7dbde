package io.jenkins.cd4ml.deploy.log;

import io.jenkins.cd4ml.config.RequestLogSettings;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What turned out to be right, long after it was predicted: {@code {"time", "id", "index", "truth"}}, a line each. Nothing is
 * ever changed: of several lines for the same row of the same request readers take the last.
 */
public final class FeedbackLog implements AutoCloseable {
    private final RotatingLog log;
    private final Clock clock;
    private final AtomicLong labels = new AtomicLong();

    /**
     * The right answer to one row.
     *
     * @param id of the request
     * @param index of the row in it, from 0
     * @param truth a class, or a number
     */
    public record Label(String id, int index, Object truth) {}

    private record Line(Instant time, String id, int index, Object truth) {}

    public FeedbackLog(Path folder, RequestLogSettings settings, Clock clock) {
        this.log = new RotatingLog(folder, "feedback", settings, clock);
        this.clock = clock;
    }

    /** Writes all or none of them; when this returns the operating system has them. */
    public void add(List<Label> given) throws IOException {
        Instant now = clock.instant();
        StringBuilder lines = new StringBuilder();
        for (Label label : given) {
            lines.append(Protocol.writeLine(new Line(now, label.id(), label.index(), label.truth())))
                    .append('\n');
        }
        log.append(lines.toString().getBytes(StandardCharsets.UTF_8));
        labels.addAndGet(given.size());
    }

    /** Labels written so far. */
    public long labels() {
        return labels.get();
    }

    @Override
    public void close() {
        try {
            log.close();
        } catch (IOException e) {
            System.err.println("the feedback log could not be closed: " + FileFailure.of(e));
        }
    }
}
