package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.cd4ml.results.RunNames;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the trend of a job: a bounded number of completed builds, of each nothing but {@code build.xml}, and of all their figures no
 * more numbers than somebody asked for.
 */
final class TrendReader {
    /** Runs with ever new names would be ever new stages. */
    private static final int MOST_STAGES = 300;

    private final List<Run<?, ?>> builds;
    private final Map<StageColumn.Key, StageColumn> columns = new HashMap<>();
    private final ChampionMarks champions;

    private TrendReader(List<Run<?, ?>> builds) {
        this.builds = builds;
        champions = new ChampionMarks(builds);
    }

    /**
     * The last so many completed builds of the job.
     *
     * @param keys of the figures that are asked for; none for the one that stands first
     */
    static Trend read(Job<?, ?> job, int most, List<String> keys) {
        List<Run<?, ?>> builds = new ArrayList<>();
        Run<?, ?> build = job.getLastCompletedBuild();
        for (; build != null && builds.size() < most; build = build.getPreviousCompletedBuild()) {
            builds.add(build);
        }
        Collections.reverse(builds);
        TrendReader reader = new TrendReader(builds);
        for (int i = 0; i < builds.size(); i++) {
            reader.add(i, builds.get(i));
        }
        return reader.trend(build != null, keys);
    }

    private void add(int index, Run<?, ?> build) {
        for (StageAction action : StageAction.all(build)) {
            champions.add(index, action);
            put(index, action, RunNames.withoutNumber(action.getRunId(), build.getNumber()));
        }
    }

    /** Of several alike in a build, each has a column of its own. */
    private void put(int index, StageAction action, @CheckForNull String run) {
        for (int ordinal = 1; ; ordinal++) {
            StageColumn.Key key = new StageColumn.Key(action.stage(), run, ordinal);
            StageColumn column = columns.get(key);
            if (column == null && columns.size() < MOST_STAGES) {
                column = new StageColumn(key, new StageAction[builds.size()]);
                columns.put(key, column);
            }
            if (column == null) {
                return;
            }
            if (column.builds()[index] == null) {
                column.builds()[index] = action;
                return;
            }
        }
    }

    private Trend trend(boolean older, List<String> keys) {
        Catalogue catalogue = Catalogue.of(columns.values());
        List<Series> series = catalogue.chosen(keys).stream()
                .map(figure -> columns.get(figure.of()).series(figure))
                .toList();
        return new Trend(builds, older, catalogue, champions, series);
    }
}
