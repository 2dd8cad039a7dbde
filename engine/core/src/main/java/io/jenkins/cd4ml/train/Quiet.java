package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import java.util.Map;

/**
 * A context that hears warnings and messages alone: the epochs of thirty trials are nobody's progress. What several of them say side by
 * side is heard one after the other.
 */
final class Quiet implements EventSink {
    private final EventSink events;

    private Quiet(EventSink events) {
        this.events = events;
    }

    static StageContext of(StageContext context) {
        return new StageContext(
                context.project(),
                context.run(),
                context.configuration(),
                new Quiet(context.events()),
                context.cancellation(),
                context.clock(),
                context.environment(),
                context.kept());
    }

    @Override
    public void message(String sentence) {
        synchronized (events) {
            events.message(sentence);
        }
    }

    @Override
    public void warning(String sentence) {
        synchronized (events) {
            events.warning(sentence);
        }
    }

    @Override
    public void progress(long done, long total, String unit) {
        // told by who counts folds and trials
    }

    @Override
    public void metrics(Map<String, Double> metrics) {
        // the same
    }
}
