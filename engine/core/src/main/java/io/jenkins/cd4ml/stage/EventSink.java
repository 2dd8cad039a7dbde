package io.jenkins.cd4ml.stage;

import java.util.Map;

/** Where a stage says what it is doing. */
public interface EventSink {
    /** A sentence for people. */
    void message(String sentence);

    /** A sentence for people about something that may be wrong. */
    void warning(String sentence);

    /** Units of work done so far; {@code total} may be negative where it is not known. Cheap: callers need not throttle. */
    void progress(long done, long total, String unit);

    /** Figures of the moment, by name. */
    void metrics(Map<String, Double> metrics);

    /** Says nothing to anybody. */
    EventSink SILENT = new EventSink() {
        @Override
        public void message(String sentence) {
            // nobody listens
        }

        @Override
        public void warning(String sentence) {
            // nobody listens
        }

        @Override
        public void progress(long done, long total, String unit) {
            // nobody listens
        }

        @Override
        public void metrics(Map<String, Double> metrics) {
            // nobody listens
        }
    };
}
