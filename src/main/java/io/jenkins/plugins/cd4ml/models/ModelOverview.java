package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.registry.RegistryState.Registered;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.Look;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the page of a model shows: who serves where, its versions, what happened lately. */
public final class ModelOverview {
    private static final int VERSIONS = 50;
    private static final int EVENTS = 8;
    private static final int COLUMNS = 2;

    private final ModelPage page;
    private final ModelSummary model;
    private final List<Place> places;

    ModelOverview(ModelPage page) throws IOException {
        this.page = page;
        model = page.summary();
        places = Place.of(model, page.history());
    }

    @NonNull
    public List<Place> getPlaces() {
        return places;
    }

    /** The environment of that name; null where the model knows none. */
    @CheckForNull
    public Place place(@CheckForNull String environment) {
        return places.stream()
                .filter(place -> place.environment().equals(environment))
                .findFirst()
                .orElse(null);
    }

    @NonNull
    public Look getLook() {
        if (model.problem() != null) {
            return new Look("!", Messages.ModelOverview_damaged(), "bad");
        }
        return serving().isEmpty()
                ? new Look("\u25cb", Messages.ModelOverview_notDeployed(), "still")
                : new Look("\u2713", Messages.ModelOverview_deployed(), "good");
    }

    /** "Version 7 is in production". */
    @NonNull
    public String getHeadline() {
        if (model.problem() != null) {
            return Messages.ModelOverview_damaged();
        }
        return serving().isEmpty()
                ? Messages.ModelOverview_notDeployed()
                : serving().stream().map(this::words).collect(Collectors.joining(", "));
    }

    /** Since when, and whether something waits. */
    @NonNull
    public String getSentence() {
        if (model.problem() != null) {
            return model.problem();
        }
        Registered newest = model.newest();
        if (newest == null) {
            return Messages.ModelOverview_noVersion();
        }
        String number = String.valueOf(newest.version());
        String created = Moment.of(newest.created()).getRelative();
        Place serves = serving().stream()
                .filter(place -> place.number() == newest.version())
                .findFirst()
                .orElse(null);
        if (serves != null) {
            return Messages.ModelOverview_newestServes(
                    number, serves.environment(), serves.since().getRelative());
        }
        List<String> waits =
                Waiting.of(model).stream().map(Waiting::environment).toList();
        return waits.isEmpty()
                ? Messages.ModelOverview_newestNowhere(number, created)
                : Messages.ModelOverview_newestWaits(number, created, String.join(", ", waits));
    }

    private String words(Place place) {
        String number = String.valueOf(place.number());
        return place.equals(serving().get(0))
                ? Messages.ModelOverview_servesFirst(number, place.environment())
                : Messages.ModelOverview_serves(number, place.environment());
    }

    private List<Place> serving() {
        return places.stream().filter(place -> place.champion() != null).toList();
    }

    /** A page of the versions, the newest first; with a filter those whose number, alias, data, code or build it names. */
    @NonNull
    public Sheet<VersionRow> versions(@CheckForNull String filter, @CheckForNull String page) throws IOException {
        if (model.versionCount() == 0) {
            return Sheet.of(List.of(), page, VERSIONS);
        }
        String wanted = filter == null ? "" : filter.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            Sheet<Integer> numbers = Sheet.of(numbersDown(), page, VERSIONS);
            List<ModelVersion> shown = ModelRegistry.get()
                    .versions(model.name(), numbers.first() - 1, numbers.items().size());
            return new Sheet<>(shown, numbers.number(), numbers.count(), numbers.first(), numbers.total())
                    .map(this::row);
        }
        List<ModelVersion> found = ModelRegistry.get().versions(model.name(), 0, Integer.MAX_VALUE).stream()
                .filter(version -> VersionFilter.matches(version, model.aliases(version.number()), wanted))
                .toList();
        return Sheet.of(found, page, VERSIONS).map(this::row);
    }

    private List<Integer> numbersDown() {
        return model.state().versions().keySet().stream()
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
    }

    private VersionRow row(ModelVersion version) {
        return VersionRow.of(model, version);
    }

    /** Metrics that have a column: the first of the whole that the newest version shown has. */
    @NonNull
    public List<MetricValue> columns(Sheet<VersionRow> versions) {
        return versions.items().stream()
                .map(row -> VersionRow.metrics(row.version()).stream()
                        .filter(metric -> metric.label() == null && metric.name() != null)
                        .limit(COLUMNS)
                        .toList())
                .filter(metrics -> !metrics.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    @NonNull
    public Wording getWording() {
        return new Wording();
    }

    public int getVersionCount() {
        return model.versionCount();
    }

    /** What happened lately. */
    @NonNull
    public List<HistoryLine> getLatest() throws IOException {
        return page.getHistory().latest(EVENTS);
    }

    @NonNull
    public ModelFacts getFacts() {
        return page.getFacts();
    }

    @NonNull
    public List<String> getEnvironments() {
        return model.environments();
    }

    @NonNull
    public String getNow() {
        return Moment.of(java.time.Instant.now()).getField();
    }
}
