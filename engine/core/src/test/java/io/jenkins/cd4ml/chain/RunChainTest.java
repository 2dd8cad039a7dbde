package io.jenkins.cd4ml.chain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which results of a run count. */
public class RunChainTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private RunFolder run;

    @Before
    public void run() throws IOException {
        run = new RunFolder("one", folder.newFolder("one").toPath());
    }

    @Test
    public void aStageThatBeginsMakesItsOwnResultAndAllLaterOnesStale() throws IOException {
        for (Stage stage : Stage.values()) {
            ends(StageWork.begin(run, stage, Clock.systemUTC()), stage);
        }
        assertTrue(counts(Stage.PACKAGE_MODEL));
        assertEquals(
                Stage.PACKAGE_MODEL,
                RunChain.of(run).result(Stage.PACKAGE_MODEL).require().stage());
        StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC()); // and is killed
        assertEquals(
                List.of(true, true, false, false, false, true),
                Stream.of(Stage.values()).map(this::counts).toList());
        assertEquals(
                "validateModel has no result that counts: it was stopped, or an earlier stage ran again",
                RunChain.of(run).result(Stage.VALIDATE_MODEL).problem());
        try (Stream<Path> stale = Files.list(run.path().resolve("stale"))) {
            assertEquals(
                    List.of(
                            "deploy-canary.001.result.json",
                            "package-model.001.result.json",
                            "validate-model.001.result.json"),
                    stale.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(2, RunChain.of(run).attempts(Stage.VALIDATE_MODEL));
    }

    @Test
    public void aStaleResultThatIsPutBackDoesNotCount() throws IOException {
        ends(StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC()), Stage.VALIDATE_MODEL);
        StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC());
        Files.copy(run.path().resolve("stale/validate-model.001.result.json"), run.result(Stage.VALIDATE_MODEL));
        assertEquals(
                "validateModel was stopped before it wrote this result",
                RunChain.of(run).result(Stage.VALIDATE_MODEL).problem());
    }

    @Test
    public void aResultThatWasEditedDoesNotCount() throws IOException {
        ends(StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC()), Stage.VALIDATE_MODEL);
        Path file = run.result(Stage.VALIDATE_MODEL);
        Files.writeString(file, Files.readString(file) + "\n");
        assertEquals(
                "the result of validateModel was changed after it was written",
                RunChain.of(run).result(Stage.VALIDATE_MODEL).problem());
        Files.delete(ChainFile.of(run).path());
        assertFalse(counts(Stage.VALIDATE_MODEL));
    }

    @Test
    public void aStageThatWasOvertakenLeavesNothingThatCounts() throws IOException {
        StageWork slow = StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC());
        ends(StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC()), Stage.TRAIN_MODEL);
        assertTrue(slow.isOvertaken());
        ends(slow, Stage.VALIDATE_MODEL);
        assertFalse(Files.exists(run.result(Stage.VALIDATE_MODEL)));
        assertTrue(Files.exists(run.path().resolve("stale/validate-model.001.result.json")));
        assertFalse(counts(Stage.VALIDATE_MODEL));
        assertTrue(counts(Stage.TRAIN_MODEL));
    }

    @Test
    public void aCopiedFolderIsNotTheRunThatItWas() throws IOException {
        ends(StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC()), Stage.VALIDATE_MODEL);
        RunFolder copy = new RunFolder("two", folder.newFolder("two").toPath());
        for (String name : List.of("chain.jsonl", "validate-model.result.json")) {
            Files.copy(run.path().resolve(name), copy.path().resolve(name));
        }
        assertEquals(
                "this folder is a copy of run one, in which validateModel ran",
                RunChain.of(copy).result(Stage.VALIDATE_MODEL).problem());
        StageWork.begin(copy, Stage.PACKAGE_MODEL, Clock.systemUTC());
        assertFalse(RunChain.of(copy).result(Stage.VALIDATE_MODEL).counts());
    }

    @Test
    public void aContinuedRunTakesUpWhatItWasGiven() throws IOException {
        ends(StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC()), Stage.VALIDATE_MODEL);
        RunFolder next = new RunFolder("two", folder.newFolder("two").toPath());
        for (String name : List.of("chain.jsonl", "validate-model.result.json")) {
            Files.copy(run.path().resolve(name), next.path().resolve(name));
        }
        StageWork.continues(next, "one", Clock.systemUTC());
        assertTrue(RunChain.of(next).result(Stage.VALIDATE_MODEL).counts());
    }

    @Test
    public void aContinuedCopyOfARunBringsNothingAlong() throws IOException {
        ends(StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC()), Stage.VALIDATE_MODEL);
        RunFolder next = new RunFolder("three", folder.newFolder("three").toPath());
        for (String name : List.of("chain.jsonl", "validate-model.result.json")) {
            Files.copy(run.path().resolve(name), next.path().resolve(name));
        }
        // the folder "two" was made by copying the folder of run "one"
        StageWork.continues(next, "two", Clock.systemUTC());
        assertFalse(RunChain.of(next).result(Stage.VALIDATE_MODEL).counts());
    }

    @Test
    public void ofACallerThatNamesResultsThoseAloneCount() throws IOException {
        ends(StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC()), Stage.TRAIN_MODEL);
        ends(StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC()), Stage.VALIDATE_MODEL);
        String sha256 = Sha256.of(run.result(Stage.VALIDATE_MODEL));
        RunChain named = RunChain.of(run, request(Map.of("validateModel", sha256)));
        assertTrue(named.result(Stage.VALIDATE_MODEL).counts());
        assertEquals(
                "trainModel has no result in this run that the caller recorded",
                named.result(Stage.TRAIN_MODEL).problem());
        RunChain other = RunChain.of(run, request(Map.of("validateModel", "ab".repeat(32))));
        assertEquals(
                "the result of validateModel is not the one that the caller recorded (SHA-256 " + sha256 + ", recorded "
                        + "ab".repeat(32) + ")",
                other.result(Stage.VALIDATE_MODEL).problem());
        assertTrue(RunChain.of(run, request(null)).result(Stage.TRAIN_MODEL).counts());
    }

    @Test
    public void aRequestWithoutResultsIsNotOneThatNamesNone() throws IOException {
        String json = Protocol.write(request(null));
        assertEquals(null, Protocol.readRequest(json).results());
        assertEquals(
                Map.of(),
                Protocol.readRequest(Protocol.write(request(Map.of()))).results());
    }

    @Test
    public void aRunBelongsToOneModelAndOneConfiguration() throws IOException {
        StageWork.begin(run, Stage.VERSION_DATA, Clock.systemUTC()).requireModel("weather", "cd4ml.yaml");
        StageWork next = StageWork.begin(run, Stage.PACKAGE_MODEL, Clock.systemUTC());
        next.requireModel("weather", "./cd4ml.yaml");
        InputException model = assertThrows(InputException.class, () -> next.requireModel("other", "other.yaml"));
        assertEquals(
                "the run one belongs to the model weather, and other.yaml names other: begin a run of its own for it"
                        + " (versionData)",
                model.getMessage());
        InputException file = assertThrows(InputException.class, () -> next.requireModel("weather", "weak.yaml"));
        assertEquals(
                "the run one was begun with cd4ml.yaml, not with weak.yaml: a run has one configuration file; begin a run"
                        + " of its own for the other",
                file.getMessage());
        StageWork.begin(run, Stage.CHECK_DRIFT, Clock.systemUTC()).requireModel("weather", "drift.yaml");
    }

    @Test
    public void aLineThatWasCutOffNeverHappenedAndTheNextOneStandsAlone() throws IOException {
        ends(StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC()), Stage.TRAIN_MODEL);
        Path file = ChainFile.of(run).path();
        String whole = Files.readString(file);
        Files.writeString(file, whole + "{\"event\":\"begin\",\"ru");
        assertEquals(2, ChainFile.of(run).entries().size());
        assertTrue(counts(Stage.TRAIN_MODEL));
        StageWork.begin(run, Stage.VALIDATE_MODEL, Clock.systemUTC());
        assertEquals(3, ChainFile.of(run).entries().size());
        assertTrue(Files.readString(file).startsWith(whole + "{\"event\":\"begin\",\"ru\n{"));
        assertFalse("a whole file gets no empty lines", Files.readString(file).contains("\n\n"));
        assertTrue(whole, whole.lines().count() == 2 && !whole.contains("\n\n"));
    }

    @Test
    public void eachStaleResultIsKept() throws IOException {
        for (int i = 0; i < 3; i++) {
            ends(StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC()), Stage.TRAIN_MODEL);
        }
        try (Stream<Path> stale = Files.list(run.path().resolve("stale"))) {
            assertEquals(
                    List.of("train-model.001.result.json", "train-model.002.result.json"),
                    stale.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** Where the folder for stale results cannot be made, as on a full disk. */
    @Test
    public void aResultThatCannotBeKeptIsRemoved() throws IOException {
        ends(StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC()), Stage.TRAIN_MODEL);
        Files.writeString(run.path().resolve("stale"), "a file where the folder would be");
        StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC());
        assertFalse(Files.exists(run.result(Stage.TRAIN_MODEL)));
    }

    @Test
    public void aBeginningOfTheRunThatWasCopiedEndsNothing() throws IOException {
        ChainFile file = ChainFile.of(run);
        file.append(ChainEntry.begin(Instant.EPOCH, "other", Stage.VALIDATE_MODEL, "mark"));
        file.append(ChainEntry.begin(Instant.EPOCH, "one", Stage.CHECK_DRIFT, "drift"));
        Path result = run.result(Stage.VALIDATE_MODEL);
        Files.writeString(result, "{}");
        file.append(ChainEntry.end(Instant.EPOCH, "one", Stage.VALIDATE_MODEL, "mark", Sha256.of(result)));
        assertEquals(
                "the result of validateModel is stale: an earlier stage ran again, or chain.jsonl does not know it",
                RunChain.of(run).result(Stage.VALIDATE_MODEL).problem());
    }

    @Test
    public void aResultThatIsDamagedOrOfAnotherRunDoesNotCount() throws IOException {
        StageWork work = StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC());
        work.end(Files.writeString(run.path().resolve("complete.tmp"), "{\"damaged\""));
        KeptResult damaged = RunChain.of(run).result(Stage.TRAIN_MODEL);
        assertEquals("the result of trainModel is damaged", damaged.problem());
        assertFalse(damaged.counts());
        assertEquals(
                "the result of trainModel is damaged: run trainModel again",
                assertThrows(InputException.class, damaged::require).getMessage());
        for (StageResult foreign : List.of(
                StageResult.of(Stage.TRAIN_MODEL, "elsewhere", "weather", Verdict.PASSED, "passed")
                        .time(Instant.EPOCH, Instant.EPOCH)
                        .build(),
                StageResult.of(Stage.VERSION_DATA, "elsewhere", "weather", Verdict.PASSED, "passed")
                        .time(Instant.EPOCH, Instant.EPOCH)
                        .build())) {
            Path file = run.path().resolve("complete.tmp");
            Files.writeString(file, Protocol.write(foreign));
            StageWork.begin(run, Stage.TRAIN_MODEL, Clock.systemUTC()).end(file);
            assertEquals(
                    "the result of trainModel is that of run elsewhere, not of this one",
                    RunChain.of(run).result(Stage.TRAIN_MODEL).problem());
        }
    }

    private boolean counts(Stage stage) {
        try {
            return RunChain.of(run).result(stage).counts();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void ends(StageWork work, Stage stage) throws IOException {
        StageResult result = StageResult.of(stage, run.id(), "weather", Verdict.PASSED, "passed")
                .time(Instant.EPOCH, Instant.EPOCH)
                .build();
        Path file = run.path().resolve("complete.tmp");
        Files.writeString(file, Protocol.write(result));
        work.end(file);
    }

    private static StageRequest request(Map<String, String> results) {
        return StageRequest.of(Stage.PACKAGE_MODEL, "one", "/project")
                .registry(StageRequest.RegistryMode.PROPOSE)
                .results(results)
                .build();
    }
}
