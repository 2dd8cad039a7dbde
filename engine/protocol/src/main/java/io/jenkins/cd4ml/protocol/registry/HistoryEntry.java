package io.jenkins.cd4ml.protocol.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * One thing that happened to a model: a line of {@code history.jsonl}.
 *
 * @param actor who did it: a user of this machine or of Jenkins
 * @param version the version that was registered, approved, rejected or deleted; null otherwise
 * @param digest of the package that was registered, or that the alias points to since; null otherwise
 * @param alias the alias that moved, or the environment it is about; null for what concerns none
 * @param from the version it pointed to before; null where it is new
 * @param to the version it points to since; null for what moves no alias
 * @param reason one sentence; may be null
 * @param build the build that did it; null outside Jenkins, and for what a person did
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
        String reason,
        BuildReference build) {

    /** What happened. */
    public enum Action {
        /** A package became a version. */
        REGISTER,
        /** An alias was set. */
        ALIAS,
        /** A version took over an environment. */
        PROMOTE,
        /** An earlier version took an environment back. */
        ROLLBACK,
        /** A canary ended without promotion: the version did not take over the environment. */
        REJECT,
        /** A person allowed a version in an environment. */
        APPROVE,
        /** An approval no longer holds. */
        WITHDRAW,
        /** Jobs, environments or the description changed; the reason says what. */
        CONFIGURE,
        /** A version was removed; without a version: the model. */
        DELETE;

        /** As it stands in files. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether an alias points elsewhere afterwards. */
        public boolean movesAlias() {
            return this == ALIAS || this == PROMOTE || this == ROLLBACK;
        }

        @JsonCreator
        public static Action ofLabel(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /** A registration. */
    public static HistoryEntry registered(
            Instant time, String actor, int version, String digest, String reason, BuildReference build) {
        return new HistoryEntry(time, actor, Action.REGISTER, version, digest, null, null, null, reason, build);
    }

    /** An alias that points elsewhere. */
    public static HistoryEntry moved(
            Instant time,
            String actor,
            Action action,
            String alias,
            Integer from,
            int to,
            String reason,
            BuildReference build) {
        if (!action.movesAlias()) {
            throw new IllegalArgumentException(action.label() + " moves no alias");
        }
        return new HistoryEntry(time, actor, action, null, null, alias, from, to, reason, build);
    }

    /** The same about the package with that digest. */
    public HistoryEntry of(String content) {
        return new HistoryEntry(time, actor, action, version, content, alias, from, to, reason, build);
    }

    /** Something else about a version, an environment or both, or about the model. */
    public static HistoryEntry noted(
            Instant time,
            String actor,
            Action action,
            Integer version,
            String environment,
            String reason,
            BuildReference build) {
        if (action.movesAlias() || action == Action.REGISTER) {
            throw new IllegalArgumentException(action.label() + " needs more than that");
        }
        return new HistoryEntry(time, actor, action, version, null, environment, null, null, reason, build);
    }

    /** Whether it says what its action needs; what does not was damaged. */
    @JsonIgnore
    public boolean isComplete() {
        if (time == null || action == null) {
            return false;
        }
        return switch (action) {
            case REGISTER -> version != null && digest != null;
            case ALIAS, PROMOTE, ROLLBACK -> alias != null && to != null;
            case REJECT, APPROVE, WITHDRAW -> version != null && alias != null;
            case DELETE, CONFIGURE -> true;
        };
    }
}
