package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened while a stage ran: a line of {@code events.jsonl}.
 *
 * @param message a sentence for people; null for pure numbers
 * @param done units of work done so far, {@code total} those to do (null where unknown), {@code unit} their name
 * @param metrics figures of the moment, by name: for training {@code epoch}, {@code train_loss}, {@code validation_loss}, …
 */
public record Event(
        Instant time,
        Stage stage,
        Kind kind,
        String message,
        Long done,
        Long total,
        String unit,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> metrics) {

    /** What kind of event it is. */
    public enum Kind {
        STARTED,
        PROGRESS,
        METRICS,
        MESSAGE,
        WARNING,
        FINISHED
    }
}
