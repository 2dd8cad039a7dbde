package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Launcher;
import hudson.LauncherDecorator;
import hudson.Proc;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Slave;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import io.jenkins.plugins.cd4ml.testing.SixStages;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
                    "node('agent') {\n" + SixStages.files("wait secret")
                            + "withCredentials([string(credentialsId: 'token', variable: 'SECRET')]) {\n"
                            + SixStages.branches() + "\n}\n}");
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            SixStages.awaitWaiting(run);
        });
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("restart", WorkflowJob.class).getBuildByNumber(1);
            Slave agent = (Slave) j.jenkins.getNode("agent");
            agent.toComputer().connect(false).get();
            SixStages.go(agent.getWorkspaceFor(run.getParent()));
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            for (Stage stage : Stage.values()) {
                j.assertLogContains("value: " + stage.step() + " is done", run);
            }
            j.assertLogContains("the secret is still ****", run);
            j.assertLogNotContains("s3cr3t-value", run);
            assertThat(run.getActions(StageAction.class), hasSize(SixStages.COUNT));
            assertThat("each engine was started once", SixStages.started(run), is(SixStages.COUNT));
        });
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("restart", WorkflowJob.class).getBuildByNumber(1);
            assertThat(run.getActions(StageAction.class), hasSize(SixStages.COUNT));
            assertThat(run.getAction(StageAction.class).getVerdict(), is("PASSED"));
        });
    }

    /** The engines run, but Jenkins goes down before it knows. */
    @Test
    public void whatWasStartedInTheLastMomentIsEndedAndStartedAgain() throws Throwable {
        sessions.then(j -> {
            agent(j);
            WorkflowJob job = Pipelines.job(
                    j, "launch", SixStages.script("wait child").replace("parallel(", "echo 'now'\nparallel("));
            HeldLaunches.hold();
            job.scheduleBuild2(0).waitForStart();
            HeldLaunches.await(SixStages.COUNT);
            awaitSleepers(SixStages.COUNT);
        });
        List<Long> before = sleepers();
        assertThat("they outlive the controller", before, hasSize(SixStages.COUNT));
        HeldLaunches.release();
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("launch", WorkflowJob.class).getBuildByNumber(1);
            Slave agent = (Slave) j.jenkins.getNode("agent");
            agent.toComputer().connect(false).get();
            SixStages.awaitWaiting(run);
            awaitSleepers(SixStages.COUNT);
            assertThat("none of the first is left", sleepers(), not(hasItem(in(before))));
            SixStages.go(agent.getWorkspaceFor(run.getParent()));
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            for (Stage stage : Stage.values()) {
                j.assertLogContains("Jenkins was restarted while " + stage.step() + " was being started", run);
                j.assertLogContains("value: " + stage.step() + " is done", run);
            }
            assertThat(run.getActions(StageAction.class), hasSize(SixStages.COUNT));
        });
        sleepers().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    private static void awaitSleepers(int count) throws InterruptedException {
        while (sleepers().size() != count) {
            Thread.sleep(100);
        }
    }

    private static List<Long> sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains("12345"))
                        .orElse(false))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Lets the engine start, and keeps that to itself until the session is over. */
    @TestExtension("whatWasStartedInTheLastMomentIsEndedAndStartedAgain")
    public static final class HeldLaunches extends LauncherDecorator {
        private static final AtomicInteger STARTED = new AtomicInteger();
        private static volatile CountDownLatch latch = new CountDownLatch(0);

        static void hold() {
            latch = new CountDownLatch(1);
        }

        static void release() {
            latch.countDown();
        }

        static void await(int count) throws InterruptedException {
            while (STARTED.get() < count) {
                Thread.sleep(100);
            }
        }

        @NonNull
        @Override
        public Launcher decorate(@NonNull Launcher launcher, @NonNull Node node) {
            return new Launcher.DecoratedLauncher(launcher) {
                @Override
                public Proc launch(@NonNull ProcStarter starter) throws IOException {
                    Proc process = super.launch(starter);
                    if (latch.getCount() > 0
                            && Arrays.stream(starter.envs()).anyMatch(word -> word.startsWith("CD4ML_REQUEST="))) {
                        STARTED.incrementAndGet();
                        try {
                            latch.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        throw new ThreadDeath();
                    }
                    return process;
                }
            };
        }
    }

    private static DumbSlave agent(JenkinsRule j) throws Exception {
        DumbSlave agent = j.createSlave("agent", "agent", null);
        agent.setNumExecutors(1);
        j.waitOnline(agent);
        assertThat(agent.getAssignedLabels().contains(Label.get("agent")), is(true));
        return agent;
    }
}
