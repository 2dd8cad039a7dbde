package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import hudson.util.Secret;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.steps.CheckDriftStep;
import io.jenkins.plugins.cd4ml.steps.DeployCanaryStep;
import io.jenkins.plugins.cd4ml.steps.PackageModelStep;
import io.jenkins.plugins.cd4ml.steps.StageBuilder;
import io.jenkins.plugins.cd4ml.steps.StageStep;
import io.jenkins.plugins.cd4ml.steps.TrainModelStep;
import io.jenkins.plugins.cd4ml.steps.ValidateModelStep;
import io.jenkins.plugins.cd4ml.steps.VersionDataStep;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.credentialsbinding.impl.StringBinding;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** The stages as build steps of Freestyle jobs. */
public class FreestyleStageTest {
    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TestName name = new TestName();

    private DumbSlave agent;
    private FreeStyleProject job;
    private FilePath workspace;

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @Before
    public void connect() throws Exception {
        for (hudson.model.Node node : jenkins.jenkins.getNodes()) {
            jenkins.jenkins.removeNode(node);
        }
        // a name of its own: the computer of the one before may still be going
        agent = jenkins.createSlave(name.getMethodName(), "agent", null);
        jenkins.waitOnline(agent);
        job = jenkins.createProject(FreeStyleProject.class, name.getMethodName());
        job.setAssignedNode(agent);
        workspace = agent.getWorkspaceFor(job);
        workspace.mkdirs();
        for (Stage stage : Stage.values()) {
            // without a model that was admitted nothing is packaged or deployed with success
            boolean decides = stage == Stage.PACKAGE_MODEL || stage == Stage.DEPLOY_CANARY;
            answer(stage, decides ? "FAILED" : "PASSED", stage.step() + " is done");
        }
    }

    private void answer(Stage stage, String verdict, String summary) throws Exception {
        workspace
                .child(stage.command() + ".answer.json")
                .write(Answers.of(stage.step(), verdict, summary, "null", "[]"), "UTF-8");
    }

    private void behave(String words) throws Exception {
        workspace.child("behave").write(words, "UTF-8");
    }

    private void steps(StageStep... steps) throws Exception {
        for (StageStep step : steps) {
            job.getBuildersList().add(new StageBuilder(step));
        }
    }

    private FreeStyleBuild startWaiting(StageStep... steps) throws Exception {
        steps(steps);
        behave("wait");
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("fake engine: waiting", build);
        return build;
    }

    private static List<String> verdicts(FreeStyleBuild build) {
        List<String> verdicts = new ArrayList<>();
        build.getActions(StageAction.class)
                .forEach(action ->
                        verdicts.add(action.getUrlName() + " " + action.getStep() + " " + action.getVerdict()));
        return verdicts;
    }

