package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.DataDiff.ColumnChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Compares two data versions: by their files' digests, by column names, and by the figures of columns that both have. */
final class VersionDiff {
    /** A result is small: of more changes the first, or the biggest, are told. */
    private static final int MOST = 100;

    private VersionDiff() {}

    /**
     * What is new in {@code now} against {@code before}.
     *
     * @param beforeProfile empty where it was not kept: columns' figures are not compared then
     */
    static DataDiff of(Manifest before, Optional<Profile> beforeProfile, Manifest now, Profile nowProfile) {
        FileChanges files = FileChanges.of(before.files(), now.files(), MOST);
        return new DataDiff(
                before.version(),
                before.rows(),
                files.added(),
                files.removed(),
                files.changed(),
                without(now.schema().names(), before.schema().names()),
                without(before.schema().names(), now.schema().names()),
                beforeProfile.map(profile -> changes(profile, nowProfile)).orElse(List.of()));
    }

    private static List<String> without(List<String> names, List<String> known) {
        return names.stream().filter(name -> !known.contains(name)).limit(MOST).toList();
    }

    private static List<ColumnChange> changes(Profile before, Profile now) {
        List<ColumnMove> moves = new ArrayList<>();
        for (ColumnSummary summary : now.summaries()) {
            before.find(summary.name())
                    .ifPresent(column -> moves.addAll(ColumnMove.between(column.summary(), summary)));
        }
        return moves.stream()
                .sorted(Comparator.comparingDouble(ColumnMove::size).reversed())
                .limit(MOST)
                .map(ColumnMove::change)
                .toList();
    }
}
