package io.jenkins.plugins.cd4ml.delivery;

import static io.jenkins.plugins.cd4ml.testing.FakeModel.answer;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deploying;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageFiles;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageModel;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packaging;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validated;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.validating;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.EnvironmentRule;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Every way round a verdict ends before production; each test has a model of its own. */
public class JudgedChainTest {
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

    @Test
    public void whatPassedIsPromoted() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, job("good", packaging("good", "a") + deploying("good", "a", true, "")));
        jenkins.assertLogContains("good: registered as version 1", run);
        assertEquals(1, model("good").champion("production").version());
        assertTrue(ModelRegistry.get().verdict("good", 1).passed());
    }

    /** Its results lie in another run of the build. */
    @Test
    public void aFailedVerdictInAParallelBranchCounts() throws Exception {
        String left = "parallel left: {\n" + validating("branch", "a", "FAILED", "onFail: 'continue'") + "}\n";
        WorkflowJob job = job("branch", packageFiles("branch", "a") + left + packageModel("branch", "a"));
        WorkflowRun refused = run(Result.FAILURE, job);
        jenkins.assertLogContains("not registered, because package.register is unlessFailed", refused);
        jenkins.assertLogContains("(run build-1-left) failed", refused);
        change(
                job,
                packageFiles("branch", "a")
                        + left
                        + validating("branch", "a", "PASSED", "")
                        + always("branch", "a")
                        + deploying("branch", "a", true, ""));
        assertNotDeployed("branch", "(run build-2-left) failed", job);
    }

    @Test
    public void aFailureAfterThePackageCounts() throws Exception {
        WorkflowJob job = job(
                "late",
                packaging("late", "a")
                        + validating("late", "a", "FAILED", "onFail: 'unstable'")
                        + deploying("late", "a", true, ""));
        assertNotDeployed("late", "the validation of late #1 (run build-1) failed", job);
    }

    @Test
    public void anotherTrainingNeedsAnotherVerdict() throws Exception {
        WorkflowJob job = job(
                "retrained",
                packageFiles("retrained", "b")
                        + validating("retrained", "a", "FAILED", "onFail: 'continue'")
                        + packageModel("retrained", "b")
                        + deploying("retrained", "b", true, ""));
        assertNotDeployed("retrained", "no recorded validation judged this model", job);
        jenkins.assertLogContains("registered as version 1, not validated: no recorded", job.getLastBuild());
        HistoryEntry registered = ModelRegistry.get().history("retrained").get(1);
        assertThat(registered.reason(), containsString("not validated: no recorded validation judged this model"));
        assertThat(registered.reason(), containsString("attempt 2 of its build, after failed"));
    }

    @Test
    public void aPassedVerdictDoesNotOutliveAnAttemptWithoutOne() throws Exception {
        for (String end : List.of("INVALID", "FAULT")) {
            String name = "then-" + end.toLowerCase(java.util.Locale.ROOT);
            String again = answer(Answers.of("validateModel", end, "roc_auk is not a metric", "null", "[]")
                            .replace("\"model\": \"weather\"", "\"model\": \"" + name + "\""))
                    + "catchError(buildResult: 'SUCCESS') { validateModel() }\n";
            WorkflowJob job = job(
                    name,
                    packageFiles(name, "a")
                            + validating(name, "a", "PASSED", "")
                            + again
                            + packageModel(name, "a")
                            + deploying(name, "a", true, ""));
            assertNotDeployed(name, "ran again in run build-1 after it had passed, and gave no verdict", job);
        }
    }

    @Test
    public void aKilledAttemptIsOneWithoutAVerdict() throws Exception {
        WorkflowJob job = job(
                "killed",
                packageFiles("killed", "a")
                        + validating("killed", "a", "PASSED", "")
                        + "writeFile file: 'behave', text: 'die 9'\n"
                        + "catchError(buildResult: 'SUCCESS') { validateModel() }\n"
                        + packageModel("killed", "a")
                        + deploying("killed", "a", true, ""));
        assertNotDeployed("killed", "ran again in run build-1 after it had passed, and gave no verdict", job);
    }

    @Test
    public void gatesByTheStepAreOthersThanTheProjects() throws Exception {
        WorkflowJob job = job(
                "lenient",
                packageFiles("lenient", "a")
                        + validating("lenient", "a", "PASSED", "settings: 'gates=[]'")
                        + packageModel("lenient", "a")
                        + deploying("lenient", "a", true, ""));
        assertNotDeployed("lenient", "judged with other settings than those of cd4ml.yaml: validate.gates", job);
        change(
                job,
                packageFiles("lenient", "b")
                        + answer(validated("lenient", "b", "PASSED", "\"split.seed\""))
                        + "validateModel()\n"
                        + packageModel("lenient", "b")
                        + deploying("lenient", "b", true, ""));
        assertNotDeployed("lenient", "judged with other settings than those of cd4ml.yaml: split.seed", job);
    }

    /** The engine compares the verdict's gates with those of the file as it packages. */
    @Test
    public void gatesThatWereEditedBetweenTheStepsTakeTheVerdictAway() throws Exception {
        String packaged = io.jenkins.plugins.cd4ml.testing.FakeModel.packaged("edited", "a")
                .replace(
                        "\"overrides\": []", "\"overrides\": [], \"notJudged\": \"the gate min 0.9 did not judge it\"");
        WorkflowJob job = job(
                "edited",
                packageFiles("edited", "a")
                        + validating("edited", "a", "PASSED", "")
                        + answer(packaged)
                        + "packageModel()\n"
                        + deploying("edited", "a", true, ""));
        assertNotDeployed("edited", "the gate min 0.9 did not judge it", job);
    }

    @Test
    public void registeredAlwaysIsNotPromoted() throws Exception {
        WorkflowJob job = job(
                "always",
                packageFiles("always", "a")
                        + validating("always", "a", "FAILED", "onFail: 'continue'")
                        + always("always", "a")
                        + deploying("always", "a", true, ""));
        assertNotDeployed("always", "(run build-1) failed", job);
        assertEquals(1, model("always").versionCount());
    }

    /** The verdict compared with the champion of the environment that the project names, and the step deploys to another. */
    @Test
    public void theVerdictIsForTheEnvironmentThatIsDeployedTo() throws Exception {
        WorkflowJob job = job("elsewhere", packaging("elsewhere", "a") + deploying("elsewhere", "a", true, ""));
        run(Result.SUCCESS, job);
        String staging = packaging("elsewhere", "b").replace("environment: production", "environment: staging");
        change(job, staging + deploying("elsewhere", "b", true, "environment: 'production'"));
        assertRefused("compared it with no champion of staging, and version 1 serves in production", job);
    }

    @Test
    public void attemptsUntilGreenAreOnRecord() throws Exception {
        WorkflowJob job = job(
                "lucky",
                packageFiles("lucky", "c")
                        + validating("lucky", "a", "FAILED", "onFail: 'continue'")
                        + validating("lucky", "b", "INCONCLUSIVE", "onFail: 'continue'")
                        + validating("lucky", "c", "PASSED", "")
                        + packageModel("lucky", "c"));
        run(Result.SUCCESS, job);
        assertEquals(
                List.of("FAILED", "INCONCLUSIVE"),
                ModelRegistry.get()
                        .version("lucky", 1)
                        .orElseThrow()
                        .evaluation()
                        .circumstances()
                        .earlier());
        assertThat(
                ModelRegistry.get().history("lucky").get(1).reason(),
                containsString("attempt 3 of its build, after failed, inconclusive"));
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setTimeout(0); // the first page compiles all views
        assertThat(
                web.goTo("models/model/lucky/1/").asNormalizedText(), containsString("3, after FAILED, INCONCLUSIVE"));
    }

    @Test
    public void aPackageThatAnotherJobMadeIsNotJudged() throws Exception {
        run(Result.SUCCESS, job("maker", packaging("copied", "a")));
        configure("copied", List.of("maker", "copier"));
        WorkflowJob copier = job(
                "copier",
                packageFiles("copied", "b") + packageModel("copied", "b") + deploying("copied", "b", true, ""));
        assertNotDeployed("copied", "no recorded validation judged this model", copier);
    }

    @Test
    public void whatIsNotJudgedIsNotPromotedUnlessTheRuleOrAPersonSaysSo() throws Exception {
        WorkflowJob job = job(
                "unjudged",
                packageFiles("unjudged", "a") + packageModel("unjudged", "a") + deploying("unjudged", "a", true, ""));
        assertNotDeployed("unjudged", "no recorded validation judged this model", job);
        ModelRegistry.get()
                .configure(
                        "unjudged",
                        before -> before.withRules(List.of(
                                new EnvironmentRule("production", false, List.of(), false, false, false, List.of()))),
                        AMY,
                        null);
        WorkflowRun run = run(Result.SUCCESS, job);
        assertEquals(1, model("unjudged").champion("production").version());
        assertThat(
                request(run, "deploy-canary"),
                containsString("\"withoutVerdict\" : \"the rule of production in Jenkins requires no verdict\""));
    }

    @Test
    public void inconclusiveIsNotPassedAndThePolicyDecidesAboutTheBuild() throws Exception {
        String inconclusive = validated("unsure", "a", "INCONCLUSIVE", "");
        String policy = inconclusive.replace("\"evidence\": {", "\"evidence\": {\"onInconclusive\": \"unstable\", ");
        WorkflowJob job = job("unsure", packageFiles("unsure", "a") + answer(inconclusive) + "validateModel()\n");
        run(Result.FAILURE, job);
        change(job, packageFiles("unsure", "a") + answer(policy) + "validateModel()\n" + packageModel("unsure", "a"));
        jenkins.assertLogContains(
                "not registered, because package.register is unlessFailed: the validation of unsure #2",
                run(Result.FAILURE, job));
        change(job, packageFiles("unsure", "a") + answer(policy) + "validateModel()\n" + always("unsure", "a"));
        WorkflowRun unstable = run(Result.UNSTABLE, job);
        StageAction action = unstable.getAction(StageAction.class);
        assertEquals("INCONCLUSIVE", action.getVerdict());
        assertEquals(1, action.getInconclusiveChecks());
        assertThat(action.getPage().getHeadline(), containsString("these rows cannot decide"));
        jenkins.assertLogContains("registered as version 1, not validated: the validation of unsure #3", unstable);
        change(job, packageFiles("unsure", "a") + deploying("unsure", "a", true, ""));
        assertRefused("was inconclusive", job);
        change(job, packageFiles("unsure", "a") + answer(inconclusive) + "validateModel(onFail: 'continue')\n");
        run(Result.SUCCESS, job);
    }

    @Test
    public void theLedgerOfTestRowsComesFromRecordedResultsAlone() throws Exception {
        WorkflowJob job = job("counted", packaging("counted", "a"));
        run(Result.SUCCESS, job);
        WorkflowRun second = run(Result.SUCCESS, job);
        String request = request(second, "validate-model");
        assertThat(request, containsString("\"sketch\" : \"a\""));
        assertEquals("one entry a judgement", 2, request.split("\"sketch\"").length);
        assertEquals(2, ModelRegistry.get().ledger("counted").size());
    }

    /** The standard policy: what no verdict covers is packaged and no version. */
    @Test
    public void whatIsNotJudgedIsNoVersion() throws Exception {
        WorkflowJob job = job(
                "strict",
                packageFiles("strict", "a")
                        + io.jenkins.plugins.cd4ml.testing.FakeModel.project("strict", "")
                        + packageModel("strict", "a"));
        WorkflowRun packaged = run(Result.SUCCESS, job);
        jenkins.assertLogContains(
                "strict: no version, because package.register is validated: no recorded validation judged this model",
                packaged);
        jenkins.assertLogContains("version null", packaged);
        assertTrue(ModelRegistry.get().model("strict").isEmpty());
        assertEquals(
                io.jenkins.cd4ml.protocol.Outcome.SKIPPED,
                packaged.getAction(StageAction.class)
                        .getResult()
                        .checks()
                        .get(0)
                        .outcome());
        change(
                job,
                packageFiles("strict", "a")
                        + io.jenkins.plugins.cd4ml.testing.FakeModel.project("strict", "")
                        + packageModel("strict", "a")
                        + deploying("strict", "a", true, ""));
        WorkflowRun refused = run(Result.FAILURE, job);
        jenkins.assertLogContains("the run's package is no version of strict", refused);
        jenkins.assertLogNotContains("fake engine: deploy-canary", refused);
    }

    private static String always(String model, String word) {
        return packageModel(model, word).replace("packageModel()", "packageModel(settings: 'register=always')");
    }

    private static void assertNotDeployed(String model, String why, WorkflowJob job) throws Exception {
        assertRefused(why, job);
        assertNull(model(model).champion("production"));
    }

    private static void assertRefused(String why, WorkflowJob job) throws Exception {
        WorkflowRun run = run(Result.FAILURE, job);
        jenkins.assertLogContains(why, run);
        jenkins.assertLogContains("does not meet the rule of production", run);
        jenkins.assertLogNotContains("fake engine: deploy-canary", run);
        jenkins.assertLogNotContains("\tat ", run);
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

    private static String request(WorkflowRun run, String command) throws Exception {
        DumbSlave agent = (DumbSlave) jenkins.jenkins.getNode("agent");
        return Pipelines.workspace(agent, run)
                .child(".cd4ml/runs/build-" + run.getNumber() + "/" + command + ".request.json")
                .readToString();
    }

    private static void configure(String model, List<String> jobs) throws Exception {
        ModelRegistry.get().configure(model, before -> before.withJobs(jobs), AMY, null);
    }

    private static ModelSummary model(String name) throws Exception {
        return ModelRegistry.get().model(name).orElseThrow();
    }
}
