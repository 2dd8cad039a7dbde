package io.jenkins.plugins.cd4ml.delivery;

import static io.jenkins.plugins.cd4ml.testing.FakeModel.answer;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deploying;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.digest;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageFiles;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageModel;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.project;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validated;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.FilePath;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.cd4ml.protocol.EarlierChampion;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionStep;
import io.jenkins.cd4ml.protocol.registry.ChampionChain;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** {@code versus: N} and {@code versus: best}: the controller brings these versions as it brings the champion. */
public class ComparedVersionsTest {
    private static final Author AMY = new Author("amy", null);

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static DumbSlave agent;

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @BeforeClass
    public static void connect() throws Exception {
        agent = jenkins.createSlave("agent", "agent", null);
        jenkins.waitOnline(agent);
    }

    /** Version 2 gained 0.05, version 3 lost 0.01: version 2 is the best one, version 3 serves. */
    @Test
    public void whatGatesNameIsLaidOutAndInTheRequest() throws Exception {
        WorkflowJob job = champions("compared", "a", "b:0.05", "c:-0.01");
        StageRequest request = request(
                job,
                "compared",
                "[{metric: accuracy, versus: best, margin: 0.1}, {metric: accuracy, versus: 1}, {metric: recall, class: rain, versus: best},"
                        + " {metric: accuracy, versus: 1, margin: 0.2}]");
        assertEquals(List.of(reference("compared", 1, "a"), reference("compared", 2, "b")), request.references());
        assertEquals(2, (int) new ChampionChain(request.champions()).best("accuracy", null, true));
        FilePath laidOut = agent.getWorkspaceFor(job).child(".cd4ml/champions/compared");
        for (int version : List.of(1, 2, 3)) {
            assertEquals("a model", laidOut.child(version + "/model.onnx").readToString());
        }
        jenkins.assertLogContains(
                "Version 2 of compared, which gates compare with: laid out in the workspace", job.getLastBuild());
        ModelRegistry.get().deleteVersion("compared", 2, AMY, null);
        StageRequest without = request(job, "compared", "[{metric: accuracy, versus: best}]");
        assertEquals("where nothing is measured", List.of(reference("compared", 1, "a")), without.references());
        ChampionChain chain = new ChampionChain(without.champions());
        assertEquals("the best one that is left, which serves", 3, (int) chain.best("accuracy", null, true));
        assertEquals(
                "what was measured against the deleted one still counts",
                0.04,
                chain.gains("accuracy", null, true).get(3),
                1e-12);
    }

    /** So that the page of the build can show what the champions have lost together. */
    @Test
    public void theChampionsSoFarAreInTheRequest() throws Exception {
        WorkflowJob job = champions("chained", "a", "b:-0.01", "c:-0.01");
        StageRequest request = request(job, "chained", "[{metric: accuracy, versus: champion, margin: 0.02}]");
        assertEquals(List.of(), request.references());
        assertEquals(
                List.of(1, 2, 3),
                request.champions().stream().map(EarlierChampion::version).toList());
        assertEquals(
                List.of(0.0, -0.01, -0.02),
                new ChampionChain(request.champions())
                        .steps("accuracy", null).stream().map(ChampionStep::sum).toList());
        assertEquals(2, (int) request.champions().get(2).before());
        StageRequest other = request(job, "chained", "[{metric: f1_macro, versus: champion, margin: 0.02}]");
        assertEquals(
                "metrics that no gate compares stay on the controller",
                List.of(),
                other.champions().get(2).differences());
        StageRequest none = request(job, "chained", "[{metric: accuracy, min: 0.7}]");
        assertNull(none.champions());
        assertNull(none.references());
    }

