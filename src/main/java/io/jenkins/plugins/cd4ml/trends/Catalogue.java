package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Stage;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All figures of a job's builds, in the order in which pages show them: stage by stage, the most telling first.
 *
 * @param figures at most 300: those of a stage are bounded already, runs with ever new names are not
 */
record Catalogue(List<Figure> figures) {
    private static final int MOST_FIGURES = 300;

    /** What stands first where nobody has chosen: how good the model is, else whether its data drifts, else how the data grows. */
    private static final List<Stage> FIRST = List.of(
            Stage.VALIDATE_MODEL,
            Stage.CHECK_DRIFT,
            Stage.TRAIN_MODEL,
            Stage.VERSION_DATA,
            Stage.DEPLOY_CANARY,
            Stage.PACKAGE_MODEL);

    private static final Comparator<Figure> ORDER =
            Comparator.comparing(Figure::stage).thenComparingInt(Figure::rank).thenComparing(Figure::key);

    static Catalogue of(Collection<StageColumn> columns) {
        return new Catalogue(columns.stream()
                .flatMap(column -> column.figures().stream())
                .sorted(ORDER)
                .limit(MOST_FIGURES)
                .toList());
    }

    /** Those of the keys that there are; without a key the one that stands first. */
    List<Figure> chosen(List<String> keys) {
        List<Figure> found =
                figures.stream().filter(figure -> keys.contains(figure.key())).toList();
        return keys.isEmpty() ? Stream.ofNullable(first()).toList() : found;
    }

    /** Null where there are no figures. */
    @CheckForNull
    Figure first() {
        return FIRST.stream()
                .map(stage -> figures.stream()
                        .filter(figure -> figure.stage() == stage)
                        .findFirst())
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }
}
