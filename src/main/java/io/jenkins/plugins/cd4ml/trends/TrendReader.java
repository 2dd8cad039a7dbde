package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.plugins.cd4ml.results.Bounds;
import io.jenkins.plugins.cd4ml.results.RunNames;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the trend of a job: a bounded number of completed builds, and of each nothing but {@code build.xml}. */
final class TrendReader {
    /** Figures of a stage are bounded already; runs with ever new names are not. */
    private static final int MOST_SERIES = 300;

    private final List<Trend.Build> builds = new ArrayList<>();
    private final List<Trend.Champion> champions = new ArrayList<>();
    private final Map<Key, List<Trend.Point>> points = new HashMap<>();

    private final String jobUrl;

    private TrendReader(String jobUrl) {
        this.jobUrl = jobUrl;
    }

    /** The last so many completed builds of the job. */
    static Trend read(Job<?, ?> job, int most) {
        List<Run<?, ?>> newestFirst = new ArrayList<>();
        Run<?, ?> build = job.getLastCompletedBuild();
        for (; build != null && newestFirst.size() < most; build = build.getPreviousCompletedBuild()) {
            newestFirst.add(build);
        }
        Collections.reverse(newestFirst);
        TrendReader reader = new TrendReader(job.getUrl());
        newestFirst.forEach(reader::add);
        return reader.trend(build != null);
    }

    private void add(Run<?, ?> build) {
        int index = builds.size();
        builds.add(new Trend.Build(
                build.getNumber(),
                build.getDisplayName(),
                jobUrl + build.getNumber() + '/',
                build.getStartTimeInMillis(),
                build.getResult() == null ? null : build.getResult().toString()));
        Map<Key, Integer> alike = new HashMap<>();
        for (StageAction action : build.getActions(StageAction.class)) {
            String run = RunNames.withoutNumber(action.getRunId(), build.getNumber());
            int ordinal = alike.merge(new Key(action.stage(), run, 0, ""), 1, Integer::sum);
            add(index, action, run, ordinal);
        }
    }

    private void add(int index, StageAction action, @CheckForNull String run, int ordinal) {
        boolean passed = Verdict.PASSED.name().equals(action.getVerdict());
        if (action.stage() == Stage.DEPLOY_CANARY && passed && action.getVersion() != null) {
            champions.add(new Trend.Champion(index, action.getVersion(), action.getModel()));
        }
        Bounds bounds = action.getBounds();
        figures(action).forEach((figure, value) -> {
            Key key = new Key(action.stage(), run, ordinal, figure);
            if (points.containsKey(key) || points.size() < MOST_SERIES) {
                points.computeIfAbsent(key, k -> new ArrayList<>())
                        .add(new Trend.Point(
                                index,
                                value,
                                bounds.getLower().get(figure),
                                bounds.getUpper().get(figure),
                                bounds.threshold(figure)));
            }
        });
    }

    /** Builds from before training kept its time have that of the whole stage. */
    private static Map<String, Double> figures(StageAction action) {
        if (action.stage() != Stage.TRAIN_MODEL
                || action.getMillis() == 0
                || action.getMetrics().containsKey("seconds")) {
            return action.getMetrics();
        }
        Map<String, Double> figures = new TreeMap<>(action.getMetrics());
        figures.put("seconds", action.getMillis() / 1000.0);
        return figures;
    }

    private Trend trend(boolean older) {
        return new Trend(
                builds,
                points.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey().series(entry.getValue()))
                        .toList(),
                champions,
                older);
    }

    private record Key(Stage stage, @CheckForNull String run, int ordinal, String figure) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::stage)
                .thenComparing(Key::run, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Key::ordinal)
                .thenComparing(Key::figure);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        Trend.Series series(List<Trend.Point> points) {
            return new Trend.Series(stage.step(), run, ordinal, figure, points);
        }
    }
}
