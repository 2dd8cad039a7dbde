package io.jenkins.cd4ml.registry;

import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.io.IOException;
import java.time.Duration;

/**
 * A change of an alias as it is intended.
 *
 * @param to the version that it is to point to
 * @param action {@code ALIAS}, {@code PROMOTE} or {@code ROLLBACK}
 * @param reason one sentence for the history; may be null
 * @param compared whether it only happens where the alias still points to {@code from}
 * @param from the version that it must point to until then; null: to none
 * @param patience how long to wait for other writers at most
 */
public record AliasChange(
        String alias, int to, Action action, String reason, boolean compared, Integer from, Duration patience) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Whatever it points to now; a writer in the way is waited for at most a minute. */
    public static AliasChange of(String alias, int to, Action action, String reason) {
        return new AliasChange(alias, to, action, reason, false, null, PATIENCE);
    }

    /** The same where it still points to that version; null: to none. */
    public AliasChange from(Integer version) {
        return new AliasChange(alias, to, action, reason, true, version, patience);
    }

    /** The same with less patience. */
    public AliasChange within(Duration limit) {
        return new AliasChange(alias, to, action, reason, compared, from, limit);
    }

    /** Writes the change, once. */
    @FunctionalInterface
    public interface Write {
        void now() throws IOException;
    }

    /** Called when all is ready and no other writer can come between: writes, or throws because the change is wanted no more. */
    @FunctionalInterface
    public interface Commit<E extends Exception> {
        void under(Write write) throws IOException, E;
    }
}
