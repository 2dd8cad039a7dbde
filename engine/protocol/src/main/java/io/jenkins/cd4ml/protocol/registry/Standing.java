package io.jenkins.cd4ml.protocol.registry;

import java.time.Instant;
import java.util.List;

/**
 * Where an alias stands.
 *
 * @param version that it points to
 * @param since when it took over
 * @param trail the versions it pointed to and may go back to, the present one first
 */
public record Standing(int version, Instant since, List<Integer> trail) {

    /** The version before the present one that was not rolled back since; null where there is none. */
    public Integer previous() {
        return trail.size() < 2 ? null : trail.get(1);
    }
}
