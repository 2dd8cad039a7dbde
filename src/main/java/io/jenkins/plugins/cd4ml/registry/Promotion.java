package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * A version that is to become the champion of an environment.
 *
 * @param digest {@code sha256:…} of the package that its author looked at
 * @param expected what the author knows of the environment
 * @param reason one sentence; a person who promotes what does not meet the environment's rule must give one
 * @param canary whether a canary of that version passed just now
 * @param requesters ids of the users who asked for it, the author's own among them
 */
public record Promotion(
        String environment,
        int version,
        String digest,
        ExpectedChampion expected,
        @CheckForNull String reason,
        boolean canary,
        List<String> requesters) {

    /** By a person on a page. */
    public static Promotion byPerson(
            String environment, int version, String digest, ExpectedChampion expected, @CheckForNull String reason) {
        return new Promotion(environment, version, digest, expected, reason, false, List.of());
    }
}
