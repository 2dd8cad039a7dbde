package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.stage.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RunLockTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RunFolder run;
    private RunFolder other;

    @Before
    public void makeRuns() throws Exception {
        Path runs = folder.getRoot().toPath().resolve("runs");
        run = new RunFolder("a", Files.createDirectories(runs.resolve("a")));
        other = new RunFolder("b", Files.createDirectories(runs.resolve("b")));
    }

    @Test
    public void aSecondStageLearnsWhoIsAtWork() throws Exception {
        try (RunLock held = RunLock.take(run, Stage.TRAIN_MODEL, CLOCK)) {
            String message = assertThrows(InputException.class, () -> RunLock.take(run, Stage.VALIDATE_MODEL, CLOCK))
                    .getMessage();
            assertEquals(
                    "a stage is at work in run a: trainModel, process "
                            + ProcessHandle.current().pid()
                            + ", since 2026-01-02T03:04:05Z; wait for its end, or begin a run of its own",
                    message);
            RunLock.take(other, Stage.VALIDATE_MODEL, CLOCK).close();
        }
        RunLock.take(run, Stage.VALIDATE_MODEL, CLOCK).close();
        assertFalse(Files.exists(run.path().resolve("lock")));
    }

    /** A lock file that no process holds: what a killed stage left goes with the next stage, in whatever run that is. */
    @Test
    public void whatKilledStagesLeftIsRemoved() throws Exception {
        Path rows = Files.createDirectories(other.path().resolve("tmp-train-1/in"));
        Files.writeString(rows.resolve("train.csv"), "a row");
        Files.writeString(other.path().resolve("lock"), "trainModel, process 1, since yesterday");
        Files.createDirectories(run.path().resolve(".foreign-2"));
        Files.createDirectories(run.path().resolve("model"));
        RunLock.take(run, Stage.VALIDATE_MODEL, CLOCK).close();
        assertFalse(Files.exists(other.path().resolve("tmp-train-1")));
        assertFalse(Files.exists(run.path().resolve(".foreign-2")));
        assertTrue(Files.exists(run.path().resolve("model")));
    }

    @Test
    public void whatAnotherStageWorksWithStays() throws Exception {
        try (RunLock held = RunLock.take(other, Stage.TRAIN_MODEL, CLOCK)) {
            Path rows = Files.createDirectories(other.path().resolve("tmp-train-1"));
            RunLock.take(run, Stage.VALIDATE_MODEL, CLOCK).close();
            assertTrue(Files.exists(rows));
        }
    }
}
