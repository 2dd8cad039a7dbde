package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.registry.LocalRegistry;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was judged in each run, by the bytes on the disk as the walk saw them; {@link #unfit} says of a promotion, from this log alone, why
 * no fitting verdict covers it. It shares no code with the chain.
 */
final class ChainOracle {
    private final WalkedProject project;
    private final Map<String, Judged> judged = new LinkedHashMap<>();
    private int seenHistory;
    int promotions;

    ChainOracle(WalkedProject project) {
        this.project = project;
    }

    /** A verdict as the walk saw it come about. */
    private record Judged(
            Map<String, Integer> model,
            Map<String, Integer> data,
            Double gate,
            String confidence,
            String name,
            byte[] result) {}

    /** A stage began: what it judges or makes anew is judged no more. */
    void forget(RunFolder run, Stage stage) {
        if (stage.compareTo(Stage.VALIDATE_MODEL) <= 0) {
            judged.remove(run.id());
        }
    }

    /** A run takes over what another one has left. */
    void continues(String from, RunFolder run) {
        if (judged.containsKey(from)) {
            judged.put(run.id(), judged.get(from));
        }
    }

    /** {@code validateModel} ended; {@code before}: the model's files as they were when it began. */
    void judged(RunFolder run, StageResult result, Map<String, Integer> before, Double gate, String confidence)
            throws IOException {
        judged.remove(run.id());
        if (result.verdict() == Verdict.PASSED && Files.exists(run.result(Stage.VALIDATE_MODEL))) {
            byte[] written = Files.readAllBytes(run.result(Stage.VALIDATE_MODEL));
            judged.put(run.id(), new Judged(before, versioned(run), gate, confidence, project.name, written));
        }
    }

    /** The files of data that the run's manifest names, as the walk knows them. */
    private static Map<String, Integer> versioned(RunFolder run) throws IOException {
        Path manifest = run.manifest();
        return Files.exists(manifest)
                ? Map.of(
                        "version",
                        WalkedProject.text(manifest)
                                .replaceAll("(?s).*\"version\":\"([^\"]*)\".*", "$1")
                                .hashCode())
                : Map.of();
    }

    /** Of each promotion since the last question: null where the walk's log has a fitting verdict. */
    String unfit(RunFolder run) throws IOException {
        LocalRegistry registry = LocalRegistry.open(project.folder.resolve(".cd4ml"));
        List<HistoryEntry> history = new ArrayList<>();
        for (String model : List.of("other", "walk")) {
            registry.history(model).stream()
                    .filter(entry -> entry.action() == Action.PROMOTE)
                    .forEach(history::add);
        }
        if (history.size() == seenHistory) {
            return null;
        }
        seenHistory = history.size();
        promotions++;
        Judged verdict = judged.get(run.id());
        if (verdict == null) {
            return "no verdict that passed";
        }
        Map<String, Integer> deployed = WalkedProject.bytes(run.packageFolder());
        deployed.keySet().retainAll(WalkedProject.MODEL_FILES);
        Map<String, Integer> judgedFiles = new TreeMap<>(verdict.model());
        if (!deployed.equals(judgedFiles)) {
            return "the model that was judged is not the one in the package";
        }
        if (!versioned(run).equals(verdict.data())) {
            return "judged on other data";
        }
        if (!project.name.equals(verdict.name())) {
            return "judged under another name";
        }
        if (verdict.gate() == null || project.gate != null && verdict.gate() < project.gate) {
            return "judged under gate " + verdict.gate() + ", and the file has " + project.gate;
        }
        if (!project.confidence.equals(verdict.confidence())) {
            return "judged with confidence " + verdict.confidence();
        }
        return Arrays.equals(verdict.result(), Files.readAllBytes(run.result(Stage.VALIDATE_MODEL)))
                ? null
                : "the verdict's file was edited";
    }
}
