package io.jenkins.plugins.cd4ml.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.PlainText;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the registry last decided for what serves an environment, as it lies beside it: {@code .cd4ml/deploy/<environment>/registry.json}.
 *
 * @param version that became the champion, {@code digest} of its package
 * @param entries lines of the model's history by then, {@code time} of the last one
 */
record ServedState(String model, int version, String digest, long entries, Instant time) implements Serializable {
    /** The file's name. */
    static final String FILE = "registry.json";

    /** Of a version that has just become the champion. */
    static ServedState of(ModelVersion version, List<HistoryEntry> history) {
        return new ServedState(
                version.model(),
                version.number(),
                version.digest(),
                history.size(),
                history.get(history.size() - 1).time());
    }

    /** Why this cannot come from the registry as it is: both histories, in a sentence; null where it can. */
    @CheckForNull
    String newerThan(String asked, String environment, ModelRegistry registry) throws IOException {
        if (!asked.equals(model) || digest == null || time == null) {
            return null; // another model's environment: the engine decides about that
        }
        Optional<ModelVersion> known =
                registry.model(model).isEmpty() ? Optional.empty() : registry.version(model, version);
        List<HistoryEntry> history = registry.model(model).isEmpty() ? List.of() : registry.history(model);
        boolean same = known.isPresent() && known.get().digest().equals(digest) && history.size() >= entries;
        return same
                ? null
                : Messages.ServedState_newer(
                        environment,
                        model,
                        version,
                        PlainText.line(digest),
                        entries,
                        time,
                        history.size(),
                        history.isEmpty()
                                ? "-"
                                : history.get(history.size() - 1).time());
    }
}
