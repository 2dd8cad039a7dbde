package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A model in the list.
 *
 * @param url below Jenkins' root
 * @param newest number of the newest version; null where there is none
 * @param created when that was registered
 * @param figure what the version that serves, or else the newest, is judged by; null where that is not known
 * @param figureOf number of that version
 * @param problem why the model cannot be read; null where it can
 */
public record ModelRow(
        String name,
        String url,
        String description,
        List<Serving> serving,
        List<Waiting> waiting,
        int versions,
        @CheckForNull Integer newest,
        @CheckForNull Moment created,
        @CheckForNull MetricValue figure,
        @CheckForNull Integer figureOf,
        @CheckForNull String problem) {
    private static final Logger LOGGER = Logger.getLogger(ModelRow.class.getName());

    @NonNull
    static ModelRow of(ModelsPage page, ModelSummary model) {
        List<Serving> serving = Serving.of(model);
        RegistryState.Registered newest = model.newest();
        Integer shown = !serving.isEmpty()
                ? Integer.valueOf(serving.get(0).version())
                : newest == null ? null : newest.version();
        return new ModelRow(
                model.name(),
                page.getUrl() + "model/" + model.name() + "/",
                model.settings().description(),
                serving,
                Waiting.of(model),
                model.versionCount(),
                newest == null ? null : newest.version(),
                newest == null ? null : Moment.of(newest.created()),
                shown == null ? null : telling(model.name(), shown).orElse(null),
                shown,
                model.problem());
    }

    /** One damaged file must not take the list away. */
    private static Optional<MetricValue> telling(String model, int version) {
        try {
            return ModelRegistry.get()
                    .version(model, version)
                    .map(ModelVersion::evaluation)
                    .flatMap(evaluation -> Estimate.telling(evaluation.metrics()));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "cannot read version " + version + " of " + model);
            return Optional.empty();
        }
    }

    /** "Accuracy". */
    @CheckForNull
    public String figureName() {
        return figure == null ? null : Estimate.name(figure);
    }

    /** "0.910 [0.862, 0.948]". */
    @CheckForNull
    public String figureText() {
        return figure == null ? null : Estimate.of(figure.value(), figure.interval());
    }
}
