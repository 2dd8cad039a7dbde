package io.jenkins.plugins.cd4ml.retrain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.model.ChoiceParameterDefinition;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.User;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Golden;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.TestExtension;

/** Drift that starts a job, and everything that keeps it from starting one. */
public class RetrainTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TestName name = new TestName();

    private MockFolder folder;
    private FreeStyleProject train;

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @BeforeClass
    public static void connect() throws Exception {
        jenkins.createOnlineSlave(Label.get("agent"));
    }

    @Before
    public void create() throws Exception {
        folder = jenkins.createFolder(name.getMethodName());
        train = folder.createProject(FreeStyleProject.class, "train");
        train.setQuietPeriod(0);
        train.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("CD4ML_DRIFT_SHARE", "none"),
                new StringParameterDefinition("CD4ML_DRIFTED_COLUMNS", "none"),
                new StringParameterDefinition("SEED", "1"),
                new ChoiceParameterDefinition("ALGORITHM", new String[] {"linear", "mlp"}, "")));
    }

    @After
    public void everybodyMayDoEverythingAgain() {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
    }

    private static String drift() throws Exception {
        return Golden.text("check-drift").replaceFirst("\"run\"\\s*:\\s*\"[^\"]*\"", "\"run\": \"RUN\"");
    }

    private WorkflowJob job(String arguments) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "drift");
        job.setDefinition(new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(
                Pipelines.fake(drift(), "", "checkDrift(" + arguments + ")"), true));
        return job;
    }

    private WorkflowRun check(String arguments) throws Exception {
        return jenkins.buildAndAssertStatus(Result.UNSTABLE, job(arguments));
    }

    private void assertNotStarted(WorkflowRun run, String why) throws Exception {
        jenkins.assertLogContains("retrain: " + why, run);
        jenkins.waitUntilNoActivity();
        assertThat(run.getAction(RetrainAction.class).getSentence(), containsString(why));
        assertThat(page(run), containsString("Not trained again: "));
    }

    private static String page(Run<?, ?> run) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.getOptions().setJavaScriptEnabled(false);
            String url = run.getAction(io.jenkins.plugins.cd4ml.results.StageAction.class)
                    .getUrlName();
            return web.getPage(run, url + "/").asNormalizedText();
        }
    }

    @Test
    public void driftStartsTheJobWithItsReasonOnce() throws Exception {
        WorkflowRun found = check("retrain: 'train', retrainParameters: '''# as usual\nALGORITHM=mlp\n'''");
        jenkins.waitUntilNoActivity();
        Run<?, ?> started = train.getBuildByNumber(1);
        assertThat(started, is(notNullValue()));
        ParametersAction parameters = started.getAction(ParametersAction.class);
        for (Map.Entry<String, String> expected : Map.of(
                        "CD4ML_DRIFT_SHARE", "0.6",
                        "CD4ML_DRIFTED_COLUMNS", "temp_max,temp_min,weather",
                        "SEED", "1",
                        "ALGORITHM", "mlp")
                .entrySet()) {
            assertEquals(
                    expected.getValue(),
                    parameters.getParameter(expected.getKey()).getValue());
        }
        RetrainCause cause = started.getCause(RetrainCause.class);
        assertEquals(
                "3 of 5 columns drifted (60 %, drift from 30 % on): temp_max, temp_min, weather", cause.getReason());
        assertThat(page(found), containsString("Trained again: " + started.getFullDisplayName()));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.getOptions().setJavaScriptEnabled(false);
            HtmlPage page = web.getPage(started);
            assertThat(page.asNormalizedText(), containsString("found drift: 3 of 5 columns drifted"));
            String back = found.getUrl() + cause.getStageUrl() + "/";
            assertThat(page.getByXPath("//a[contains(@href, '" + back + "')]").isEmpty(), is(false));
            assertThat(web.getPage(found).asNormalizedText(), containsString("Trained again: "));
        }

        // nothing but what stands on the disk: as after a restart
        train.doReload();
        WorkflowRun again = jenkins.buildAndAssertStatus(Result.UNSTABLE, found.getParent());
        assertNotStarted(again, "Drift started " + started.getFullDisplayName());
        assertNull(train.getBuildByNumber(2));
    }

    @Test
    public void withoutACooldownItIsStartedAgain() throws Exception {
        WorkflowRun found = check("retrain: 'train', retrainCooldown: '0'");
        jenkins.waitUntilNoActivity();
        jenkins.buildAndAssertStatus(Result.UNSTABLE, found.getParent());
        jenkins.waitUntilNoActivity();
        assertEquals(2, train.getLastBuild().getNumber());
    }

    @Test
    public void aJobThatRunsOrWaitsIsNotStartedOnceMore() throws Exception {
        train.getBuildersList().add(new SleepBuilder(600_000));
        Run<?, ?> running = train.scheduleBuild2(0).waitForStart();
        WorkflowRun found = check("retrain: 'train'");
        jenkins.assertLogContains("retrain: " + running.getFullDisplayName() + " runs already", found);
        train.scheduleBuild2(0, new hudson.model.Cause.UserIdCause());
        WorkflowRun second = jenkins.buildAndAssertStatus(Result.UNSTABLE, found.getParent());
        jenkins.assertLogContains("waits in the queue already", second);
        jenkins.jenkins.getQueue().clear();
        ((hudson.model.FreeStyleBuild) running).doStop();
        jenkins.waitForCompletion(running);
        assertEquals(1, train.getLastBuild().getNumber());
    }

    @Test
    public void onlyWhoMayBuildTheJobStartsIt() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, hudson.model.Computer.BUILD)
                .everywhere()
                .toEveryone());
        WorkflowJob job = job("retrain: 'train'");
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(), User.getById("alice", true).impersonate2()));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
        assertNotStarted(run, "'alice' may not build '" + train.getFullName() + "'");
        assertNull(train.getLastBuild());
    }

    @Test
    public void whatCannotBeStartedIsSaid() throws Exception {
        WorkflowJob job = job("retrain: 'trian'");
        assertNotStarted(jenkins.buildAndAssertStatus(Result.UNSTABLE, job), "There is no job 'trian'");
        for (Map.Entry<String, String> wrong : Map.of(
                        "retrain: '../whatCannotBeStartedIsSaid'", "is no job that can be built",
                        "retrain: 'drift'", "is this job itself",
                        "retrain: 'train', retrainParameters: 'SEDE=2'", "declares no parameter SEDE",
                        "retrain: 'train', retrainParameters: 'ALGORITHM=svm'",
                                "does not accept the value of ALGORITHM")
                .entrySet()) {
            job.setDefinition(new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(
                    Pipelines.fake(drift(), "", "checkDrift(" + wrong.getKey() + ")"), true));
            jenkins.assertLogContains(wrong.getValue(), jenkins.buildAndAssertStatus(Result.UNSTABLE, job));
        }
        job.setDefinition(new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(
                Pipelines.fake(drift(), "", "checkDrift(retrain: 'a*b')"), true));
        jenkins.assertLogContains("A job is named as seen from", jenkins.buildAndAssertStatus(Result.FAILURE, job));
        train.disable();
        job.setDefinition(new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(
                Pipelines.fake(drift(), "", "checkDrift(retrain: 'train')"), true));
        jenkins.assertLogContains("is disabled", jenkins.buildAndAssertStatus(Result.UNSTABLE, job));
        assertNull(train.getLastBuild());
    }

    @Test
    public void withoutDriftNothingIsStarted() throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "still");
        String still =
                drift().replace("\"drifted\": true", "\"drifted\": false").replace("\"FAILED\"", "\"PASSED\"");
        job.setDefinition(new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(
                Pipelines.fake(still, "", "checkDrift(retrain: 'train')"), true));
        WorkflowRun run = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogNotContains("retrain:", run);
        assertNull(run.getAction(RetrainAction.class));
        assertThat(page(run), not(containsString("rained again")));
    }
}
