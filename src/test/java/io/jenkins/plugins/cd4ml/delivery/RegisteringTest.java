package io.jenkins.plugins.cd4ml.delivery;

import static io.jenkins.plugins.cd4ml.testing.FakeModel.answer;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deployed;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.deploying;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packageModel;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packaged;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.packaging;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.project;
import static io.jenkins.plugins.cd4ml.testing.FakeModel.waiting;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.Decision;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.config.Limits;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSettings;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.nio.file.Files;
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

/** What builds put into the registry, and what the registry does not let them; each test has a model of its own. */
public class RegisteringTest {
    private static final Author AMY = new Author("amy", null);

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static DumbSlave agent;
    private static DumbSlave other;

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @BeforeClass
    public static void connect() throws Exception {
        agent = jenkins.createSlave("agent", "agent", null);
        other = jenkins.createSlave("other", "other", null);
        jenkins.waitOnline(agent);
        jenkins.waitOnline(other);
    }

    @Test
    public void aPackageBecomesAVersionOnce() throws Exception {
        WorkflowJob job = job("once", packaging("once", "a"));
        WorkflowRun first = run(Result.SUCCESS, job);
        jenkins.assertLogContains("once: registered as version 1", first);
        jenkins.assertLogContains("version 1", first);
        StageAction packaged = StageAction.all(first).get(1);
        assertEquals(Integer.valueOf(1), packaged.getVersion());
        assertThat(packaged.getSummary(), containsString("packaged; registered as version 1"));
        WorkflowRun second = run(Result.SUCCESS, job);
        jenkins.assertLogContains("once: it is version 1 already", second);
        change(job, packaging("once", "b"));
        jenkins.assertLogContains("version 2", run(Result.SUCCESS, job));
        ModelRegistry registry = ModelRegistry.get();
        assertEquals(2, model("once").versionCount());
        assertTrue(Files.size(registry.archive(registry.version("once", 1).orElseThrow())) > 0);
    }

    @Test
    public void otherJobsAreSentAwayBeforeTheEngineStarts() throws Exception {
        run(Result.SUCCESS, job("owner", packaging("owned", "a")));
        WorkflowJob stranger = job("stranger", packaging("owned", "b"));
        WorkflowRun refused = run(Result.FAILURE, stranger);
        jenkins.assertLogContains("builds of stranger may not register, promote or deploy owned", refused);
        jenkins.assertLogNotContains("fake engine: package-model", refused);
        jenkins.assertLogNotContains("\tat ", refused);
        configure("owned", model("owned").settings().withJobs(List.of("owner", "stranger")));
        run(Result.SUCCESS, stranger);
        stranger.renameTo("friend");
        assertEquals(List.of("friend", "owner"), model("owned").settings().jobs());
        run(Result.SUCCESS, stranger);
    }

    @Test
    public void theChampionGoesToThoseWhoMayReadItAlone() throws Exception {
        run(Result.SUCCESS, job("teller", packaging("told", "a") + deploying("told", "a", true, "")));
        WorkflowJob watch = job("watch", project("told") + "validateModel()");
        assertThat(request(watch, "validate-model"), not(containsString("\"champion\"")));
        jenkins.assertLogContains("The champion of told is kept from this build", watch.getLastBuild());
        configure("told", model("told").settings().withReaders(List.of("watch")));
        assertThat(request(watch, "validate-model"), containsString("\"path\" : \".cd4ml/champions/told/1\""));
        FilePath champion = Pipelines.workspace(agent, watch.getLastBuild()).child(".cd4ml/champions/told/1");
        assertEquals("a model", champion.child("model.onnx").readToString());
        champion.child("SHA256SUMS").write("another", null);
        request(watch, "validate-model");
        assertEquals("it is laid out again", "a", champion.child("SHA256SUMS").readToString());
    }

    @Test
    public void wantsApprovalBeforeTheCanary() throws Exception {
        WorkflowJob job = job("careful", packaging("careful", "a"));
        run(Result.SUCCESS, job);
        configure("careful", model("careful").settings().withApprovals(List.of("production")));
        change(job, packaging("careful", "a") + deploying("careful", "a", true, ""));
        WorkflowRun refused = run(Result.FAILURE, job);
        jenkins.assertLogContains("version 1 of careful is not approved for production", refused);
        jenkins.assertLogNotContains("fake engine: deploy-canary", refused);
        Models.approve(ModelRegistry.get(), "careful", "production", 1, AMY, "fine");
        run(Result.SUCCESS, job);
        assertEquals(1, model("careful").champion("production").version());
    }

