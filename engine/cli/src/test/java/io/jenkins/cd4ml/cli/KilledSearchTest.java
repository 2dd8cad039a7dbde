package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.HyperparameterSearch;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A search whose processes are all killed at once, at moments by lot; {@code bin/prove-resume} does the same more often. */
public class KilledSearchTest {
    private static final int TRIALS = 6;
    private static final long SEED = 20_261_121;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Cd4ml cd4ml;

    @Test(timeout = 300_000)
    public void goesOnRepeatsNothingAndEndsTheSame() throws Exception {
        cd4ml = Cd4ml.inCopyOf("breast-cancer", folder.getRoot().toPath());
        Path file = cd4ml.project().resolve("cd4ml.yaml");
        Files.writeString(
                file,
                Files.readString(file).replaceAll("(?ms)^train:.*?(?=^\\S)", "")
                        + "\ntrain: {algorithm: xgboost, epochs: 20, search: {trials: 6, parallel: 2, space: "
                        + "{learningRate: {log: [0.01, 0.5]}, xgboost.maxDepth: {int: [1, 4]}}}}\n");
        cd4ml.execute("version-data", "--run", "whole").requireExitCode(0);
        cd4ml.execute("train-model", "--run", "whole").requireExitCode(0);
        cd4ml.execute("version-data", "--run", "broken").requireExitCode(0);

        Random random = new Random(SEED);
        for (int ended : List.of(0, 2, 4)) {
            Map<String, String> kept = killAfter(ended, random.nextInt(600));
            assertTrue(kept.toString(), kept.size() >= ended);
            awaitNoProcesses();
        }
        Map<String, String> before = fits("broken");
        cd4ml.execute("train-model", "--run", "broken").requireExitCode(0);

        Map<String, String> after = fits("broken");
        before.forEach((name, seen) -> assertEquals("a trial that had ended ran again", seen, after.get(name)));
        assertEquals(TRIALS, after.size());
        assertEquals(fits("whole").keySet(), after.keySet());
        HyperparameterSearch whole = search("whole");
        HyperparameterSearch broken = search("broken");
        assertEquals(whole.best(), broken.best());
        assertEquals(figures(whole), figures(broken));
        Path parameters = Path.of("model", "parameters.safetensors");
        assertEquals(
                -1,
                Files.mismatch(
                        cd4ml.run("whole").resolve(parameters),
                        cd4ml.run("broken").resolve(parameters)));
        awaitNoProcesses();
        try (Stream<Path> left = Files.list(cd4ml.run("broken"))) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.getFileName().toString().startsWith("tmp-"))
                            .toList());
        }
    }

    /** Kills the command and the processes of its trials, so many milliseconds after that many trials have ended. */
    private Map<String, String> killAfter(int ended, int milliseconds) throws Exception {
        Process process = cd4ml.behind("setsid").start("train-model", "--run", "broken");
        while (process.isAlive() && fits("broken").size() < ended) {
            Thread.sleep(5);
        }
        process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid()).start().waitFor();
        process.waitFor();
        return fits("broken");
    }

    /** What each fit that has ended showed, with its time, by its identity: another fit of the same settings takes another time. */
    private Map<String, String> fits(String run) throws IOException {
        Map<String, String> fits = new TreeMap<>();
        Path memory = cd4ml.run(run).resolve("fits");
        if (Files.isDirectory(memory)) {
            try (Stream<Path> files = Files.list(memory)) {
                for (Path file :
                        (Iterable<Path>) files.filter(path -> path.toString().endsWith(".json"))::iterator) {
                    fits.put(
                            file.getFileName().toString(),
                            Files.getLastModifiedTime(file) + " " + Files.readString(file));
                }
            }
        }
        return fits;
    }

    /** The kernel takes its time to clear up after a kill. */
    private void awaitNoProcesses() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!processes().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertEquals("processes that outlived the kill", List.of(), processes());
    }

    /** Those that work in the project's folder, except dead ones that nobody has waited for yet. */
    private List<String> processes() throws IOException {
        Path project = cd4ml.project().toRealPath();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> {
                    Path folder = Path.of("/proc", Long.toString(process.pid()), "cwd");
                    try {
                        return Files.readSymbolicLink(folder).startsWith(project)
                                || process.info().commandLine().orElse("").contains(project.toString());
                    } catch (IOException e) {
                        return false;
                    }
                })
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .toList();
    }

    private HyperparameterSearch search(String run) throws IOException {
        return cd4ml.result(run, Stage.TRAIN_MODEL)
                .detail(TrainModelDetail.class)
                .search();
    }

    private static List<String> figures(HyperparameterSearch search) {
        return search.trials().stream()
                .map(trial -> trial.number() + " " + trial.settings() + " " + trial.value())
                .toList();
    }
}
