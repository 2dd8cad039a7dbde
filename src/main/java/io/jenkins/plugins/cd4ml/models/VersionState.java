package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.Look;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a version stands, in a colour, two to six words and a sentence. */
public record VersionState(Look look, String headline, @CheckForNull String sentence) {

    @NonNull
    static VersionState of(ModelSummary model, ModelVersion version, JudgedVersion judged, List<HistoryEntry> history) {
        List<Champion> serves = model.champions().stream()
                .filter(champion -> champion.version() == version.number())
                .toList();
        String summary =
                version.evaluation() == null ? null : version.evaluation().summary();
        if (!serves.isEmpty()) {
            String where = serves.stream().map(Champion::environment).collect(Collectors.joining(", "));
            String since = Moment.of(serves.get(0).since()).getRelative();
            return new VersionState(
                    new Look("\u2713", Messages.VersionState_serving(), "good"),
                    Messages.VersionState_serves(where),
                    version.wasRead() && !judged.isPassed()
                            ? Messages.VersionState_sinceAnd(since, Messages.VersionState_unjudged(judged.sentence()))
                            : summary == null
                                    ? Messages.VersionState_since(since)
                                    : Messages.VersionState_sinceAnd(since, capital(summary)));
        }
        if (version.wasRead() && !judged.isPassed()) {
            return new VersionState(judged.look(), headline(judged), capital(judged.sentence()));
        }
        if (Waiting.of(model).stream().anyMatch(waiting -> waiting.version() == version.number())) {
            return new VersionState(
                    new Look("!", Messages.VersionState_waiting(), "warn"), Messages.VersionState_waits(), summary);
        }
        HistoryEntry last = last(version.number(), history);
        return last != null
                ? new VersionState(
                        new Look("\u25cb", Messages.VersionState_idle(), "still"),
                        new HistoryLine(last).getOutcome(),
                        summary)
                : new VersionState(
                        new Look("\u25cb", Messages.VersionState_idle(), "still"),
                        Messages.VersionState_nowhere(),
                        summary);
    }

    private static String headline(JudgedVersion judged) {
        return switch (judged.look().tone()) {
            case "bad" -> Messages.VersionState_failed();
            default ->
                judged.look().word().equals(Messages.JudgedVersion_notJudged())
                        ? Messages.VersionState_notJudged()
                        : Messages.VersionState_inconclusive();
        };
    }

    /** A sentence of the engine's begins with the name of a metric. */
    private static String capital(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** What ended its last time or its last try in an environment; null where it never served. */
    @CheckForNull
    private static HistoryEntry last(int version, List<HistoryEntry> history) {
        return history.stream()
                .filter(entry ->
                        entry.action().movesAlias() && Integer.valueOf(version).equals(entry.from())
                                || entry.action() == HistoryEntry.Action.REJECT && entry.version() == version)
                .filter(entry -> new HistoryLine(entry).isTelling())
                .reduce((earlier, later) -> later)
                .orElse(null);
    }
}
