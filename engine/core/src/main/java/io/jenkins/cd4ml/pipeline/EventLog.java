package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.protocol.Event;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Writes a stage's events to {@code events.jsonl}, with a mark for what is no character, and tells a listener; progress at most four times a second. */
final class EventLog implements EventSink, Closeable {
    private static final Duration PROGRESS_PAUSE = Duration.ofMillis(250);

    private final Stage stage;
    private final Clock clock;
    private final Consumer<Event> listener;
    private final Writer file;
    private Instant lastProgress = Instant.MIN;
    private IOException failure;

    EventLog(Stage stage, Path file, Clock clock, Consumer<Event> listener) throws IOException {
        this.stage = stage;
        this.clock = clock;
        this.listener = listener;
        this.file =
                new OutputStreamWriter(new BufferedOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8);
    }

    @Override
    public void message(String sentence) {
        say(Event.Kind.MESSAGE, sentence, null, null, null, null);
    }

    @Override
    public void warning(String sentence) {
        say(Event.Kind.WARNING, sentence, null, null, null, null);
    }

    @Override
    public synchronized void progress(long done, long total, String unit) {
        Instant now = clock.instant();
        if (done < total && lastProgress.isAfter(now.minus(PROGRESS_PAUSE))) {
            return;
        }
        lastProgress = now;
        say(Event.Kind.PROGRESS, null, done, total < 0 ? null : total, unit, null);
    }

    @Override
    public void metrics(Map<String, Double> metrics) {
        say(Event.Kind.METRICS, null, null, null, null, metrics);
    }

    void started(String sentence) {
        say(Event.Kind.STARTED, sentence, null, null, null, null);
    }

    void finished(String sentence) {
        say(Event.Kind.FINISHED, sentence, null, null, null, null);
    }

    private synchronized void say(
            Event.Kind kind, String message, Long done, Long total, String unit, Map<String, Double> metrics) {
        Event event = new Event(clock.instant(), stage, kind, message, done, total, unit, metrics);
        try {
            file.write(Protocol.writeLine(event));
            file.write('\n');
            file.flush();
        } catch (IOException e) {
            // told when the stage ends: work must not stop in the middle because its log cannot be written
            failure = e;
        }
        listener.accept(event);
    }

    @Override
    public void close() throws IOException {
        if (failure != null) {
            throw failure;
        }
        file.close();
    }
}
