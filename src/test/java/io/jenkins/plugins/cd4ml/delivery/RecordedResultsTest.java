package io.jenkins.plugins.cd4ml.delivery;

import static io.jenkins.plugins.cd4ml.testing.FakeModel.answer;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deployed;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deploying;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageFiles;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageModel;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packaging;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validated;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validating;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** The controller believes what it recorded, and nothing that an agent brings afterwards. */
public class RecordedResultsTest {
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

    @Test
    public void aResultThatAnotherProcessWroteOverIsNotAccepted() throws Exception {
        WorkflowJob job = job(
                "overwritten",
                packaging("overwritten", "a")
                        + answer(deployed("overwritten", "a", false, "production"))
                        + "writeFile file: 'after.json', text: '''"
                        + deployed("overwritten", "a", true, "production").replace("\\", "\\\\")
                        + "'''\nwriteFile file: 'behave', text: 'overwritten'\ndeployCanary()\n");
        WorkflowRun run = run(Result.FAILURE, job);
        jenkins.assertLogContains("is not the one that the engine wrote", run);
        assertEquals(
                List.of(),
                ModelRegistry.get().model("overwritten").orElseThrow().champions());
        StageAction canary = last(run);
        assertEquals("FAULT", canary.getVerdict());
        assertNull(canary.getResult());
    }

    @Test
    public void aResultThatTheEngineDidNotAnnounceIsNotAccepted() throws Exception {
        WorkflowJob job = job(
                "mute",
                packageFiles("mute", "a")
                        + answer(validated("mute", "a", "PASSED", ""))
                        + "writeFile file: 'behave', text: 'mute'\nvalidateModel()\n");
        jenkins.assertLogContains("ended before it announced its result", run(Result.FAILURE, job));
    }

    @Test
    public void aPassThatContradictsItselfIsNotAccepted() throws Exception {
        for (String outcome : List.of("FAILED", "INCONCLUSIVE")) {
            WorkflowJob job = job(
                    "contradictory-" + outcome.toLowerCase(java.util.Locale.ROOT),
                    packageFiles("contradictory", "a")
                            + answer(validated("contradictory", "a", "PASSED", "")
                                    .replace("\"outcome\": \"PASSED\"", "\"outcome\": \"" + outcome + "\""))
                            + "validateModel()\n");
            WorkflowRun run = run(Result.FAILURE, job);
            jenkins.assertLogContains("contradicts itself (accuracy >= 0.75: " + outcome.toLowerCase(), run);
        }
        WorkflowJob accepted = job(
                "accepted",
                packageFiles("accepted", "a")
                        + answer(validated("accepted", "a", "PASSED", "")
                                .replace("\"outcome\": \"PASSED\"", "\"outcome\": \"INCONCLUSIVE\"")
                                .replace("\"evidence\": {", "\"evidence\": {\"onInconclusive\": \"pass\", "))
                        + "validateModel()\n");
        run(Result.SUCCESS, accepted);
    }

    @Test
    public void theNextRequestNamesWhatWasRecorded() throws Exception {
        WorkflowJob job = job(
                "named",
                packageFiles("named", "a")
                        + validating("named", "a", "PASSED", "")
                        + "def path = \".cd4ml/runs/build-${env.BUILD_NUMBER}/validate-model.result.json\"\n"
                        + "writeFile file: path, text: readFile(path).replace('0.8', '0.9')\n"
                        + packageModel("named", "a"));
        WorkflowRun run = run(Result.SUCCESS, job);
        FilePath folder = Pipelines.workspace(agent, run).child(".cd4ml/runs/build-1");
        String edited =
                DigestUtils.sha256Hex(folder.child("validate-model.result.json").readToString());
        String recorded = run.getAction(StageAction.class).getResultSha256();
        String request = folder.child("package-model.request.json").readToString();
        assertThat(request, containsString("\"validateModel\" : \"" + recorded + "\""));
        assertThat(request, not(containsString(edited)));
        String first = folder.child("validate-model.request.json").readToString();
        assertThat("nothing is believed before the first stage", first, containsString("\"results\" : { }"));
    }

