package io.jenkins.cd4ml.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.protocol.Event;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads what a worker says on its standard output and passes it on; ends with the stream. */
final class EventRelay extends Thread {
    private final InputStream output;
    private final EventSink events;
    private Problem problem;

    EventRelay(InputStream output, EventSink events) {
        super("worker-events");
        setDaemon(true);
        this.output = output;
        this.events = events;
    }

    /** What the worker found wrong with its input, or null; to be asked after the thread has ended. */
    Problem problem() {
        return problem;
    }

    @Override
    public void run() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(WorkerMain.PROBLEM)) {
                    problem = Protocol.mapper().readValue(line.substring(WorkerMain.PROBLEM.length()), Problem.class);
                } else {
                    pass(line);
                }
            }
        } catch (IOException e) {
            // the worker died while it spoke; its exit code tells the rest
        }
    }

    private void pass(String line) {
        Event event;
        try {
            event = Protocol.readEvent(line);
        } catch (JsonProcessingException e) {
            // a native library wrote to standard output behind Java's back
            events.message(line);
            return;
        }
        switch (event.kind()) {
            case PROGRESS -> events.progress(event.done(), event.total() == null ? -1 : event.total(), event.unit());
            case METRICS -> events.metrics(event.metrics());
            case WARNING -> events.warning(event.message());
            default -> events.message(event.message());
        }
    }
}
