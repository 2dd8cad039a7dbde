package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.cd4ml.results.LiveProgress;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import io.jenkins.plugins.cd4ml.testing.SixStages;
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

    @Rule
    public final TestName name = new TestName();

    private DumbSlave agent;

    @Before
    public void connect() throws Exception {
        for (hudson.model.Node node : jenkins.jenkins.getNodes()) {
            jenkins.jenkins.removeNode(node);
        }
        // a name of its own: the computer of the one before may still be going
        agent = jenkins.createSlave(name.getMethodName(), "agent", null);
        jenkins.waitOnline(agent);
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

    private WorkflowRun startSix(String behave) throws Exception {
        WorkflowRun run = Pipelines.job(jenkins, name.getMethodName(), SixStages.script(behave))
                .scheduleBuild2(0)
                .waitForStart();
        SixStages.awaitWaiting(run);
        return run;
    }

    private static void awaitSixTimes(String sentence, WorkflowRun run) throws Exception {
        while (jenkins.getLog(run).split(sentence, -1).length <= SixStages.COUNT) {
            Thread.sleep(100);
        }
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
    public void anAbortedBuildStopsEachEngineByItsFile() throws Exception {
        WorkflowRun run = startSix("wait");
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        for (StageAction action : run.getActions(StageAction.class)) {
            jenkins.assertLogContains("Stopping " + action.getStep(), run);
            assertEquals("ABORTED", action.getVerdict());
        }
        assertThat(run.getActions(StageAction.class), hasSize(SixStages.COUNT));
        assertThat(jenkins.getLog(run).split("fake engine: told to stop", -1).length - 1, is(SixStages.COUNT));
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
    public void eachStageGoesOnWhereAnAgentComesBack() throws Exception {
        WorkflowRun run = startSix("wait");
        agent.toComputer().disconnect(new OfflineCause.ByCLI("for a while")).get();
        awaitSixTimes("is not connected; waiting for it to come back", run);
        agent.toComputer().connect(true).get();
        awaitSixTimes("is back.", run);
        SixStages.go(agent.getWorkspaceFor(run.getParent()));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(SixStages.started(run), is(SixStages.COUNT));
        for (StageAction action : run.getActions(StageAction.class)) {
            jenkins.assertLogContains("value: " + action.getStep() + " is done", run);
        }
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
    public void anAgentThatIsRemovedEndsEachStage() throws Exception {
        WorkflowRun run = startSix("wait");
        hudson.FilePath workspace = new hudson.FilePath(
                new java.io.File(agent.getWorkspaceFor(run.getParent()).getRemote()));
        jenkins.jenkins.removeNode(agent);
        jenkins.waitForCompletion(run);
        SixStages.go(workspace);
        // The node step has a say in this, too: after five minutes, in tests after a few seconds. Either may be first.
        assertThat(
                jenkins.getLog(run),
                anyOf(containsString(" cannot go on: agent"), containsString("Agent was removed")));
        for (StageAction action : run.getActions(StageAction.class)) {
            assertThat(action.getStep(), action.getVerdict(), anyOf(is("ABORTED"), is("FAULT")));
        }
        assertThat(run.getActions(StageAction.class), hasSize(SixStages.COUNT));
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
