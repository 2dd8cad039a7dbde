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
import java.util.concurrent.CompletableFuture;

/** Reads what a worker writes to its standard output and passes it on to the work that it does; ends with the stream. */
final class EventRelay extends Thread {
    private final InputStream output;
    private volatile Listener listener;

    EventRelay(InputStream output) {
        super("worker-events");
        setDaemon(true);
        this.output = output;
    }

    /** One work of a worker. */
    static final class Listener {
        private final EventSink events;
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private volatile boolean begun;
        private volatile Problem problem;
        private volatile RuntimeException failure;

        private Listener(EventSink events) {
            this.events = events;
        }

        /** Completes with the bytes of memory that the worker has taken, after all events of the work were passed on. */
        CompletableFuture<Long> done() {
            return done;
        }

        /** Whether the worker has begun it. */
        boolean hasBegun() {
            return begun;
        }

        /** What the worker found wrong with its input, or null. */
        Problem problem() {
            return problem;
        }

        /** Throws what a receiver of the events threw. */
        void requireHeard() {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** From now on what is read belongs to this work. */
    Listener listen(EventSink events) {
        Listener next = new Listener(events);
        listener = next;
        return next;
    }

    @Override
    public void run() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Listener current = listener;
                if (current != null && !line.isEmpty()) {
                    hear(current, line);
                }
            }
        } catch (IOException e) {
            // the worker died while it wrote; its exit code tells the rest
        }
    }

    private void hear(Listener current, String line) throws IOException {
        if (line.startsWith(WorkerMain.PROBLEM)) {
            current.problem = Protocol.mapper().readValue(line.substring(WorkerMain.PROBLEM.length()), Problem.class);
        } else if (line.equals(WorkerMain.BEGUN)) {
            current.begun = true;
        } else if (line.startsWith(WorkerMain.DONE)) {
            // What comes between two works is no event.
            listener = null;
            current.done.complete(Long.parseLong(line.substring(WorkerMain.DONE.length())));
        } else if (current.failure == null) {
            try {
                pass(current.events, line);
            } catch (RuntimeException e) {
                // Reading goes on: a worker whose output is full would wait for ever.
                current.failure = e;
            }
        }
    }

    private static void pass(EventSink events, String line) {
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
