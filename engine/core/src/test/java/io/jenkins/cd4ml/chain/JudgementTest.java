package io.jenkins.cd4ml.chain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.protocol.ChainLink;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionComparison;
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

    @Test
    public void whatTheVerdictIsAndWhatItHinders() throws IOException {
        judge("sample", Verdict.PASSED, fitting.withOverrides(List.of("validate.seed")));
        Judgement passed = ask(MODEL, DATA);
        assertTrue(passed.passed());
        assertNull(passed.obstacle());
        assertEquals(List.of("validate.seed"), passed.overrides());
        assertEquals(fitting.gates(), passed.gatesDigest());
        assertEquals(1, passed.attempts());
        assertCheck(Outcome.PASSED, "validateModel PASSED", passed);
        judge("sample", Verdict.FAILED, fitting);
        Judgement failed = ask(MODEL, DATA);
        assertFalse(failed.passed());
        assertEquals("its validation failed (validateModel FAILED)", failed.obstacle());
        assertEquals(List.of(), failed.overrides());
        assertEquals(2, failed.attempts());
        assertCheck(Outcome.FAILED, "validateModel FAILED", failed);
        judge("sample", Verdict.INCONCLUSIVE, fitting);
        Judgement open = ask(MODEL, DATA);
        assertFalse(open.passed());
        assertEquals("its validation is inconclusive (validateModel INCONCLUSIVE)", open.obstacle());
        assertCheck(Outcome.INCONCLUSIVE, "validateModel INCONCLUSIVE", open);
        Judgement none = ask("sha256:31", DATA);
        String why = "validateModel judged another model (sha256:30, and this one is sha256:31)";
        assertFalse(none.passed());
        assertEquals(why, none.obstacle());
        assertEquals(List.of(), none.overrides());
        assertNull(none.gatesDigest());
        assertNull(none.verdict());
        assertEquals(3, none.attempts());
        assertCheck(Outcome.SKIPPED, "not judged: " + why, none);
    }

    private static void assertCheck(Outcome outcome, String message, Judgement judgement) {
        Check check = judgement.check("sha256:d", "sha256:m");
        assertEquals("validation", check.name());
        assertEquals(outcome, check.outcome());
        assertEquals(message, check.message());
        assertEquals("sha256:d", check.dataVersion());
        assertEquals("sha256:m", check.modelVersion());
    }

    /** A failed verdict counts whatever the gates were: none that is stricter lets the model pass. */
    @Test
    public void aFailureUnderOtherGatesCounts() throws IOException {
        judge("sample", Verdict.FAILED, fitting);
        context = configured("validate: {gates: [{metric: accuracy, min: 0.8}]}");
        assertNull(ask(MODEL, DATA).notJudged());
        assertEquals(Verdict.FAILED, ask(MODEL, DATA).verdict());
    }

    @Test
    public void theComparisonMustBeWithTheChampionThatServes() throws IOException {
        ModelReference serving = new ModelReference("sample", 4, "sha256:04", "p");
        context = configured("validate: {gates: [{metric: accuracy, versus: champion, margin: 0.1}]}");
        fitting = KeptStage.judged(DATA, MODEL, context.configuration());
        assertNull(compared(serving).unlike(serving, true));
        assertNull("there is none to replace", compared(null).unlike(null, true));
        assertEquals(
                "its verdict compared it with no champion, and version 4 serves",
                compared(null).unlike(serving, true));
        Judgement other = compared(new ModelReference("sample", 3, "sha256:03", "p"));
        assertEquals("its verdict compared it with version 3, and version 4 serves now", other.unlike(serving, true));
        assertNull("that of another environment", other.unlike(serving, false));
        assertEquals(
                "its verdict compared it with sha256:03, and sha256:04 serves now",
                compared(new ModelReference("sample", null, "sha256:03", "p"))
                        .unlike(new ModelReference("sample", null, "sha256:04", "p"), true));
        assertNull(compared(new ModelReference("sample", 3, null, "p")).unlike(serving, true));
        judge("sample", Verdict.PASSED, fitting);
        assertEquals(
                "its verdict compared it with no champion, and version 4 serves",
                ask(MODEL, DATA).unlike(serving, false));
        judge("sample", Verdict.FAILED, fitting);
        assertNull("it has not passed", ask(MODEL, DATA).unlike(serving, true));
        context = configured("validate: {gates: [{metric: accuracy, min: 0.7}]}");
        fitting = KeptStage.judged(DATA, MODEL, context.configuration());
        assertNull("no gate compares", compared(null).unlike(serving, true));
    }

    @Test
    public void aFileThatWasJudgedIsNotTheModelOfTheRun() throws IOException {
        new KeptStage(context.run(), "sample")
                .of(
                        Stage.VALIDATE_MODEL,
                        Verdict.PASSED,
                        List.of(),
                        detail(null, "model.onnx"),
                        null,
                        fitting,
                        Instant.EPOCH);
        assertEquals(
                "validateModel judged model.onnx, not the model of this run",
                ask("sha256:31", DATA).notJudged());
        assertNull(ask(MODEL, DATA).notJudged());
    }

    @Test
    public void withoutAResultOrALinkNothingIsJudged() throws IOException {
        assertEquals("validateModel did not run in this run", ask(MODEL, DATA).notJudged());
        assertEquals(0, ask(MODEL, DATA).attempts());
        String unknown = "the result of validateModel does not say which model and gates it is about";
        judge("sample", Verdict.PASSED, null);
        assertEquals(unknown, ask(MODEL, DATA).notJudged());
        judge("sample", Verdict.PASSED, new ChainLink(DATA, MODEL, fitting.gates(), null, null, null));
        assertEquals(unknown, ask(MODEL, DATA).notJudged());
    }

    private Judgement compared(ModelReference champion) throws IOException {
        ChampionComparison comparison =
                champion == null ? null : new ChampionComparison(champion, 10, 0, null, List.of());
        new KeptStage(context.run(), "sample")
                .of(
                        Stage.VALIDATE_MODEL,
                        Verdict.PASSED,
                        List.of(),
                        detail(comparison, null),
                        null,
                        fitting,
                        Instant.EPOCH);
        return ask(MODEL, DATA);
    }

    private static ValidateModelDetail detail(ChampionComparison champion, String source) {
        return new ValidateModelDetail(
                "classification",
                "test",
                10,
                List.of(),
                null,
                null,
                champion,
                List.of(),
                source,
                null,
                null,
                List.of(),
                null,
                null);
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