    @Test
    public void gatesOfTheStepAreThoseThatCompare() throws Exception {
        WorkflowJob job = champions("stepped", "a", "b:0.05");
        change(
                job,
                packageFiles("stepped", "b")
                        + project("stepped", "\\nvalidate: {gates: [{metric: accuracy, versus: 2}]}")
                        + answer(validated("stepped", "b", "PASSED", ""))
                        + "validateModel(settings: 'gates=[{metric: accuracy, versus: 1}]')\n");
        jenkins.buildAndAssertSuccess(job);
        assertEquals(List.of(reference("stepped", 1, "a")), sent(job).references());
    }

    @Test
    public void aVersionThatIsNotThereEndsTheStep() throws Exception {
        WorkflowJob job = champions("absent", "a");
        change(job, comparing("absent", "[{metric: accuracy, versus: 7}]"));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains(
                "validate.gates compares with version 7 of absent, which the registry does not have", run);
        jenkins.assertLogNotContains("fake engine: validate-model", run);
    }

    /** Whoever holds a package can copy the model. */
    @Test
    public void aBuildThatMayNotReadTheModelGetsNone() throws Exception {
        champions("kept", "a", "b:0.05");
        WorkflowJob stranger = Pipelines.job(jenkins, "stranger", "");
        StageRequest request =
                request(stranger, "kept", "[{metric: accuracy, versus: 1}, {metric: accuracy, versus: best}]");
        assertNull(request.references());
        assertNull(request.champions());
        jenkins.assertLogContains("The champion of kept is kept from this build", stranger.getLastBuild());
        assertEquals(
                false, agent.getWorkspaceFor(stranger).child(".cd4ml/champions").exists());
    }

    /** A model whose versions became champions one after the other; each but the first with the difference to the one before. */
    private static WorkflowJob champions(String model, String... words) throws Exception {
        WorkflowJob job = Pipelines.job(jenkins, model, "");
        int before = 0;
        for (String word : words) {
            String[] parts = word.split(":");
            String result = validated(model, parts[0], "PASSED", "");
            if (parts.length == 2) {
                result = result.replace("\"evidence\": {", comparison(model, before, parts[1]) + "\"evidence\": {");
            }
            before++;
            change(
                    job,
                    packageFiles(model, parts[0])
                            + answer(result)
                            + "validateModel()\n"
                            + packageModel(model, parts[0])
                            + deploying(model, parts[0], true, ""));
            jenkins.buildAndAssertSuccess(job);
        }
        assertEquals(
                words.length,
                ModelRegistry.get()
                        .model(model)
                        .orElseThrow()
                        .champion("production")
                        .version());
        return job;
    }

    private static String comparison(String model, int champion, String difference) {
        return """
                "champion": {"champion": {"model": "%s", "version": %d, "path": "p"}, "rows": 100, "excludedRows": 0, "differences": [\
                {"metric": "accuracy", "candidate": 0.8, "champion": 0.8, "difference": %s, "higherIsBetter": true}, \
                {"metric": "brier", "candidate": 0.8, "champion": 0.8, "difference": 0.1, "higherIsBetter": false}]}, """
                .formatted(model, champion, difference);
    }

    private static StageRequest request(WorkflowJob job, String model, String gates) throws Exception {
        change(job, comparing(model, gates));
        jenkins.buildAndAssertSuccess(job);
        return sent(job);
    }

    private static String comparing(String model, String gates) {
        return "sh 'rm -rf .cd4ml/champions'\n"
                + packageFiles(model, "z")
                + project(model, "\\nvalidate: {gates: " + gates + "}")
                + answer(validated(model, "z", "PASSED", ""))
                + "validateModel()\n";
    }

    private static StageRequest sent(WorkflowJob job) throws Exception {
        String request = agent.getWorkspaceFor(job)
                .child(".cd4ml/runs/build-" + job.getLastBuild().getNumber() + "/validate-model.request.json")
                .readToString();
        return Protocol.readRequest(request);
    }

    private static ModelReference reference(String model, int version, String word) {
        return new ModelReference(model, version, digest(word), ".cd4ml/champions/" + model + "/" + version);
    }

    private static void change(WorkflowJob job, String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition("node('agent') {\n" + steps + "\n}", true));
    }
}