    /** As when Jenkins is killed before the build knows, and somebody is quicker than the build that goes on. */
    @Test
    public void aPromotionThatAPersonHasTakenBackIsNotMadeAgain() throws Exception {
        WorkflowJob job = job("undone", packaging("undone", "a") + deploying("undone", "a", true, ""));
        run(Result.SUCCESS, job);
        change(job, packaging("undone", "b"));
        Conclusion conclusion = new Conclusion(
                run(Result.SUCCESS, job),
                agent.getWorkspaceFor(job),
                "",
                List.of("build-2"),
                TaskListener.NULL,
                () -> {});
        StageResult promoted =
                Protocol.readResult(deployed("undone", "b", true, "production").replace("RUN", "build-2"));
        Outset canary = undone();
        FilePath told = agent.getWorkspaceFor(job).child(".cd4ml/deploy/production");
        conclusion.conclude(canary, promoted);
        assertEquals(2, model("undone").champion("production").version());
        assertFalse("nothing serves there", told.exists());
        told.mkdirs();
        conclusion.conclude(canary, promoted);
        assertEquals(new Decision("build-2", true, null), decision(told));
        Models.rollBack(ModelRegistry.get(), "undone", "production", 2, AMY, "too warm");
        long rolledBack = System.currentTimeMillis();
        assertEquals(Verdict.PASSED, conclusion.conclude(canary, promoted).verdict());
        assertEquals(1, model("undone").champion("production").version());
        assertEquals(new Decision("build-2", false, null), decision(told));
        while (System.currentTimeMillis() == rolledBack) {
            Thread.onSpinWait();
        }
        StageResult again = conclusion.conclude(undone(), promoted);
        assertEquals("a later canary of the build is another one", Verdict.FAILED, again.verdict());
        assertThat(again.summary(), containsString("a person rolled version 2 of undone back in production"));
        Models.approve(ModelRegistry.get(), "undone", "production", 2, AMY, "cooler now");
        conclusion.conclude(undone(), promoted);
        assertEquals(2, model("undone").champion("production").version());
    }

    private static Decision decided(DumbSlave node, WorkflowJob job) throws Exception {
        return decision(node.getWorkspaceFor(job).child(".cd4ml/deploy/production"));
    }

    private static Decision decision(FilePath folder) throws Exception {
        return Protocol.mapper().readValue(folder.child("decision.json").readToString(), Decision.class);
    }

    private static Outset undone() throws Exception {
        ModelRegistry registry = ModelRegistry.get();
        return new Outset("undone", "production")
                .withChampion(registry.version("undone", 1).orElseThrow())
                .withCandidate(registry.version("undone", 2).orElseThrow(), Conclusion.packageFolder("build-2"))
                .expecting(registry.champion("undone", "production"));
    }

    @Test
    public void ofTwoCanariesOneWinsAndTheOtherSaysWhy() throws Exception {
        WorkflowJob job = Pipelines.job(
                jenkins,
                "race",
                "if (env.BUILD_NUMBER == '1') {\n" + race("agent", "a") + "\n} else {\n" + race("other", "b") + "\n}");
        WorkflowRun first = started(job);
        WorkflowRun second = started(job);
        for (WorkflowRun run : List.of(first, second)) {
            jenkins.waitForMessage("fake engine: waiting", run);
        }
        for (DumbSlave one : List.of(agent, other)) {
            one.getWorkspaceFor(job).child(".cd4ml/deploy/production").mkdirs();
            one.getWorkspaceFor(job).child("go").touch(0);
        }
        jenkins.waitForCompletion(first);
        jenkins.waitForCompletion(second);
        assertThat(List.of(first.getResult(), second.getResult()), containsInAnyOrder(Result.SUCCESS, Result.FAILURE));
        WorkflowRun loser = first.getResult() == Result.SUCCESS ? second : first;
        int champion = model("race").champion("production").version();
        String sentence = "production of race is served by version " + champion + " now, and by none when this began";
        jenkins.assertLogContains("ERROR: deployCanary: " + sentence, loser);
        StageAction action = loser.getActions(StageAction.class).get(2);
        assertEquals("FAILED", action.getVerdict());
        assertThat(action.getSummary(), containsString(sentence));
        boolean lostOnAgent = loser == first;
        Decision refused = decided(lostOnAgent ? agent : other, job);
        Decision taken = decided(lostOnAgent ? other : agent, job);
        assertTrue(taken.promoted());
        assertFalse("what serves there goes back", refused.promoted());
        assertThat(refused.reason(), containsString(sentence));
        assertEquals(1, count("race", Action.PROMOTE));
    }

