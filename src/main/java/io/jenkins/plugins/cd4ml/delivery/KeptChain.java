package io.jenkins.plugins.cd4ml.delivery;

import hudson.model.Run;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the controller recorded of a run so far, for the next request: the engine relies on these results and on no other.
 *
 * @param path the project's path below the workspace
 * @param runs the stage's run, then those that it may start from, the nearest first
 * @param stage that is about to begin
 */
public record KeptChain(Run<?, ?> build, String path, List<String> runs, Stage stage) {

    /** A run that is named after no build is looked for in so many builds before this one; loading more would take its time. */
    private static final int BUILDS = 100;

    private static final Pattern OF_BUILD = Pattern.compile("build-(\\d+)(?:-.*)?");

    /**
     * SHA-256 of the results by step name: of each other stage the last attempt in the nearest run that has one. An attempt that left no result
     * leaves none. A run of an earlier build of this job counts with what the controller recorded of it then, and in the builds since.
     */
    public Map<String, String> results() {
        Map<String, String> results = new TreeMap<>();
        for (String run : runs) {
            Map<String, String> own = new TreeMap<>();
            for (StageAction action : actions(run)) {
                own.put(
                        action.getStep(),
                        action.getVerdict() == null || action.getResultSha256() == null
                                ? ""
                                : action.getResultSha256());
            }
            own.forEach(results::putIfAbsent);
        }
        results.values().removeIf(String::isEmpty);
        return results;
    }

    /** Attempts of the other stages in a run, the earliest first: those of this build and of builds before it, back to where the run began. */
    private List<StageAction> actions(String run) {
        Matcher named = OF_BUILD.matcher(run);
        long first = named.matches() && named.group(1).length() < 10
                ? Long.parseLong(named.group(1))
                : build.getNumber() - BUILDS;
        Deque<List<StageAction>> builds = new ArrayDeque<>();
        boolean begun = false;
        for (Run<?, ?> one = build; one != null && one.getNumber() >= first && !begun; one = one.getPreviousBuild()) {
            List<StageAction> own = StageAction.all(one).stream()
                    .filter(action -> action.isOf(path) && action.getRunId().equals(run))
                    .toList();
            builds.push(own);
            begun = own.stream().anyMatch(action -> action.stage() == Stage.VERSION_DATA);
        }
        return builds.stream()
                .flatMap(List::stream)
                .filter(action -> action.stage() != stage)
                .toList();
    }

    /** The ledger of test rows for {@code validateModel}, empty where the build may not read the model; null for other stages. */
    public List<LedgerEntry> ledger(Outset outset) throws IOException {
        if (stage != Stage.VALIDATE_MODEL) {
            return null;
        }
        return outset.isReader() ? ModelRegistry.get().ledger(outset.model()) : List.of();
    }
}
