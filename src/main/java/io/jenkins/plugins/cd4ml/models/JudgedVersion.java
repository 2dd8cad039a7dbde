package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVerdict;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.Look;
import java.io.IOException;

/**
 * What the registry's record says of a version now: a validation that ended after it was registered counts, too.
 *
 * @param look its colour and word
 * @param sentence why it is not validated; null where it is
 */
public record JudgedVersion(Look look, @CheckForNull String sentence) {

    @NonNull
    static JudgedVersion of(ModelVersion version) throws IOException {
        ModelVerdict verdict = ModelRegistry.get().verdict(version.model(), version.number());
        Look look = verdict.verdict() == null
                ? new Look("\u2013", Messages.JudgedVersion_notJudged(), "warn")
                : Look.ofVerdict(verdict.verdict().name());
        return new JudgedVersion(look, verdict.problem());
    }

    /** Whether a validation passed and counts. */
    public boolean isPassed() {
        return sentence == null;
    }
}
