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
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.ReferencePackage;
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
        List<ReferencePackage> references = references(
                job,
                "compared",
                "[{metric: accuracy, versus: best, margin: 0.1}, {metric: accuracy, versus: 1}, {metric: recall, class: rain, versus: best},"
                        + " {metric: accuracy, versus: 1, margin: 0.2}]");
        assertEquals(
                List.of(
                        new ReferencePackage("1", null, reference("compared", 1, "a")),
                        new ReferencePackage("best", "accuracy", reference("compared", 2, "b")),
                        new ReferencePackage("best", null, reference("compared", 1, "a"))),
                references);
        FilePath laidOut = agent.getWorkspaceFor(job).child(".cd4ml/champions/compared");
        for (int version : List.of(1, 2, 3)) {
            assertEquals("a model", laidOut.child(version + "/model.onnx").readToString());
        }
        jenkins.assertLogContains(
                "Version 2 of compared, which gates compare with: laid out in the workspace", job.getLastBuild());
        ModelRegistry.get().deleteVersion("compared", 2, AMY, null);
        assertEquals(
                "the best one that is left",
                List.of(
                        new ReferencePackage("best", "accuracy", reference("compared", 3, "c")),
                        new ReferencePackage("best", null, reference("compared", 1, "a"))),
                references(job, "compared", "[{metric: accuracy, versus: best}]"));
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
        assertEquals(List.of(new ReferencePackage("1", null, reference("stepped", 1, "a"))), sent(job));
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
        assertNull(references(stranger, "kept", "[{metric: accuracy, versus: 1}, {metric: accuracy, versus: best}]"));
        jenkins.assertLogContains("The champion of kept is kept from this build", stranger.getLastBuild());
        assertEquals(
                false, agent.getWorkspaceFor(stranger).child(".cd4ml/champions").exists());
    }

    /** A model whose versions became champions one after the other; each but the first with the difference to the one before. */
    private static WorkflowJob champions(String model, String... words) throws Exception {
        WorkflowJob job = Pipelines.job(jenkins, model, "");
        for (String word : words) {
            String[] parts = word.split(":");
            String result = validated(model, parts[0], "PASSED", "");
            if (parts.length == 2) {
                result = result.replace(
                        "\"name\": \"accuracy >= 0.75\", \"group\": \"gate\", \"outcome\": \"PASSED\", \"value\": 0.8",
                        "\"name\": \"accuracy versus champion, margin 0.02\", \"group\": \"gate\", \"outcome\": \"PASSED\", \"value\": "
                                + parts[1]);
            }
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

    private static List<ReferencePackage> references(WorkflowJob job, String model, String gates) throws Exception {
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

    private static List<ReferencePackage> sent(WorkflowJob job) throws Exception {
        String request = agent.getWorkspaceFor(job)
                .child(".cd4ml/runs/build-" + job.getLastBuild().getNumber() + "/validate-model.request.json")
                .readToString();
        return Protocol.readRequest(request).references();
    }

    private static ModelReference reference(String model, int version, String word) {
        return new ModelReference(model, version, digest(word), ".cd4ml/champions/" + model + "/" + version);
    }

    private static void change(WorkflowJob job, String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition("node('agent') {\n" + steps + "\n}", true));
    }
}
