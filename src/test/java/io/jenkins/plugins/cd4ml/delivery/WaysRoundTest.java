package io.jenkins.plugins.cd4ml.delivery;

import static io.jenkins.plugins.cd4ml.testing.FakeModel.answer;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deployed;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deploying;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageFiles;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageModel;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packaging;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.project;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validated;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validating;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.EnvironmentRule;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Ways to production by shells, other jobs, replays and edited files; {@link JudgedChainTest} has those of the steps. */
public class WaysRoundTest {
    private static final Author AMY = new Author("amy", null);

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @BeforeClass
    public static void connect() throws Exception {
        DumbSlave agent = jenkins.createSlave("agent", "agent", null);
        jenkins.waitOnline(agent);
    }

    /** A process of the build waits for the result of the canary that was rolled back, and puts a better one in its place. */
    @Test
    public void aBackgroundShellThatOverwritesTheResultPromotesNothing() throws Exception {
        WorkflowJob job = job(
                "shell",
                packaging("shell", "a")
                        + answer(deployed("shell", "a", false, "production"))
                        + file("after.json", deployed("shell", "a", true, "production"))
                        + "sh '(f=.cd4ml/runs/build-1/deploy-canary.result.json; while [ ! -f $f ]; do :; done; cp after.json $f) &'\n"
                        + "deployCanary()\n");
        run(Result.FAILURE, job);
        assertNull(ModelRegistry.get().model("shell").orElseThrow().champion("production"));
    }

    /** A passed result that the shell writes itself, without any validation. */
    @Test
    public void aResultThatNoStepBroughtIsNone() throws Exception {
        WorkflowJob job = job(
                "forged",
                packageFiles("forged", "a")
                        + file(".cd4ml/runs/build-1/validate-model.result.json", validated("forged", "a", "PASSED", ""))
                        + packageModel("forged", "a")
                        + deploying("forged", "a", true, ""));
        assertRefused("forged", "no recorded validation judged this model", run(Result.FAILURE, job));
        assertThat(
                "the engine is given none either",
                Pipelines.workspace((DumbSlave) jenkins.jenkins.getNode("agent"), job.getLastBuild())
                        .child(".cd4ml/runs/build-1/package-model.request.json")
                        .readToString(),
                containsString("\"results\" : { }"));
    }

    /** What {@code copyArtifacts} does: the whole run of a job that may not register, archived there and unpacked here. */
    @Test
    public void aRunThatAnotherJobArchivedIsNotPromoted() throws Exception {
        run(Result.SUCCESS, job("owner", packaging("archived", "a")));
        WorkflowJob maker = job(
                "maker",
                packageFiles("archived", "b")
                        + validating("archived", "b", "PASSED", "")
                        + "archiveArtifacts artifacts: '.cd4ml/runs/**', defaultExcludes: false\n");
        WorkflowRun made = run(Result.SUCCESS, maker);
        String archive = made.getArtifactManager().root().toURI().getPath();
        WorkflowJob taker = job(
                "taker",
                project("archived")
                        + "sh \"cp -R '" + archive
                        + "/.' . && test -f .cd4ml/runs/build-1/validate-model.result.json\"\n"
                        + packageModel("archived", "b")
                        + deploying("archived", "b", true, ""));
        ModelRegistry.get().configure("archived", before -> before.withJobs(List.of("owner", "taker")), AMY, null);
        assertRefused("archived", "no recorded validation judged this model", run(Result.FAILURE, taker));

        change(taker, packageFiles("archived", "c") + deploying("archived", "c", true, ""));
        WorkflowRun unknown = run(Result.FAILURE, taker);
        jenkins.assertLogContains("the run's package is no version of archived", unknown);
        jenkins.assertLogNotContains("fake engine: deploy-canary", unknown);
    }

    @Test
    public void attemptsUntilGreenByRetryStandInTheHistory() throws Exception {
        WorkflowJob job = job(
                "again",
                packageFiles("again", "c")
                        + file("1", validated("again", "a", "FAILED", ""))
                        + file("2", validated("again", "b", "FAILED", ""))
                        + file("3", validated("again", "c", "PASSED", ""))
                        + "def attempt = 0\nretry(3) {\n  attempt++\n"
                        + "  writeFile file: 'answer.json', text: readFile(\"${attempt}\").replace('build-1', 'RUN')\n"
                        + "  writeFile file: 'behave', text: ''\n  validateModel()\n}\n"
                        + packageModel("again", "c"));
        run(Result.SUCCESS, job);
        assertThat(
                ModelRegistry.get().history("again").get(1).reason(),
                containsString("attempt 3 of its build, after failed, failed"));
        assertEquals(
                "each judgement counts for the next",
                3,
                ModelRegistry.get().ledger("again").size());
    }