    @Test
    public void aLaterBuildNamesWhatWasRecordedOfARunThen() throws Exception {
        WorkflowJob job = job("later", packaging("later", "a"));
        WorkflowRun first = run(Result.SUCCESS, job);
        String recorded = StageAction.all(first).stream()
                .filter(action -> action.stage() == Stage.PACKAGE_MODEL)
                .findFirst()
                .orElseThrow()
                .getResultSha256();
        FilePath folder = Pipelines.workspace(agent, first).child(".cd4ml/runs/build-1");
        change(
                job,
                "writeFile file: '.cd4ml/runs/build-1/package-model.result.json', text: '{}'\n"
                        + answer(deployed("later", "a", true, "production"))
                        + "deployCanary(run: 'build-1')\n");
        run(Result.SUCCESS, job);
        String request = folder.child("deploy-canary.request.json").readToString();
        assertThat(request, containsString("\"packageModel\" : \"" + recorded + "\""));
        assertThat(request, containsString("\"validateModel\" : \""));

        change(
                job,
                "sh 'cp -r .cd4ml/runs/build-1 .cd4ml/runs/build-99'\n"
                        + answer(deployed("later", "a", true, "production"))
                        + "deployCanary(run: 'build-99')\n");
        jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
        String copied = Pipelines.workspace(agent, first)
                .child(".cd4ml/runs/build-99/deploy-canary.request.json")
                .readToString();
        assertThat("a copy of a run is no run of this job", copied, containsString("\"results\" : { }"));
    }

