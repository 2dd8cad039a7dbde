package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Slave;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** The controller restarts while stages run. */
public class StageRestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    /** All six at once, each in a branch and a project of its own, with a secret in the environment. */
    @Test
    public void everyStageSurvivesARestartAndSecretsStayMasked() throws Throwable {
        StringBuilder branches = new StringBuilder();
        StringBuilder files = new StringBuilder();
        for (Stage stage : Stage.values()) {
            String step = stage.step();
            files.append(
                    "writeFile file: '%s/answer.json', text: '''%s'''\nwriteFile file: '%s/behave', text: 'wait secret'\n"
                            .formatted(step, Answers.of(step, "PASSED", step + " is done", "null", "[]"), step));
            branches.append("%s: { echo \"value: \" + %s(project: '%s').summary },\n".formatted(step, step, step));
        }
        branches.setLength(branches.length() - 2);
        sessions.then(j -> {
            agent(j);
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new StringCredentialsImpl(
                            CredentialsScope.GLOBAL, "token", null, Secret.fromString("s3cr3t-value")));
            SystemCredentialsProvider.getInstance().save();
            WorkflowJob job = Pipelines.job(
                    j,
                    "restart",
                    "node('agent') {\n" + files
                            + "withCredentials([string(credentialsId: 'token', variable: 'SECRET')]) {\nparallel(\n"
                            + branches + ")\n}\n}");
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            while (j.getLog(run).split("fake engine: waiting", -1).length <= Stage.values().length) {
                Thread.sleep(100);
            }
        });
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("restart", WorkflowJob.class).getBuildByNumber(1);
            Slave agent = (Slave) j.jenkins.getNode("agent");
            agent.toComputer().connect(false).get();
            FilePath workspace = agent.getWorkspaceFor(run.getParent());
            for (Stage stage : Stage.values()) {
                workspace.child(stage.step()).child("go").touch(0);
            }
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            for (Stage stage : Stage.values()) {
                j.assertLogContains("value: " + stage.step() + " is done", run);
            }
            j.assertLogContains("the secret is still ****", run);
            j.assertLogNotContains("s3cr3t-value", run);
            assertThat(run.getActions(StageAction.class), hasSize(Stage.values().length));
            assertThat(
                    "each engine was started once",
                    j.getLog(run).split("fake engine: waiting", -1).length,
                    is(Stage.values().length + 1));
        });
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("restart", WorkflowJob.class).getBuildByNumber(1);
            assertThat(run.getActions(StageAction.class), hasSize(Stage.values().length));
            assertThat(run.getAction(StageAction.class).getVerdict(), is("PASSED"));
        });
    }

    private static DumbSlave agent(JenkinsRule j) throws Exception {
        DumbSlave agent = j.createSlave("agent", "agent", null);
        agent.setNumExecutors(1);
        j.waitOnline(agent);
        assertThat(agent.getAssignedLabels().contains(Label.get("agent")), is(true));
        return agent;
    }
}
