package io.jenkins.cd4ml.chain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.testing.KeptStage;
import io.jenkins.cd4ml.testing.SampleContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Each thing that a verdict is about must be the one in question: taken one by one, nothing else being wrong. */
public class JudgementTest {
    private static final String DATA = "sha256:da";
    private static final String MODEL = "sha256:30";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private StageContext context;
    private ChainLink fitting;

    @Before
    public void project() throws IOException {
        context = configured("validate: {gates: [{metric: accuracy, min: 0.7}]}");
        fitting = KeptStage.judged(DATA, MODEL, context.configuration());
    }

    @Test
    public void aFittingVerdictCounts() throws IOException {
        String digest = judge("sample", Verdict.PASSED, fitting);
        Judgement judgement = ask(MODEL, DATA);
        assertNull(judgement.notJudged());
        assertEquals(Verdict.PASSED, judgement.verdict());
        assertEquals(digest, judgement.digest());
    }

    @Test
    public void aVerdictOverAnotherModelOrOtherDataDoesNot() throws IOException {
        judge("sample", Verdict.PASSED, fitting);
        assertEquals(
                "validateModel judged another model (sha256:30, and this one is sha256:31)",
                ask("sha256:31", DATA).notJudged());
        assertEquals(
                "validateModel judged it on data version sha256:da, and the run has sha256:db",
                ask(MODEL, "sha256:db").notJudged());
        judge("other", Verdict.PASSED, fitting);
        assertEquals(
                "validateModel judged the model other, not sample",
                ask(MODEL, DATA).notJudged());
    }

    @Test
    public void aVerdictUnderOtherGatesOrNoneDoesNot() throws IOException {
        judge("sample", Verdict.PASSED, fitting);
        context = configured("validate: {gates: [{metric: accuracy, min: 0.8}]}");
        assertEquals(
                "the gate {metric: accuracy, min: 0.8} of the configuration was not" + " among those that judged it",
                ask(MODEL, DATA).notJudged());
        context = configured("validate: {gates: []}");
        judge("sample", Verdict.PASSED, KeptStage.judged(DATA, MODEL, context.configuration()));
        assertEquals(Judgement.NO_GATE, ask(MODEL, DATA).notJudged());
    }

    @Test
    public void aVerdictThatContradictsItselfDoesNot() throws IOException {
        ChainLink forged = new ChainLink(DATA, MODEL, "sha256:00", null, null, null, fitting.rules(), null);
        judge("sample", Verdict.PASSED, forged);
        assertEquals(
                "the result of validateModel does not say which model and gates it is about",
                ask(MODEL, DATA).notJudged());
        Check failed = new Check(
                "accuracy >= 0.7", "gate", Outcome.FAILED, 0.6, 0.7, ">=", null, null, null, null, "accuracy 0.6");
        new KeptStage(context.run(), "sample")
                .of(Stage.VALIDATE_MODEL, Verdict.PASSED, List.of(failed), null, null, fitting, Instant.EPOCH);
        assertEquals(
                "the result of validateModel contradicts itself: passed, with checks that failed",
                ask(MODEL, DATA).notJudged());
    }

    @Test
    public void whatCameToNoVerdictDoesNot() throws IOException {
        for (Verdict verdict : List.of(Verdict.INVALID, Verdict.ABORTED, Verdict.FAULT)) {
            judge("sample", verdict, fitting);
            assertEquals(
                    "its validation came to no verdict (" + verdict + ": validateModel " + verdict + ")",
                    ask(MODEL, DATA).notJudged());
        }
    }

    private StageContext configured(String yaml) throws IOException {
        Path project = folder.getRoot().toPath();
        Files.writeString(
                project.resolve("cd4ml.yaml"), "model: sample\ndata: {path: a.csv, target: y}\n" + yaml + "\n");
        Configuration configuration = ConfigurationReader.read(project, "cd4ml.yaml", Map.of());
        return SampleContexts.context(project, configuration, EventSink.SILENT);
    }

    private String judge(String model, Verdict verdict, ChainLink link) throws IOException {
        return new KeptStage(context.run(), model).of(Stage.VALIDATE_MODEL, verdict, link);
    }

    private Judgement ask(String model, String dataVersion) throws IOException {
        StageRequest request = StageRequest.of(
                        Stage.PACKAGE_MODEL, "r1", folder.getRoot().toString())
                .build();
        return Judgement.of(request, context, model, dataVersion);
    }
}
