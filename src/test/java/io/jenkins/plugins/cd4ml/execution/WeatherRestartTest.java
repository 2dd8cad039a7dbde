package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import hudson.FilePath;
import hudson.model.Slave;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.io.File;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** The controller restarts while the real engine trains. */
public class WeatherRestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Test
    public void trainingGoesOnWhileTheControllerRestarts() throws Throwable {
        sessions.then(j -> {
            DumbSlave agent = j.createSlave("agent", "agent", null);
            j.waitOnline(agent);
            WorkflowJob job = Pipelines.job(
                    j,
                    "train",
                    "node('agent') { versionData()\n"
                            + "def v = trainModel(seed: 7, settings: 'epochs=5000\\npatience=0')\n"
                            + "echo \"${v.metrics.epochs} epochs\" }");
            FilePath workspace = agent.getWorkspaceFor(job);
            new FilePath(new File(
                            Path.of("examples/seattle-weather").toAbsolutePath().toString()))
                    .copyRecursiveTo("cd4ml.yaml,data/**", workspace);
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            j.waitForMessage("epoch 1,", run);
        });
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("train", WorkflowJob.class).getBuildByNumber(1);
            ((Slave) j.jenkins.getNode("agent")).toComputer().connect(false).get();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            j.assertLogContains("5000.0 epochs", run);
            assertThat("one training", j.getLog(run).split("train-model …", -1).length, is(2));
        });
    }
}
