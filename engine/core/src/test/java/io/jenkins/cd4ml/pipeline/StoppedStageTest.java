package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What breaks on the way out of a stopped JVM is a stop. */
public class StoppedStageTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    public void afterAStopNothingIsAFault() throws Exception {
        StageResult stopped = run((request, context) -> {
            stop.set(true);
            throw new IllegalStateException("Shutdown in progress");
        });
        assertEquals(Verdict.ABORTED, stopped.verdict());
        assertNull(stopped.problem().details());
    }

    @Test
    public void withoutAStopItIs() throws Exception {
        StageResult broken = run((request, context) -> {
            throw new IllegalStateException("Shutdown in progress");
        });
        assertEquals(Verdict.FAULT, broken.verdict());
        assertTrue(broken.problem().details().contains("Shutdown in progress"));
    }

    @Test
    public void wrongInputStaysWhatItIs() throws Exception {
        StageResult wrong = run((request, context) -> {
            stop.set(true);
            throw new InputException("data.csv is empty");
        });
        assertEquals(Verdict.INVALID, wrong.verdict());
        assertEquals("data.csv is empty", wrong.summary());
    }

    private StageResult run(StageFunction work) throws Exception {
        Path project = folder.getRoot().toPath();
        Files.writeString(project.resolve("cd4ml.yaml"), "model: sample\ndata: {path: data.csv}\n");
        RunFolder run = new RunFolder("r", Files.createDirectories(project.resolve(".cd4ml/runs/r")));
        return new StageRunner(event -> {}, stop::get, Clock.systemUTC(), System.getenv(), Map.of(), stage -> work)
                .run(
                        StageRequest.of(Stage.VERSION_DATA, "r", project.toString())
                                .build(),
                        run);
    }
}
