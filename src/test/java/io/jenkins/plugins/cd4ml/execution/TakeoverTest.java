package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyArray;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** A stage has ended on a healthy agent, and what it left cannot be taken over; and how long taking over may last. */
public class TakeoverTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @Test
    public void aResultThatCannotBeStoredEndsTheStageWithASentence() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("agent"));
        WorkflowRun run = Pipelines.job(
                        jenkins, "full", Pipelines.fake(Answers.training("PASSED", "well"), "wait", "trainModel()"))
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("fake engine: waiting", run);
        String node = run.getAction(StageAction.class).getNodeId();
        Path results = run.getRootDir().toPath().resolve("cd4ml");
        Files.createDirectories(results.resolve(node + ".json").resolve("in-the-way"));
        FilePath workspace = Pipelines.workspace(agent, run);
        workspace.child("go").write("", null);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        String log = JenkinsRule.getLog(run);
        assertThat("said once", log.split("trying again\\.", -1).length, is(2));
        assertThat(
                log,
                containsString("ERROR: trainModel has ended on agent " + agent.getDisplayName()
                        + ", but what it left could not be taken over: "));
        FilePath temporary = workspace.sibling(workspace.getName() + "@tmp");
        assertThat("nothing stays behind", temporary.list("cd4ml-*/**"), emptyArray());
    }

    @Test
    public void whoMakesHeadwayMayGoOn() throws Exception {
        Headway headway = new Headway(0);
        assertThat(headway.left(), lessThanOrEqualTo(0L));
        headway.expect(3600L * 64 * 1024);
        assertThat(headway.left(), greaterThan(TimeUnit.MINUTES.toNanos(59)));
        headway.made();
        assertThat(headway.left(), lessThanOrEqualTo(0L));

        Headway patient = new Headway(3600);
        assertEquals("done", RemoteWork.finish(patient, () -> "done"));
        CountDownLatch never = new CountDownLatch(1);
        assertThat(
                assertThrows(
                                IOException.class,
                                () -> RemoteWork.finish(headway, () -> {
                                    never.await();
                                    return "done";
                                }))
                        .getMessage(),
                containsString("does not answer"));
    }
}
