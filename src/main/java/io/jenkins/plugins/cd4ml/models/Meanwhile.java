package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.Tenure;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Tells a person who changed the champion while a form was open. The registry refuses such a change by itself, to the very last
 * moment; it cannot say it in these words.
 */
final class Meanwhile {
    private Meanwhile() {}

    /** Fails with who did it where another version serves there than the form showed. */
    static void nobodyChanged(String model, @CheckForNull String environment, @CheckForNull Integer expected)
            throws IOException {
        Champion champion = ModelRegistry.get()
                .model(model)
                .map(known -> known.champion(environment))
                .orElse(null);
        if (champion == null || Objects.equals(champion.version(), expected)) {
            return;
        }
        List<Tenure> tenures = ModelRegistry.get().tenures(model, environment);
        HistoryEntry entry = tenures.get(tenures.size() - 1).began();
        throw new AbortException(Messages.Meanwhile_changed(
                entry.build() == null ? entry.actor() : entry.build().toString(),
                String.valueOf(champion.version()),
                environment,
                Moment.of(champion.since()).getRelative()));
    }
}
