package io.jenkins.plugins.cd4ml.credentials;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyArray;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Slave;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.config.MirrorSettings;
import io.jenkins.plugins.cd4ml.config.StoreSettings;
import io.jenkins.plugins.cd4ml.steps.StageBuilder;
import io.jenkins.plugins.cd4ml.steps.TrainModelStep;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** Secrets reach the engine and nothing else: not the log, not a file, not the list of processes. */
public class SecretsTest {
    private static final String PASSWORD = "l0velace-p4ssw0rd";
    private static final String TOKEN = "b4bbage-t0ken-xyz";

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @Test
    public void secretsAreSeenByTheEngineAloneAlsoAfterARestart() throws Throwable {
        sessions.then(j -> {
            DumbSlave agent = j.createSlave("agent", "agent", null);
            agent.setLabelString("agent");
            j.waitOnline(agent);
            configure();
            WorkflowJob job = Pipelines.job(
                    j, "secret", Pipelines.fake(Answers.training("PASSED", "well"), "tell wait", "trainModel()"));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            j.waitForMessage("CD4ML_STORE is https://files.example.org/cd4ml", run);
            j.waitForMessage("fake engine: waiting", run);
            j.assertLogContains("CD4ML_STORE_TOKEN is ****", run);
            j.assertLogContains("CD4ML_MIRROR_USER is ada", run);
            j.assertLogContains("CD4ML_MIRROR_PASSWORD is ****", run);
            assertThat(processes(), containsString("request.json"));
            assertHidden(processes());
        });
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("secret", WorkflowJob.class).getBuildByNumber(1);
            Slave agent = (Slave) j.jenkins.getNode("agent");
            agent.toComputer().connect(false).get();
            Pipelines.workspace(agent, run).child("go").write("", null);
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            assertHidden(JenkinsRule.getLog(run));
            assertEquals(
                    "before and after",
                    2,
                    JenkinsRule.getLog(run)
                            .lines()
                            .filter("CD4ML_STORE_TOKEN is ****"::equals)
                            .count());
            for (String id : List.of("token", "maven")) {
                assertNotNull(
                        "its use is visible",
                        CredentialsProvider.getFingerprintOf(CredentialsProvider.findCredentialById(
                                id, com.cloudbees.plugins.credentials.common.StandardCredentials.class, run)));
            }
            assertNoFileHasThem(j.jenkins.getRootDir().toPath());
        });
    }

    @Test
    public void freestyleJobsHideThemToo() throws Throwable {
        sessions.then(j -> {
            configure();
            FreeStyleProject job = j.createFreeStyleProject("freestyle");
            FilePath workspace = j.jenkins.getWorkspaceFor(job);
            workspace.child("answer.json").write(Answers.training("PASSED", "well"), "UTF-8");
            workspace.child("behave").write("tell", "UTF-8");
            job.getBuildersList().add(new StageBuilder(new TrainModelStep()));
            FreeStyleBuild build = j.buildAndAssertSuccess(job);
            j.assertLogContains("CD4ML_STORE_TOKEN is ****", build);
            assertHidden(JenkinsRule.getLog(build));
            assertNoFileHasThem(j.jenkins.getRootDir().toPath());
        });
    }

    @Test
    public void credentialsThatAreGoneAreNamed() throws Throwable {
        sessions.then(j -> {
            DumbSlave agent = j.createOnlineSlave(Label.get("agent"));
            assertThat(agent.getNumExecutors(), is(1));
            StoreSettings store = new StoreSettings("https://files.example.org/cd4ml");
            store.setCredentialsId("gone");
            Cd4mlConfiguration.get().setStore(store);
            WorkflowRun run = j.buildAndAssertStatus(
                    Result.FAILURE,
                    Pipelines.job(j, "gone", Pipelines.fake(Answers.training("PASSED", "well"), "", "trainModel()")));
            j.assertLogContains(
                    "The credentials 'gone' for https://files.example.org/cd4ml do not exist, or this job may not use"
                            + " them",
                    run);
            j.assertLogNotContains("fake engine:", run);
            FilePath workspace = Pipelines.workspace(agent, run);
            FilePath temporary = workspace.sibling(workspace.getName() + "@tmp");
            assertThat(
                    "nothing stays behind",
                    temporary.exists() ? temporary.list("cd4ml-*/**") : new FilePath[0],
                    emptyArray());
        });
    }

    private static void configure() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", null, Secret.fromString(TOKEN)),
                        new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "maven", null, "ada", PASSWORD)));
        SystemCredentialsProvider.getInstance().save();
        StoreSettings store = new StoreSettings("https://files.example.org/cd4ml");
        store.setCredentialsId("token");
        Cd4mlConfiguration.get().setStore(store);
        MirrorSettings mirror = new MirrorSettings("https://maven.example.org/all");
        mirror.setCredentialsId("maven");
        Cd4mlConfiguration.get().setMirror(mirror);
    }

    private static String processes() throws IOException {
        Process ps = new ProcessBuilder("ps", "-eo", "args").start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The home holds builds, logs, the pipeline's saved state, the agents' workspaces. */
    private static void assertNoFileHasThem(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(file.toString(), content, not(containsString(PASSWORD)));
                assertThat(file.toString(), content, not(containsString(TOKEN)));
            }
        }
    }

    private static void assertHidden(String text) {
        assertThat(text, not(containsString(PASSWORD)));
        assertThat(text, not(containsString(TOKEN)));
    }
}
