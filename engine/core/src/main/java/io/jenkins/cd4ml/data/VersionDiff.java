package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.DataDiff.ColumnChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares two data versions: by their files' digests, by column names, and by the figures of columns that both have. */
final class VersionDiff {
    /** A result is small: of more changes the first, or the biggest, are told. */
    private static final int MOST = 100;

    private VersionDiff() {}

    /** What is new in {@code now} against {@code before}. */
    static DataDiff of(Baseline before, Manifest now, Profile nowProfile) {
        FileChanges files = before.files()
                .map(known -> FileChanges.of(known, now.files(), MOST))
                .orElse(new FileChanges(List.of(), List.of(), List.of(), List.of()));
        return new DataDiff(
                before.version(),
                before.rows(),
                files.added(),
                files.removed(),
                files.changed(),
                files.renamed(),
                without(now.schema().names(), before.columns()),
                without(before.columns(), now.schema().names()),
                changes(before.figures(), nowProfile));
    }

    private static List<String> without(List<String> names, List<String> known) {
        Set<String> all = new HashSet<>(known);
        return names.stream().filter(name -> !all.contains(name)).limit(MOST).toList();
    }

    private static List<ColumnChange> changes(Map<String, ColumnSummary> before, Profile now) {
        List<ColumnMove> moves = new ArrayList<>();
        for (ColumnSummary summary : now.summaries()) {
            ColumnSummary earlier = before.get(summary.name());
            if (earlier != null) {
                moves.addAll(ColumnMove.between(earlier, summary));
            }
        }
        return moves.stream()
                .sorted(Comparator.comparingDouble(ColumnMove::size).reversed())
                .limit(MOST)
                .map(ColumnMove::change)
                .toList();
    }
}
