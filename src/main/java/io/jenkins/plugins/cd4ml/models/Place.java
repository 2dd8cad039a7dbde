package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import io.jenkins.cd4ml.protocol.registry.Tenure;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An environment, and what serves there.
 *
 * @param champion the version that serves; null where none does
 * @param version what is known of it; null likewise
 * @param entry what brought it there; null likewise
 * @param guarded whether a version needs a person's approval to serve there
 * @param moves how often the environment's alias has been moved
 * @param rule what it requires, in a few words
 * @param waiting number of the version that waits for that; null where none does
 */
public record Place(
        String environment,
        @CheckForNull Champion champion,
        @CheckForNull ModelVersion version,
        @CheckForNull HistoryEntry entry,
        boolean guarded,
        long moves,
        String rule,
        @CheckForNull Integer waiting) {

    /** All that a model knows, in alphabetical order. */
    @NonNull
    static List<Place> of(ModelSummary model, List<HistoryEntry> history) throws IOException {
        List<Waiting> waiting = Waiting.of(model);
        List<Place> places = new ArrayList<>();
        for (String environment : model.environments()) {
            Champion champion = model.champion(environment);
            List<Tenure> tenures = champion == null ? List.of() : RegistryState.tenures(history, environment);
            places.add(new Place(
                    environment,
                    champion,
                    champion == null
                            ? null
                            : ModelRegistry.get()
                                    .known(model.name(), champion.version())
                                    .orElse(null),
                    tenures.isEmpty() ? null : tenures.get(tenures.size() - 1).began(),
                    model.rule(environment).approval(),
                    ModelRegistry.get().champion(model.name(), environment).moves(),
                    model.rule(environment).words(),
                    waiting.stream()
                            .filter(one -> one.environment().equals(environment))
                            .map(Waiting::version)
                            .findFirst()
                            .orElse(null)));
        }
        return places;
    }

    /** The number of the version that serves; null where none does. */
    @CheckForNull
    public Integer number() {
        return champion == null ? null : champion.version();
    }

    @CheckForNull
    public Moment since() {
        return champion == null ? null : Moment.of(champion.since());
    }

    /** The version that a rollback leads to; null where there is none. */
    @CheckForNull
    public Integer previous() {
        return champion == null ? null : champion.previous();
    }

    /** Who brought it there. */
    @CheckForNull
    public String actor() {
        return entry == null || entry.build() != null && ACL.SYSTEM_USERNAME.equals(entry.actor())
                ? null
                : entry.actor();
    }

    @CheckForNull
    public String reason() {
        return entry == null ? null : entry.reason();
    }

    /** The build that brought it there; null where a person did. */
    @CheckForNull
    public BuildLink build() {
        return entry == null ? null : BuildLink.of(entry.build());
    }

    @CheckForNull
    public String dataVersion() {
        return version == null || version.lineage() == null
                ? null
                : version.lineage().dataVersion();
    }

    /** The metric that speaks for the version; null where there is none. */
    @CheckForNull
    private MetricValue figure() {
        return Optional.ofNullable(version)
                .map(ModelVersion::evaluation)
                .flatMap(evaluation -> Estimate.telling(evaluation.metrics()))
                .orElse(null);
    }

    @CheckForNull
    public String figureName() {
        MetricValue figure = figure();
        return figure == null ? null : Estimate.name(figure);
    }

    @CheckForNull
    public String figureText() {
        MetricValue figure = figure();
        return figure == null ? null : Estimate.of(figure.value(), figure.interval());
    }
}
