package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.protocol.Event;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.EventSink;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;

/** Says events as lines of JSON on a worker's standard output. */
final class EventWriter implements EventSink {
    private final PrintStream out;

    EventWriter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void message(String sentence) {
        print(Event.Kind.MESSAGE, sentence, null, null, null, null);
    }

    @Override
    public void warning(String sentence) {
        print(Event.Kind.WARNING, sentence, null, null, null, null);
    }

    @Override
    public void progress(long done, long total, String unit) {
        print(Event.Kind.PROGRESS, null, done, total < 0 ? null : total, unit, null);
    }

    @Override
    public void metrics(Map<String, Double> metrics) {
        print(Event.Kind.METRICS, null, null, null, null, metrics);
    }

    private synchronized void print(
            Event.Kind kind, String message, Long done, Long total, String unit, Map<String, Double> metrics) {
        out.println(Protocol.writeLine(new Event(Instant.now(), null, kind, message, done, total, unit, metrics)));
    }
}
