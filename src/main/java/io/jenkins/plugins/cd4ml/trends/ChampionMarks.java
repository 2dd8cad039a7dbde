package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.plugins.cd4ml.registry.ModelAccess;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which versions of the builds' models became champions: by the canary of one of the builds, by a person, or by another job. The
 * models' histories tell; of a model that has none, or none that the user may read, what the builds themselves kept.
 */
final class ChampionMarks {
    private static final Logger LOGGER = Logger.getLogger(ChampionMarks.class.getName());

    /** The latest; a chart with more is no chart. */
    private static final int MOST_MARKS = 300;

    private final List<Run<?, ?>> builds;
    private final Map<Integer, Integer> indices = new HashMap<>();
    private final TreeSet<String> models = new TreeSet<>();
    private final List<ChampionMark> told = new ArrayList<>();

    /**
     * Of no stage yet.
     *
     * @param builds the oldest first
     */
    ChampionMarks(List<Run<?, ?>> builds) {
        this.builds = builds;
        for (int i = 0; i < builds.size(); i++) {
            indices.put(builds.get(i).getNumber(), i);
        }
    }

    /** A stage of one of the builds. */
    void add(int build, StageAction action) {
        if (action.getModel() != null) {
            models.add(action.getModel());
        }
        if (action.stage() == Stage.DEPLOY_CANARY
                && Verdict.PASSED.name().equals(action.getVerdict())
                && action.getVersion() != null) {
            told.add(new ChampionMark(build, action.getVersion(), action.getModel(), null, false, null, 0));
        }
    }

    /** All of them, the earliest first. */
    List<ChampionMark> marks() {
        List<ChampionMark> marks = new ArrayList<>();
        if (!builds.isEmpty()) {
            models.forEach(model -> addHistory(model, marks));
        }
        told.stream()
                .filter(one -> marks.stream().noneMatch(one::isSame))
                .toList()
                .forEach(marks::add);
        marks.sort(Comparator.comparingInt(ChampionMark::build).thenComparingLong(ChampionMark::time));
        return marks.subList(Math.max(0, marks.size() - MOST_MARKS), marks.size());
    }

    /** One damaged history must not take the trend away. */
    private void addHistory(String model, List<ChampionMark> marks) {
        try {
            ModelRegistry registry = ModelRegistry.get();
            if (registry.model(model).filter(ModelAccess::mayRead).isEmpty()) {
                return;
            }
            for (HistoryEntry entry : registry.history(model)) {
                if (entry.action() == Action.PROMOTE || entry.action() == Action.ROLLBACK) {
                    addEntry(model, entry, marks);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "no champions of " + model);
        }
    }

    private void addEntry(String model, HistoryEntry entry, List<ChampionMark> marks) {
        int build = index(entry);
        if (build >= 0) {
            marks.add(new ChampionMark(
                    build,
                    entry.to(),
                    model,
                    entry.alias(),
                    entry.action() == Action.ROLLBACK,
                    entry.build() == null ? entry.actor() : null,
                    entry.time().toEpochMilli()));
        }
    }

    /** The build that did it, else the last one that had begun by then; -1 where that is not among those shown. */
    private int index(HistoryEntry entry) {
        Integer own = isOfThisJob(entry.build()) ? entry.build().number() : null;
        if (own != null && indices.containsKey(own)) {
            return indices.get(own);
        }
        if (own != null && own > builds.get(builds.size() - 1).getNumber()) {
            return -1; // still running
        }
        long time = entry.time().toEpochMilli();
        int after = 0;
        int end = builds.size();
        while (after < end) {
            int middle = (after + end) / 2;
            if (builds.get(middle).getStartTimeInMillis() <= time) {
                after = middle + 1;
            } else {
                end = middle;
            }
        }
        return after - 1;
    }

    private boolean isOfThisJob(@CheckForNull BuildReference build) {
        return build != null && build.job().equals(builds.get(0).getParent().getFullName());
    }
}
