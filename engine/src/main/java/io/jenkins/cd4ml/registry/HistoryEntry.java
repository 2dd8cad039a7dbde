package io.jenkins.cd4ml.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * One thing that happened to a model: a line of {@code history.jsonl}.
 *
 * @param actor the user's name on this machine
 * @param version the version that was registered; null for what concerns an alias
 * @param digest of its package; null likewise
 * @param alias the alias that was set; null for a registration
 * @param from the version it pointed to before; null where it is new
 * @param to the version it points to since
 * @param reason one sentence; may be null
 */
public record HistoryEntry(
        Instant time,
        String actor,
        Action action,
        Integer version,
        String digest,
        String alias,
        Integer from,
        Integer to,
        String reason) {

    /** What happened. */
    public enum Action {
        /** A package became a version. */
        REGISTER,
        /** An alias was set. */
        ALIAS,
        /** A version took over an environment. */
        PROMOTE,
        /** An earlier version took an environment back. */
        ROLLBACK;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Action ofLabel(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }
}