    @Test
    public void theSixStagesOfAJobShareARun() throws Exception {
        PackageModelStep packaging = new PackageModelStep();
        packaging.setOnFail("continue");
        DeployCanaryStep canary = new DeployCanaryStep();
        canary.setOnFail("continue");
        steps(
                new VersionDataStep(),
                new TrainModelStep(),
                new ValidateModelStep(),
                packaging,
                canary,
                new CheckDriftStep(),
                new VersionDataStep());
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        assertEquals(
                List.of(
                        "cd4ml-1 versionData PASSED",
                        "cd4ml-2 trainModel PASSED",
                        "cd4ml-3 validateModel PASSED",
                        "cd4ml-4 packageModel FAILED",
                        "cd4ml-5 deployCanary FAILED",
                        "cd4ml-6 checkDrift PASSED",
                        "cd4ml-7 versionData PASSED"),
                verdicts(build));
        for (StageAction action : build.getActions(StageAction.class)) {
            assertEquals("build-1", action.getRunId());
            try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
                assertThat(
                        web.getPage(build, action.getUrlName() + "/")
                                .getWebResponse()
                                .getContentAsString(),
                        containsString(action.getStep() + " is done"));
            }
        }
        assertThat(
                "a second look at the data keeps the run",
                workspace.child(".cd4ml/runs/build-1/train-model.result.json").exists(),
                is(true));
        assertThat(
                "nothing is left beside the workspace",
                workspace.sibling(workspace.getName() + "@tmp").list("cd4ml-*/**,durable-*/**"),
                is(new FilePath[0]));
        assertThat(
                "nothing is carried",
                build.getRootDir().toPath().resolve("stashes").toFile().exists(),
                is(false));
    }

    @Test
    public void aNoIsWhatOnFailSays() throws Exception {
        answer(Stage.VALIDATE_MODEL, "FAILED", "one gate failed");
        ValidateModelStep tolerant = new ValidateModelStep();
        tolerant.setOnFail("continue");
        ValidateModelStep wary = new ValidateModelStep();
        wary.setOnFail("unstable");
        steps(tolerant);
        jenkins.buildAndAssertSuccess(job);
        steps(wary, new TrainModelStep());
        FreeStyleBuild unstable = jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
        jenkins.assertLogContains("validateModel: one gate failed", unstable);
        assertEquals("it went on", 3, verdicts(unstable).size());
        job.getBuildersList().clear();
        steps(new ValidateModelStep(), new TrainModelStep());
        FreeStyleBuild failed = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("ERROR: validateModel: one gate failed", failed);
        assertEquals("it did not go on", 1, verdicts(failed).size());
    }

    @Test
    public void whatIsWrongEndsInOneSentence() throws Exception {
        TrainModelStep wrong = new TrainModelStep();
        wrong.setHeap("much");
        steps(wrong);
        jenkins.assertLogContains(
                "ERROR: trainModel: 'heap' is wrong.", jenkins.buildAndAssertStatus(Result.FAILURE, job));
        TrainModelStep nowhere = new TrainModelStep();
        nowhere.setProject("not/there");
        job.getBuildersList().clear();
        steps(nowhere);
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("ERROR: trainModel: there is no folder 'not/there' in the workspace", build);
        jenkins.assertLogNotContains("\tat ", build);
        job.getBuildersList().replace(new StageBuilder(null));
        jenkins.assertLogContains(
                "ERROR: This build step names no stage", jenkins.buildAndAssertStatus(Result.FAILURE, job));
        behave("die 9");
        job.getBuildersList().clear();
        steps(new TrainModelStep());
        build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("ERROR: trainModel was killed on agent", build);
        assertEquals(List.of("cd4ml-1 trainModel FAULT"), verdicts(build));
    }

    @Test
    public void anAbortStopsTheEngineByItsFile() throws Exception {
        FreeStyleBuild build = startWaiting(new TrainModelStep(), new ValidateModelStep());
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("Stopping trainModel", build);
        jenkins.assertLogContains("fake engine: told to stop", build);
        jenkins.assertLogNotContains("killing its processes", build);
        assertEquals(List.of("cd4ml-1 trainModel ABORTED"), verdicts(build));
    }

    @Test
    public void whatDoesNotStopIsKilledAfterHalfAMinuteOrByTheSecondAbort() throws Exception {
        FreeStyleBuild build = startWaiting(new TrainModelStep());
        behave("wait stubborn child");
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        FreeStyleBuild patient = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("fake engine: waiting", patient);
        patient.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(patient));
        jenkins.assertLogContains("did not stop within 30 s: killing its processes", patient);

        FreeStyleBuild hasty = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("fake engine: waiting", hasty);
        hasty.getExecutor().interrupt();
        jenkins.waitForMessage("fake engine: told to stop", hasty);
        hasty.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(hasty));
        jenkins.assertLogContains("killing its processes", hasty);
        assertThat(hasty.getDuration() < 30_000, is(true));
    }

    @Test
    public void aStageGoesOnWhereItsAgentComesBackThoughJenkinsEndsTheBuild() throws Exception {
        FreeStyleBuild build = startWaiting(new TrainModelStep(), new ValidateModelStep());
        agent.toComputer().disconnect(new OfflineCause.ByCLI("for a while")).get();
        jenkins.waitForMessage("is not connected; waiting for it to come back", build);
        agent.toComputer().connect(true).get();
        jenkins.waitForMessage("is back.", build);
        agent.getWorkspaceFor(job).child("go").touch(0);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("ERROR: trainModel has ended and its result is kept", build);
        assertEquals(List.of("cd4ml-1 trainModel PASSED"), verdicts(build));
    }

    @Test
    public void anAgentThatIsRemovedEndsTheBuild() throws Exception {
        FreeStyleBuild build = startWaiting(new TrainModelStep());
        jenkins.jenkins.removeNode(agent);
        jenkins.waitForCompletion(build);
        assertThat(build.getResult(), anyOf(is(Result.FAILURE), is(Result.ABORTED)));
        assertThat(verdicts(build).get(0), not(containsString("null")));
        new FilePath(new java.io.File(workspace.getRemote())).child("go").touch(0);
    }

    @Test
    public void secretsOfTheBuildReachTheEngineAndAreMasked() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "token", null, Secret.fromString("s3cr3t-value")));
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new StringBinding("SECRET", "token"))));
        steps(new TrainModelStep());
        behave("secret");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("the secret is ****", build);
        jenkins.assertLogNotContains("s3cr3t-value", build);
    }

    /** What an administrator reads, and what was stored before, is the same few lines. */
    @Test
    public void aJobsXmlIsReadableAndSurvivesItsForm() throws Exception {
        TrainModelStep step = new TrainModelStep();
        step.setAlgorithm("linear");
        step.setEpochs(3);
        step.setOnFail("continue");
        step.setSettings("hidden=[8, 4]\npatience=0");
        steps(new VersionDataStep(), step);
        String xml = job.getConfigFile().asString();
        assertThat(xml, containsString("<algorithm>linear</algorithm>"));
        assertThat(xml, not(containsString("defaultOnFail")));
        assertThat(xml, not(containsString("<stage>")));
        jenkins.configRoundtrip(job);
        assertEquals(2, job.getBuildersList().size());
        jenkins.assertEqualDataBoundBeans(
                step, job.getBuildersList().getAll(StageBuilder.class).get(1).getStage());
        job.doReload();
        assertEquals(
                "continue",
                job.getBuildersList()
                        .getAll(StageBuilder.class)
                        .get(1)
                        .getStage()
                        .getOnFail());
    }
}