    @Test
    public void aRolledBackCanaryIsRemembered() throws Exception {
        run(Result.UNSTABLE, job("slip", packaging("slip", "a") + deploying("slip", "a", false, "onFail: 'unstable'")));
        List<HistoryEntry> history = ModelRegistry.get().history("slip");
        HistoryEntry last = history.get(history.size() - 1);
        assertEquals(Action.REJECT, last.action());
        assertEquals("too many errors", last.reason());
        assertEquals("slip #1", last.build().toString());
        assertEquals(List.of(), model("slip").champions());
    }

    @Test
    public void whatTheAgentSaysIsHeldAgainstWhatWasAdmitted() throws Exception {
        WorkflowJob job = job(
                "liar", packaging("liar", "a") + answer(deployed("liar", "b", true, "production")) + "deployCanary()");
        assertNotAsAdmitted(run(Result.FAILURE, job));
        change(job, packaging("liar", "a") + answer(deployed("liar", "a", true, "staging")) + "deployCanary()");
        assertNotAsAdmitted(run(Result.FAILURE, job));
        change(job, project("liar") + packageModel("once-more", "a"));
        assertNotAsAdmitted(run(Result.FAILURE, job));
        change(job, packaging("liar", "c") + answer(packaged("liar", "d")) + "packageModel()");
        jenkins.assertLogContains("is not the one that was made there", run(Result.FAILURE, job));
        change(job, project("liar") + deploying("liar", "a", true, "environment: 'Prod'"));
        jenkins.assertLogContains("'Prod' is no name of an alias", run(Result.FAILURE, job));
        assertEquals(List.of(), model("liar").champions());
        assertTrue(ModelRegistry.get().model("once-more").isEmpty());
    }

    @Test
    public void packagesThatAreTooLargeAndUnknownNamesStayOutside() throws Exception {
        Limits limits = new Limits();
        limits.setPackageMegabytes(1);
        Cd4mlConfiguration.get().setLimits(limits);
        Cd4mlConfiguration.get().setKnownModelsOnly(true);
        try {
            WorkflowJob job = job(
                    "large",
                    "sh \"mkdir -p .cd4ml/runs/build-${env.BUILD_NUMBER}/package; "
                            + "head -c 1100000 /dev/zero > .cd4ml/runs/build-${env.BUILD_NUMBER}/package/weights\"\n"
                            + packaging("large", "a"));
            jenkins.assertLogContains(
                    "the registry has no model large, and builds may not create one", run(Result.FAILURE, job));
            ModelRegistry.get().create("large", ModelSettings.ownedBy("large"), AMY);
            jenkins.assertLogContains("larger than the 1 MB that the registry takes", run(Result.FAILURE, job));
            assertEquals(0, model("large").versionCount());
            assertFalse(jenkins.getLog(job.getLastBuild()).contains("\tat "));
        } finally {
            Cd4mlConfiguration.get().setLimits(null);
            Cd4mlConfiguration.get().setKnownModelsOnly(false);
        }
    }

    private static String race(String node, String word) {
        return "node('" + node + "') {\n"
                + packaging("race", word)
                + answer(deployed("race", word, true, "production"))
                + waiting()
                + "deployCanary()\n}";
    }

    private static void assertNotAsAdmitted(WorkflowRun run) throws Exception {
        jenkins.assertLogContains("refers to another model, package or environment", run);
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

    private static WorkflowRun started(WorkflowJob job) throws Exception {
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun run(Result expected, WorkflowJob job) throws Exception {
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    /** The request that the engine got; the fake one has no answer for it. */
    private static String request(WorkflowJob job, String command) throws Exception {
        WorkflowRun run = run(Result.FAILURE, job);
        return Pipelines.workspace(agent, run)
                .child(".cd4ml/runs/build-" + run.getNumber() + "/" + command + ".request.json")
                .readToString();
    }

    private static void configure(String model, ModelSettings settings) throws Exception {
        ModelRegistry.get().configure(model, before -> settings, AMY, null);
    }

    private static ModelSummary model(String name) throws Exception {
        return ModelRegistry.get().model(name).orElseThrow();
    }

    private static long count(String model, Action action) throws Exception {
        return ModelRegistry.get().history(model).stream()
                .filter(entry -> entry.action() == action)
                .count();
    }
}
