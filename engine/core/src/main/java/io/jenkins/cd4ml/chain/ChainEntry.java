package io.jenkins.cd4ml.chain;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.cd4ml.protocol.Stage;
import java.time.Instant;

/**
 * One line of {@code chain.jsonl}. Fields that an event does not need are null.
 *
 * @param time for people alone
 * @param run the run that the line belongs to: a copy of the folder under another name is another run
 * @param model the one model of the run, with the first stage that could read its configuration
 * @param configuration the one configuration file of the run, relative to the project
 * @param continues the run whose files this one starts from
 * @param begun of {@code BEGIN}: a mark of its own; of {@code END}: the mark of the beginning it belongs to
 * @param sha256 of {@code END}: of the result's file, lower-case hex
 */
public record ChainEntry(
        Event event,
        Instant time,
        String run,
        String model,
        String configuration,
        String continues,
        Stage stage,
        String begun,
        String sha256) {

    /** What happened. */
    public enum Event {
        /** The run took up another run's files. */
        @JsonProperty("continues")
        CONTINUES,
        /** The run belongs to this model and configuration file from now on. */
        @JsonProperty("model")
        MODEL,
        /** A stage began: its earlier results and those of later stages count no more. */
        @JsonProperty("begin")
        BEGIN,
        /** A stage wrote its result. */
        @JsonProperty("end")
        END
    }

    static ChainEntry continues(Instant time, String run, String earlier) {
        return new ChainEntry(Event.CONTINUES, time, run, null, null, earlier, null, null, null);
    }

    static ChainEntry model(Instant time, String run, String model, String configuration) {
        return new ChainEntry(Event.MODEL, time, run, model, configuration, null, null, null, null);
    }

    static ChainEntry begin(Instant time, String run, Stage stage, String begun) {
        return new ChainEntry(Event.BEGIN, time, run, null, null, null, stage, begun, null);
    }

    static ChainEntry end(Instant time, String run, Stage stage, String begun, String sha256) {
        return new ChainEntry(Event.END, time, run, null, null, null, stage, begun, sha256);
    }
}
