package io.jenkins.cd4ml.protocol.registry;

import java.time.Instant;

/**
 * The time that a version held an alias: for an environment, that it was in production there.
 *
 * @param began the entry that gave it the alias
 * @param until when another took over; null where it still holds it
 */
public record Tenure(String alias, int version, Instant from, Instant until, HistoryEntry began) {
    /** Whether it held the alias at that moment; the first moment counts, the last one does not. */
    public boolean covers(Instant moment) {
        return !moment.isBefore(from) && (until == null || moment.isBefore(until));
    }
}
