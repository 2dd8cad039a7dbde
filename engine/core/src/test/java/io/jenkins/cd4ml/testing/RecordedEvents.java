package io.jenkins.cd4ml.testing;

import io.jenkins.cd4ml.stage.EventSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events for tests to look at afterwards. */
public final class RecordedEvents implements EventSink {
    public final List<String> messages = new CopyOnWriteArrayList<>();
    public final List<String> warnings = new CopyOnWriteArrayList<>();
    public final List<String> progress = new CopyOnWriteArrayList<>();
    public final List<Map<String, Double>> metrics = new CopyOnWriteArrayList<>();

    @Override
    public void message(String sentence) {
        messages.add(sentence);
    }

    @Override
    public void warning(String sentence) {
        warnings.add(sentence);
    }

    @Override
    public void progress(long done, long total, String unit) {
        progress.add(done + "/" + total + " " + unit);
    }

    @Override
    public void metrics(Map<String, Double> figures) {
        metrics.add(figures);
    }
}