    @Test
    public void aResultIsReadOnce() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, job("once", packaging("once", "a")));
        StageAction action = StageAction.of(run, "77", Stage.DEPLOY_CANARY, "build-1", "");
        StageResult first = result("once", false);
        assertEquals(first, action.receive(first, "aa"));
        assertEquals(Verdict.FAILED, action.receive(result("once", true), "bb").verdict());
        assertEquals("aa", action.getResultSha256());
        assertEquals(first, action.received().orElseThrow());
        action.complete(first);
        assertTrue("what is complete is kept once", action.received().isEmpty());
    }

    private static StageResult result(String model, boolean promoted) throws Exception {
        return Protocol.readResult(deployed(model, "a", promoted, "production").replace("RUN", "build-1"));
    }

    @Test
    public void whatAdmissionDidNotSeeEndsWithoutSuccess() throws Exception {
        String late = "deleteDir()\n"
                + answer(deployed("unseen", "a", true, "production")
                        .replace(
                                "\"model\": \"unseen\", \"digest\"",
                                "\"model\": \"unseen\", \"version\": 7, \"digest\""))
                + "deployCanary()\n";
        WorkflowRun run = run(Result.FAILURE, job("unseen", late));
        jenkins.assertLogContains("began without a model that the controller could read", run);
        assertEquals("INVALID", last(run).getVerdict());
        assertNull("no number that the registry did not give", last(run).getVersion());
        assertTrue(ModelRegistry.get().model("unseen").isEmpty());
        String packaged = io.jenkins.plugins.cd4ml.testing.FakeModel.packaged("unseen", "a");
        WorkflowRun second =
                run(Result.FAILURE, job("unseen-too", "deleteDir()\n" + answer(packaged) + "packageModel()\n"));
        assertEquals("INVALID", last(second).getVerdict());
    }

    @Test
    public void theCandidatesNumberIsCompared() throws Exception {
        String other = deployed("number", "a", true, "production")
                .replace("\"model\": \"number\", \"digest\"", "\"model\": \"number\", \"version\": 2, \"digest\"");
        WorkflowRun run =
                run(Result.FAILURE, job("number", packaging("number", "a") + answer(other) + "deployCanary()\n"));
        jenkins.assertLogContains("refers to another model, package or environment", run);
        assertEquals(
                List.of(), ModelRegistry.get().model("number").orElseThrow().champions());
        String contradictory = deployed("number", "a", true, "production").replace("\"PROMOTED\"", "\"ROLLED_BACK\"");
        WorkflowJob job = job("number2", packaging("number2", "a"));
        change(
                job,
                packaging("number2", "a")
                        + answer(contradictory.replace("\"number\"", "\"number2\""))
                        + "deployCanary()\n");
        WorkflowRun rolledBack = run(Result.FAILURE, job);
        assertEquals("FAILED", last(rolledBack).getVerdict());
        assertEquals(
                List.of(), ModelRegistry.get().model("number2").orElseThrow().champions());
    }

    @Test
    public void aHomeThatIsOlderThanWhatServesChangesNothing() throws Exception {
        String served =
                """
                {"model": "restored", "version": 9, "digest": "sha256:feed", "entries": 40, "time": "2026-11-21T10:00:00Z"}""";
        WorkflowJob job = job(
                "restored",
                packaging("restored", "a")
                        + "writeFile file: '.cd4ml/deploy/production/registry.json', text: '''"
                        + served
                        + "'''\n"
                        + deploying("restored", "a", true, ""));
        WorkflowRun run = run(Result.FAILURE, job);
        jenkins.assertLogContains(
                "production of restored serves version 9 (sha256:feed) by line 40 of its history", run);
        jenkins.assertLogContains("the history in this Jenkins' home has 3 lines", run);
        jenkins.assertLogNotContains("fake engine: deploy-canary", run);
        change(
                job,
                "sh 'rm .cd4ml/deploy/production/registry.json'\n"
                        + packaging("restored", "a")
                        + deploying("restored", "a", true, ""));
        WorkflowRun done = run(Result.SUCCESS, job);
        assertThat(
                Pipelines.workspace(agent, done)
                        .child(".cd4ml/deploy/production/registry.json")
                        .readToString(),
                containsString("\"version\" : 1"));
        run(Result.SUCCESS, job("restored-again", "echo 'nothing'"));
    }

    @Test
    public void secretsAreMaskedBeforeAResultIsKept() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "key", "", Secret.fromString("b4bbage-s3cret-key")));
        SystemCredentialsProvider.getInstance().save();
        String answer = validated("masked", "a", "PASSED", "")
                .replace("\"accuracy 0.8\"", "\"read with b4bbage-s3cret-key, accuracy 0.8\"");
        WorkflowJob job = job(
                "masked",
                packageFiles("masked", "a")
                        + answer(answer)
                        + "withCredentials([string(credentialsId: 'key', variable: 'KEY')]) { validateModel() }\n");
        WorkflowRun run = run(Result.SUCCESS, job);
        assertEquals("read with ****, accuracy 0.8", last(run).getSummary());
        String kept = Protocol.write(last(run).getResult());
        assertThat(kept, not(containsString("b4bbage")));
        assertThat(kept, containsString("\"message\" : \"read with ****, accuracy 0.8\""));
    }

    @Test
    public void aRecreatedJobsBuildsAreNotTheOldOnes() throws Exception {
        WorkflowJob job = job("again", packaging("again", "a"));
        run(Result.SUCCESS, job);
        job.delete();
        WorkflowJob recreated = job("again", "echo 'nothing'");
        WorkflowRun other = run(Result.SUCCESS, recreated);
        assertEquals(1, other.getNumber());
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setTimeout(0); // the first page compiles all views
        String page = web.goTo("models/model/again/1/").getWebResponse().getContentAsString();
        assertThat("no link to another build's steps", page, not(containsString("job/again/1/cd4ml-")));
        assertEquals(
                "a new job of that name has no rights",
                List.of(),
                ModelRegistry.get().model("again").orElseThrow().settings().jobs());
    }

    private static StageAction last(WorkflowRun run) {
        List<StageAction> actions = StageAction.all(run);
        return actions.get(actions.size() - 1);
    }

    private static WorkflowJob job(String name, String steps) throws Exception {
        return Pipelines.job(jenkins, name, script(steps));
    }

    private static void change(WorkflowJob job, String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script(steps), true));
    }

    private static String script(String steps) {
        return "node('agent') {\n" + steps + "\n}";
    }

    private static WorkflowRun run(Result expected, WorkflowJob job) throws Exception {
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }
}
