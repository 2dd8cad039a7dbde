package io.jenkins.plugins.cd4ml.delivery;

import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.config.StoreSettings;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.retrain.RetrainAction;
import io.jenkins.plugins.cd4ml.retrain.Retraining;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import jenkins.branch.BranchSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.impl.mock.MockChangeRequestFlags;
import jenkins.scm.impl.mock.MockRepositoryFlags;
import jenkins.scm.impl.mock.MockSCMController;
import jenkins.scm.impl.mock.MockSCMDiscoverBranches;
import jenkins.scm.impl.mock.MockSCMDiscoverChangeRequests;
import jenkins.scm.impl.mock.MockSCMSource;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** A multibranch project with a branch, a pull request of a colleague, and one of a stranger's fork. */
public class MultibranchTrustTest {
    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @Test
    public void untrustedForksDoNothing() throws Exception {
        jenkins.waitOnline(jenkins.createSlave("agent", "agent", null));
        try (MockSCMController source = MockSCMController.create()) {
            source.createRepository("weather", MockRepositoryFlags.FORKABLE, MockRepositoryFlags.TRUST_AWARE);
            source.addFile(
                    "weather", "master", "first", "Jenkinsfile", jenkinsfile().getBytes(StandardCharsets.UTF_8));
            source.setPrimaryBranch("weather", "master");
            source.cloneBranch("weather", "master", "feature");
            int colleague = source.openChangeRequest("weather", "master");
            int known = source.openChangeRequest("weather", "master", MockChangeRequestFlags.FORK);
            int stranger = source.openChangeRequest(
                    "weather", "master", MockChangeRequestFlags.FORK, MockChangeRequestFlags.UNTRUSTED);
            WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "weather");
            project.getSourcesList()
                    .add(new BranchSource(new MockSCMSource(
                            source,
                            "weather",
                            new MockSCMDiscoverBranches(),
                            new MockSCMDiscoverChangeRequests(EnumSet.of(ChangeRequestCheckoutStrategy.HEAD)))));
            project.scheduleBuild2(0).getFuture().get();
            jenkins.waitUntilNoActivity();

            WorkflowRun early = build(project, "feature");
            jenkins.assertBuildStatus(Result.FAILURE, early);
            WorkflowRun trusted = build(project, "master");
            jenkins.assertBuildStatus(Result.SUCCESS, trusted);
            assertEquals(
                    List.of("weather/master"),
                    ModelRegistry.get()
                            .model("weather")
                            .orElseThrow()
                            .settings()
                            .jobs());
            for (int number : List.of(colleague, known)) {
                WorkflowRun other = again(project, "CR-" + number);
                jenkins.assertBuildStatus(Result.FAILURE, other);
                jenkins.assertLogContains("may not register, promote or deploy weather", other);
            }
            ModelRegistry registry = ModelRegistry.get();
            registry.configure(
                    "weather", before -> before.withJobs(List.of("weather")), Models.AMY, "the whole project");
            Models.promote(registry, "weather", "production", 1, null, Models.AMY, null);
            for (int number : List.of(colleague, known)) {
                jenkins.assertBuildStatus(Result.SUCCESS, again(project, "CR-" + number));
            }
            WorkflowRun refused = again(project, "CR-" + stranger);
            jenkins.assertBuildStatus(Result.FAILURE, refused);
            jenkins.assertLogContains(
                    "builds a pull request from a fork that is not trusted, and such builds register, promote and"
                            + " deploy nothing",
                    refused);
            jenkins.assertLogNotContains("fake engine: package-model", refused);
            jenkins.assertLogContains("The champion of weather is kept from this build", refused);
            assertEquals(1, registry.model("weather").orElseThrow().versionCount());

            storeWithToken();
            WorkflowRun stolen = again(project, "CR-" + stranger);
            jenkins.assertLogContains("does not get the credentials of the data store and the mirror", stolen);
            jenkins.assertLogContains("CD4ML_STORE is https://files.example.org/cd4ml", stolen);
            jenkins.assertLogNotContains("CD4ML_STORE_TOKEN", stolen);
            jenkins.assertLogContains("CD4ML_STORE_TOKEN is ****", again(project, "CR-" + known));

            jenkins.createFreeStyleProject("production-training");
            assertEquals(
                    "This build is of a pull request from a fork that is not trusted: it does not start"
                            + " '/production-training'.",
                    retrainingAfter(stolen));
            assertEquals(null, retrainingAfter(project.getItem("master").getLastBuild()));

            registry.delete("weather", Models.AMY, null);
            jenkins.assertLogContains("no pull request makes a new model", again(project, "CR-" + colleague));
            jenkins.assertLogContains(
                    "weather/feature is not the primary branch, and a new model belongs to that:"
                            + " let a build of weather/master register weather first",
                    again(project, "feature"));
        }
    }

    /** Why nothing was trained after a drift that this build found; null where something was. */
    private static String retrainingAfter(WorkflowRun build) throws Exception {
        StageResult drift = Golden.result("check-drift");
        StageAction action = Golden.attach(build, 77, "build-1", drift);
        new Retraining("/production-training", Map.of(), "0")
                .follow(new CompletedStage(build, action, drift, true, TaskListener.NULL));
        return build.getAction(RetrainAction.class).getSentence();
    }

    private static void storeWithToken() {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "token", null, Secret.fromString("b4bbage-t0ken-xyz")));
        StoreSettings store = new StoreSettings("https://files.example.org/cd4ml");
        store.setCredentialsId("token");
        Cd4mlConfiguration.get().setStore(store);
    }

    /** The fake engine has no answer to validateModel; what it was asked is what matters. */
    private static String jenkinsfile() {
        return "node('agent') {\ncatchError(buildResult: 'SUCCESS') {\n"
                + FakeModel.project("weather")
                + "writeFile file: 'behave', text: 'tell'\n"
                + "validateModel()\n}\n"
                + FakeModel.packaging("weather", "a")
                + "}";
    }

    private static WorkflowRun build(WorkflowMultiBranchProject project, String branch) {
        return project.getItem(branch).getLastBuild();
    }

    private static WorkflowRun again(WorkflowMultiBranchProject project, String branch) throws Exception {
        WorkflowJob job = project.getItem(branch);
        return job.scheduleBuild2(0).get();
    }
}
