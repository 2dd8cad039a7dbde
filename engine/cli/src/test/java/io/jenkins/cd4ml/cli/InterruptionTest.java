package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import io.jenkins.cd4ml.pipeline.RunResults;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.RunFolder;
import java.nio.file.Files;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** Ctrl-C at any stage: exit code 130, every file whole, the champion where it was. */
@RunWith(Parameterized.class)
public class InterruptionTest {
    @Parameterized.Parameters(name = "{0}")
    public static Stage[] stages() {
        return Stage.values();
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Stage stage;

    public InterruptionTest(Stage stage) {
        this.stage = stage;
    }

    @Test(timeout = 180_000)
    public void endsClean() throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOfExample(folder.getRoot().toPath());

        // A shell that starts tests in the background has them ignore Ctrl-C, and that is inherited.
        Process process = cd4ml.behind("env", "--default-signal=INT")
                .start("run", "--run", "r", "--set", "train.algorithm=linear");
        while (!Files.exists(cd4ml.run("r").resolve(stage.command() + ".events.jsonl"))) {
            if (!process.isAlive()) {
                fail("ended before " + stage + ": " + cd4ml.ended(process));
            }
            Thread.sleep(10);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        Cd4ml.Ended ended = cd4ml.ended(process);

        assertEquals(ended.err(), 130, ended.exitCode());
        List<StageResult> results = RunResults.of(new RunFolder("r", cd4ml.run("r")));
        StageResult last = results.get(results.size() - 1);
        assertEquals(last.summary(), Verdict.ABORTED, last.verdict());
        assertEquals("nothing half-written", List.of(), cd4ml.leftovers());
        cd4ml.execute("models").requireExitCode(0);
        // What was interrupted can simply be done again.
        cd4ml.execute(last.stage().command(), "--run", "r", "--json");
        StageResult again = cd4ml.result("r", last.stage());
        assertTrue(
                again.summary(),
                again.verdict() == Verdict.PASSED || last.stage() == Stage.CHECK_DRIFT && again.detail() != null);
    }
}
