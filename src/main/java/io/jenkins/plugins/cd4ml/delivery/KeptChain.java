package io.jenkins.plugins.cd4ml.delivery;

import hudson.model.Run;
import io.jenkins.cd4ml.protocol.LedgerEntry;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.results.StageAction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the controller recorded of a run so far, for the next request: the engine relies on these results and on no other.
 *
 * @param path the project's path below the workspace
 * @param runs the stage's run, then those that it may start from, the nearest first
 * @param stage that is about to begin
 */
public record KeptChain(Run<?, ?> build, String path, List<String> runs, Stage stage) {

    /**
     * SHA-256 of the results by step name: of each other stage the last attempt in the nearest run that has one. An attempt that left no result
     * leaves none.
     */
    public Map<String, String> results() {
        Map<String, String> results = new TreeMap<>();
        List<StageAction> actions = StageAction.all(build).stream()
                .filter(action -> action.stage() != stage && action.isOf(path))
                .toList();
        for (String run : runs) {
            Map<String, String> own = new TreeMap<>();
            for (StageAction action : actions) {
                if (action.getRunId().equals(run)) {
                    own.put(
                            action.getStep(),
                            action.getVerdict() == null || action.getResultSha256() == null
                                    ? ""
                                    : action.getResultSha256());
                }
            }
            own.forEach(results::putIfAbsent);
        }
        results.values().removeIf(String::isEmpty);
        return results;
    }

    /** The ledger of test rows for {@code validateModel}, empty where the build may not read the model; null for other stages. */
    public List<LedgerEntry> ledger(Outset outset) throws IOException {
        if (stage != Stage.VALIDATE_MODEL) {
            return null;
        }
        return outset.isReader() ? ModelRegistry.get().ledger(outset.model()) : List.of();
    }
}
