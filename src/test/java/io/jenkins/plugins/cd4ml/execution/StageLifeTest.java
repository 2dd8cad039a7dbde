package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import hudson.model.Label;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.cd4ml.results.LiveProgress;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Stops, losses and other accidents while a stage runs. */
public class StageLifeTest {
    private static final String PASSED = Answers.training("PASSED", "trained well");

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    static {
        jenkins.timeout = 1200;
    }

    @Rule
    public final TestName name = new TestName();

    private DumbSlave agent;

    @Before
    public void connect() throws Exception {
        for (hudson.model.Node node : jenkins.jenkins.getNodes()) {
            jenkins.jenkins.removeNode(node);
        }
        agent = jenkins.createOnlineSlave(Label.get("agent"));
    }

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    private WorkflowRun start(String behave, String steps) throws Exception {
        WorkflowRun run = Pipelines.job(jenkins, name.getMethodName(), Pipelines.fake(PASSED, behave, steps))
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("fake engine: waiting", run);
        return run;
    }

    @Test
    public void progressShowsWhileItRuns() throws Exception {
        WorkflowRun run = start("wait", "trainModel()");
        StageAction action = run.getAction(StageAction.class);
        LiveProgress progress = action.getProgress();
        assertNotNull(progress);
        while (progress.getPercent() == null) {
            Thread.sleep(50);
        }
        assertEquals(Integer.valueOf(75), progress.getPercent());
        assertEquals(Map.of("loss", 0.25), progress.getLastMetrics());
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            assertThat(
                    web.getPage(run, action.getUrlName() + "/").getWebResponse().getContentAsString(),
                    containsString("0.25"));
        }
        agent.getWorkspaceFor(run.getParent()).child("go").touch(0);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertEquals(null, action.getProgress());
    }

    @Test
    public void anAbortedBuildStopsTheEngineByItsFile() throws Exception {
        WorkflowRun run = start("wait", "trainModel()");
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("Stopping trainModel", run);
        jenkins.assertLogContains("fake engine: told to stop", run);
        jenkins.assertLogNotContains("killing its processes", run);
    }

    @Test
    public void aTimeoutStopsTheEngineToo() throws Exception {
        WorkflowRun run = start("wait", "timeout(time: 8, unit: 'SECONDS') { trainModel() }");
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("fake engine: told to stop", run);
    }

    @Test
    public void whatDoesNotStopIsKilledAndItsSiblingGoesOn() throws Exception {
        WorkflowRun run = start(
                "",
                "sh 'mkdir a b; cp answer.json a; cp answer.json b; printf \"wait stubborn child\" > a/behave;"
                        + " printf wait > b/behave'\n"
                        + "parallel a: { catchError { timeout(time: 8, unit: 'SECONDS') { trainModel project: 'a' } } },"
                        + " b: { trainModel project: 'b'; echo 'b is well' }");
        jenkins.waitForMessage("fake engine: told to stop", run);
        while (sleepers() > 0) {
            Thread.sleep(100);
        }
        agent.getWorkspaceFor(run.getParent()).child("b/go").touch(0);
        jenkins.waitForCompletion(run);
        jenkins.assertLogContains("b is well", run);
    }

    @Test
    public void aBuildEndsHalfAMinuteAfterItsAbortWhateverTheEngineDoes() throws Exception {
        WorkflowRun run = start("wait stubborn", "trainModel()");
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("trainModel did not stop within 30 s: killing its processes.", run);
    }

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains("12345"))
                        .orElse(false))
                .count();
    }

    @Test
    public void goesOnWhereAnAgentComesBack() throws Exception {
        WorkflowRun run = start("wait", "trainModel()");
        agent.toComputer().disconnect(new OfflineCause.ByCLI("for a while")).get();
        jenkins.waitForMessage("is not connected; waiting for it to come back", run);
        agent.toComputer().connect(true).get();
        jenkins.waitForMessage("is back.", run);
        agent.getWorkspaceFor(run.getParent()).child("go").touch(0);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(jenkins.getLog(run).split("fake engine: waiting", -1).length, is(2));
    }

    @Test
    public void anAgentThatIsAwayDoesNotHoldUpAnAbortAndIsClearedWhenItIsBack() throws Exception {
        WorkflowRun run = start("wait child", "trainModel()");
        agent.toComputer().disconnect(new OfflineCause.ByCLI("for a while")).get();
        jenkins.waitForMessage("is not connected; waiting for it to come back", run);
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("trainModel may still run there", run);
        assertThat(sleepers(), is(1L));
        agent.toComputer().connect(true).get();
        while (sleepers() > 0) {
            Thread.sleep(100);
        }
    }

    @Test
    public void anAgentThatIsRemovedEndsTheStep() throws Exception {
        WorkflowRun run = start("wait", "trainModel()");
        hudson.FilePath go = agent.getWorkspaceFor(run.getParent()).child("go");
        jenkins.jenkins.removeNode(agent);
        jenkins.waitForCompletion(run);
        new hudson.FilePath(new java.io.File(go.getRemote())).touch(0);
        // The node step has a say in this, too: after five minutes, in tests after a few seconds. Either may be first.
        assertThat(
                jenkins.getLog(run),
                anyOf(containsString("trainModel cannot go on: agent"), containsString("Agent was removed")));
    }

    @Test
    public void anAgentIsGoneForGoodWhenItIsRemovedForAQuarterOfAMinute() {
        AtomicLong clock = new AtomicLong(-5);
        AgentWatch known = new AgentWatch(agent.getNodeName(), "slave", clock::get);
        AgentWatch unknown = new AgentWatch("removed", "removed", clock::get);
        assertThat(known.absent(TaskListener.NULL), is(false));
        assertThat(unknown.absent(TaskListener.NULL), is(false));
        clock.addAndGet(TimeUnit.SECONDS.toNanos(16));
        assertThat(known.absent(TaskListener.NULL), is(false));
        assertThat(unknown.absent(TaskListener.NULL), is(true));
        unknown.present(TaskListener.NULL);
        assertThat(unknown.absent(TaskListener.NULL), is(false));
    }

    @Test
    public void aDeletedWorkspaceFailsTheStep() throws Exception {
        WorkflowRun run = start("wait", "trainModel()");
        hudson.FilePath workspace = agent.getWorkspaceFor(run.getParent());
        hudson.slaves.WorkspaceList.tempDir(workspace).deleteRecursive();
        workspace.deleteRecursive();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        assertThat(jenkins.getLog(run), containsString("was deleted while it ran"));
    }
}
