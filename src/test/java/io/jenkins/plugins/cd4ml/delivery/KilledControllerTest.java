package io.jenkins.plugins.cd4ml.delivery;

import static io.jenkins.plugins.cd4ml.testing.FakeModel.answer;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deployed;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packaged;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validating;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.waiting;
import static org.junit.Assert.assertEquals;

import hudson.ExtensionList;
import hudson.FilePath;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.plugins.cd4ml.execution.EngineSource;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.RegistryListener;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** The controller is killed at the very moment when the registry has written something down, and the build does not know it yet. */
public class KilledControllerTest {
    private static final String MODEL = "weather";

    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule();

    @Test
    public void whatIsRegisteredOrPromotedIsSoOnce() throws Throwable {
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::packageAndDie);
        goAndAwaitDeath();
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::isRegisteredOnce, KilledControllerTest::deployAndDie);
        goAndAwaitDeath();
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::isPromotedOnce);
        jenkins.stopJenkins();
    }

    /** The engine may end now. */
    private void goAndAwaitDeath() throws Exception {
        Path go = jenkins.getHome().toPath().resolve("workspace/weather/go");
        Files.createFile(go);
        while (jenkins.isAlive()) {
            Thread.sleep(100);
        }
        jenkins.stopJenkinsForcibly();
        Files.delete(go);
    }

    private static void packageAndDie(JenkinsRule r) throws Throwable {
        r.jenkins.setNumExecutors(2);
        // the second line of the two that a registration makes
        run(
                r,
                Pipelines.job(r, MODEL, ""),
                Action.ALIAS,
                FakeModel.packageFiles(MODEL, "a")
                        + validating(MODEL, "a", "PASSED", "")
                        + answer(packaged(MODEL, "a")),
                "packageModel()");
    }

    private static void deployAndDie(JenkinsRule r) throws Throwable {
        run(
                r,
                job(r),
                Action.PROMOTE,
                answer(deployed(MODEL, "a", true, "production")),
                "deployCanary(run: 'build-1')");
    }

    /** Starts a build whose engine waits until it may end; the controller dies with the first line of that kind in the history. */
    private static void run(JenkinsRule r, WorkflowJob job, Action fatal, String files, String step) throws Throwable {
        ExtensionList.lookup(EngineSource.class).add(0, new FakeEngineSource() {});
        ExtensionList.lookup(RegistryListener.class).add((model, entry) -> {
            if (entry.action() == fatal) {
                Runtime.getRuntime().halt(137);
            }
        });
        job.setDefinition(new CpsFlowDefinition(
                "node {\n" + files + waiting() + "def value = " + step + "\necho \"value: ${value.summary}\"\n}",
                true));
        r.waitForMessage("fake engine: waiting", job.scheduleBuild2(0).waitForStart());
    }

    private static void isRegisteredOnce(JenkinsRule r) throws Throwable {
        WorkflowRun run = succeeded(r, 1);
        r.assertLogContains("value: packaged; registered as version 1", run);
        assertEquals(Integer.valueOf(1), StageAction.all(run).get(1).getVersion());
        assertEquals(List.of(Action.CONFIGURE, Action.REGISTER, Action.ALIAS), actions());
        assertEquals(1, ModelRegistry.get().model(MODEL).orElseThrow().versionCount());
    }

    private static void isPromotedOnce(JenkinsRule r) throws Throwable {
        WorkflowRun run = succeeded(r, 2);
        r.assertLogContains("value: promoted", run);
        assertEquals("PASSED", run.getAction(StageAction.class).getVerdict());
        assertEquals(List.of(Action.CONFIGURE, Action.REGISTER, Action.ALIAS, Action.PROMOTE), actions());
    }

    private static WorkflowRun succeeded(JenkinsRule r, int number) throws Exception {
        WorkflowRun run = job(r).getBuildByNumber(number);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        FilePath beside = r.jenkins.getWorkspaceFor(job(r)).sibling(MODEL + "@tmp");
        assertEquals("nothing is left", List.of(), List.of(beside.list("cd4ml-*/**,durable-*/**")));
        return run;
    }

    private static WorkflowJob job(JenkinsRule r) {
        return r.jenkins.getItemByFullName(MODEL, WorkflowJob.class);
    }

    private static List<Action> actions() throws Exception {
        return ModelRegistry.get().history(MODEL).stream()
                .map(HistoryEntry::action)
                .toList();
    }
}