    /** The Jenkinsfile of one build alone, edited by a person who may start builds. */
    @Test
    public void aReplayStandsInVersionPageAndHistory() throws Exception {
        WorkflowRun first = run(Result.FAILURE, job("replayed", "error 'the gate failed'"));
        ReplayAction replay = first.getAction(ReplayAction.class);
        WorkflowRun again = (WorkflowRun)
                replay.run(script(packaging("replayed", "a")), Map.of()).get();
        jenkins.assertBuildStatusSuccess(again);
        ModelVersion version = ModelRegistry.get().version("replayed", 1).orElseThrow();
        assertTrue(version.evaluation().circumstances().replayed());
        assertThat(
                ModelRegistry.get().history("replayed").get(1).reason(),
                containsString("its build was replayed with an edited Jenkinsfile"));
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setTimeout(0); // the first page compiles all views
        assertThat(
                web.goTo("models/model/replayed/1/").asNormalizedText(),
                containsString("replayed with an edited Jenkinsfile"));
    }

    /** The rule of the model that the file names at last is a lenient one. */
    @Test
    public void anotherModelsRuleIsNoWay() throws Exception {
        run(Result.SUCCESS, job("lax", packaging("lax", "x")));
        ModelRegistry.get()
                .configure(
                        "lax",
                        before -> before.withJobs(List.of("lax", "strict"))
                                .withRules(List.of(new EnvironmentRule(
                                        "production", false, List.of(), false, false, false, List.of()))),
                        AMY,
                        null);
        WorkflowJob job = job(
                "strict",
                packageFiles("strict", "a")
                        + packageModel("strict", "a")
                        + project("lax")
                        + answer(deployed("lax", "a", true, "production"))
                        + "deployCanary()\n");
        WorkflowRun run = run(Result.FAILURE, job);
        jenkins.assertLogContains("the run's package is no version of lax", run);
        assertNull(ModelRegistry.get().model("lax").orElseThrow().champion("production"));
        assertNull(ModelRegistry.get().model("strict").orElseThrow().champion("production"));
    }

    /** An environment that no rule names has the same rule, and the registry's own alias is none. */
    @Test
    public void otherNamesForProductionAreNoWay() throws Exception {
        WorkflowJob job = job("renamed", "");
        for (String environment : List.of("production2", "candidate", "../production", "PRODUCTION")) {
            change(
                    job,
                    packageFiles("renamed", "a")
                            + packageModel("renamed", "a")
                            + answer(deployed("renamed", "a", true, environment))
                            + "deployCanary(settings: 'environment=" + environment + "')\n");
            WorkflowRun run = run(Result.FAILURE, job);
            jenkins.assertLogNotContains("fake engine: deploy-canary", run);
            assertEquals(
                    environment,
                    List.of(),
                    ModelRegistry.get().model("renamed").orElseThrow().champions());
        }
    }

    /** The version was judged; what lies in the run when it is deployed is something else. */
    @Test
    public void aPackageThatWasExchangedIsNoVersion() throws Exception {
        WorkflowJob job = job(
                "exchanged",
                packaging("exchanged", "a")
                        + "writeFile file: '.cd4ml/runs/build-1/package/SHA256SUMS', text: 'b'\n"
                        + deploying("exchanged", "a", true, ""));
        WorkflowRun run = run(Result.FAILURE, job);
        jenkins.assertLogContains("the run's package is no version of exchanged", run);
        jenkins.assertLogNotContains("fake engine: deploy-canary", run);
    }

    /** A step that writes a result of the first build's run. */
    private static String file(String path, String result) {
        return "writeFile file: '" + path + "', text: '''"
                + result.replace("RUN", "build-1").replace("\\", "\\\\") + "'''\n";
    }

    private static void assertRefused(String model, String why, WorkflowRun run) throws Exception {
        jenkins.assertLogContains(why, run);
        jenkins.assertLogContains("does not meet the rule of production", run);
        jenkins.assertLogNotContains("fake engine: deploy-canary", run);
        assertNull(ModelRegistry.get().model(model).orElseThrow().champion("production"));
    }

    private static WorkflowJob job(String name, String steps) throws Exception {
        return Pipelines.job(jenkins, name, script(steps));
    }

    private static void change(WorkflowJob job, String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script(steps), true));
    }

    private static String script(String steps) {
        return "node('agent') {\n" + steps + "\n}";
    }

    private static WorkflowRun run(Result expected, WorkflowJob job) throws Exception {
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }
}
