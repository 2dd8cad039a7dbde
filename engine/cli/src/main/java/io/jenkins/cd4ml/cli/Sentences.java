package io.jenkins.cd4ml.cli;

import io.jenkins.cd4ml.stage.EventSink;
import java.io.PrintStream;
import java.util.Map;

/** Says events that are sentences, and nothing else. */
record Sentences(PrintStream err) implements EventSink {
    @Override
    public void message(String sentence) {
        err.println("  " + sentence);
    }

    @Override
    public void warning(String sentence) {
        err.println("  warning: " + sentence);
    }

    @Override
    public void progress(long done, long total, String unit) {
        // soon over
    }

    @Override
    public void metrics(Map<String, Double> metrics) {
        // there are none
    }
}
