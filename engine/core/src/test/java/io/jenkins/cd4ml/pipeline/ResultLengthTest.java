package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.stage.RunFolder;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A stage writes no result that nothing could read. */
public class ResultLengthTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aResultThatIsTooLongIsOneSentence() throws Exception {
        StageResult returned = run("x".repeat(900_000), 19);
        StageResult read = read();
        assertEquals(Verdict.INVALID, read.verdict());
        assertEquals(returned.summary(), read.summary());
        assertTrue(
                read.summary(),
                read.summary()
                        .matches(
                                "the result of versionData would have 17,1\\d{2},\\d{3} characters, more than the 16,777,216 that are"
                                        + " read again: use fewer columns, classes, slices or gates, or shorter names"));
        assertEquals(null, read.detail());
    }

    @Test
    public void aLongOneThatCanBeReadIs() throws Exception {
        run("x".repeat(900_000), 18);
        assertEquals(Verdict.PASSED, read().verdict());
        assertEquals(18, read().files().size());
    }

    private StageResult read() throws Exception {
        Path file = folder.getRoot().toPath().resolve(".cd4ml/runs/r1/version-data.result.json");
        return Protocol.readResult(Files.readString(file));
    }

    private StageResult run(String text, int times) throws Exception {
        Path project = folder.getRoot().toPath();
        Files.writeString(project.resolve("cd4ml.yaml"), "model: m\ndata: {path: d.csv}\n");
        RunFolder run = new RunFolder("r1", Files.createDirectories(project.resolve(".cd4ml/runs/r1")));
        List<OutputFile> files = Collections.nCopies(times, new OutputFile("manifest", text, "00", 1));
        StageRunner runner = new StageRunner(
                event -> {},
                () -> false,
                Clock.systemUTC(),
                Map.of(),
                Map.of(),
                stage -> (request, context) -> new StageOutcome(
                        Verdict.PASSED,
                        "done",
                        List.of(),
                        new VersionDataDetail("sha256:00", 1, 1, 1, 1, List.of(), null),
                        files,
                        Provenances.of(context, "sha256:00", null, Map.of(), null, null),
                        null));
        return runner.run(
                StageRequest.of(Stage.VERSION_DATA, "r1", project.toString()).build(), run);
    }
}
