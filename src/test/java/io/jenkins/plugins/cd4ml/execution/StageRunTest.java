package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** What becomes of a build for everything that an engine may leave behind. */
public class StageRunTest {
    private static final String PASSED = Answers.training("PASSED", "trained well");

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TestName name = new TestName();

    private static DumbSlave agent;

    @BeforeClass
    public static void connect() throws Exception {
        agent = jenkins.createOnlineSlave(Label.get("agent"));
    }

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    private WorkflowRun build(Result expected, String answer, String behave, String steps) throws Exception {
        return jenkins.buildAndAssertStatus(
                expected, Pipelines.job(jenkins, name.getMethodName(), Pipelines.fake(answer, behave, steps)));
    }

    @Test
    public void givesItsResultToThePipelineAndToTheBuild() throws Exception {
        WorkflowRun run = build(
                Result.SUCCESS,
                Answers.validation("FAILED", "one gate failed"),
                "",
                "def v = validateModel(onFail: 'continue')\n"
                        + "echo \"${v.passed} ${v.verdict} ${v.summary} ${v.run} ${v.model} ${v.metrics.accuracy}"
                        + " ${v.metrics['recall.rain']} ${v.version}\"");
        jenkins.assertLogContains("false FAILED one gate failed build-1 weather 0.5 0.25 null", run);
        List<StageAction> actions = run.getActions(StageAction.class);
        assertThat(actions, hasSize(1));
        StageAction action = actions.get(0);
        assertEquals("FAILED", action.getVerdict());
        assertEquals("one gate failed", action.getSummary());
        assertEquals(1, action.getFailedChecks());
        assertEquals(2000, action.getMillis());
        assertEquals(Map.of("accuracy", 0.5, "recall.rain", 0.25), action.getMetrics());
        assertEquals("accuracy >= 0.75", action.getResult().checks().get(0).name());
        FilePath temporary = agent.getWorkspaceFor(run.getParent()).sibling(name.getMethodName() + "@tmp");
        assertThat(
                "nothing is left beside the workspace", temporary.list("cd4ml-*/**,durable-*/**"), is(new FilePath[0]));
    }

    @Test
    public void failedChecksFailTheBuildOnRequestMakeItUnstableOrNeither() throws Exception {
        String answer = Answers.training("FAILED", "not reproduced");
        jenkins.assertLogContains(
                "ERROR: trainModel: not reproduced", build(Result.FAILURE, answer, "", "trainModel()"));
        WorkflowRun unstable = jenkins.buildAndAssertStatus(
                Result.UNSTABLE,
                Pipelines.job(
                        jenkins,
                        "unstable",
                        Pipelines.fake(answer, "", "trainModel onFail: 'unstable'\necho 'went on'")));
        jenkins.assertLogContains("went on", unstable);
        jenkins.assertLogContains(
                "'never' is none of fail, unstable, continue.",
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        Pipelines.job(jenkins, "wrong", Pipelines.fake(answer, "", "trainModel onFail: 'never'"))));
    }

    @Test
    public void wrongInputAndFaultsFailWhateverOnFailSays() throws Exception {
        jenkins.assertLogContains(
                "ERROR: trainModel: there is no cd4ml.yaml",
                build(
                        Result.FAILURE,
                        Answers.training("INVALID", "there is no cd4ml.yaml"),
                        "exit 2",
                        "trainModel onFail: 'continue'"));
    }

    @Test
    public void whatThePipelineSaysReachesTheEngine() throws Exception {
        WorkflowRun run = build(
                Result.SUCCESS,
                PASSED,
                "",
                "sh 'mkdir -p models/weather && cp answer.json behave models/weather'\n"
                        + "trainModel algorithm: 'linear', epochs: 3, seed: 9, verifyReproducible: true, heap: '64m',"
                        + " project: 'models/weather', config: 'other.yaml', run: 'mine',"
                        + " settings: '''# a comment\n\nhidden = [8, 4]\nanalysis.x=it's $HOME \"quoted\"'''");
        StageRequest request = request(run, "models/weather/.cd4ml/runs/mine/train-model.request.json");
        assertEquals("mine", request.run());
        assertEquals("other.yaml", request.configuration());
        assertEquals(
                agent.getWorkspaceFor(run.getParent()).child("models/weather").getRemote(), request.project());
        assertEquals(Map.of("algorithm", "linear", "epochs", 3, "seed", 9), request.settings());
        assertEquals(List.of("hidden = [8, 4]", "analysis.x=it's $HOME \"quoted\""), request.arguments());
        assertTrue(request.verifyReproducible());
    }

    @Test
    public void parallelBranchesHaveRunsOfTheirOwnThatStartFromTheBuilds() throws Exception {
        WorkflowRun run = build(
                Result.SUCCESS,
                PASSED,
                "",
                "sh 'mkdir -p .cd4ml/runs/build-1'\n"
                        + "parallel linear: { echo \"ran \" + trainModel().run },"
                        + " 'deep net': { echo \"ran \" + trainModel().run }");
        jenkins.assertLogContains("ran build-1-linear", run);
        assertEquals(
                "build-1",
                request(run, ".cd4ml/runs/build-1-linear/train-model.request.json")
                        .continues());
        assertThat(run.getActions(StageAction.class), hasSize(2));
        String slug = RunIds.of(1, List.of("deep net"), null).id();
        jenkins.assertLogContains("ran " + slug, run);
        assertEquals(
                "build-1",
                request(run, ".cd4ml/runs/" + slug + "/train-model.request.json")
                        .continues());
    }

    @Test
    public void withoutAResultASentenceSaysWhy() throws Exception {
        assertSentence("trainModel has no result: the engine on agent", "", "exit 0");
        assertSentence("ended with exit code 7", "", "exit 7");
        assertSentence("was killed on agent", "", "die 9");
        assertSentence("set a smaller 'heap' such as 512m", "", "die 9");
        assertSentence("did not begin on agent", "", "exit 2");
    }

    @Test
    public void hostileResultsEndInOneSentence() throws Exception {
        assertSentence(
                "cannot be read: the number at /checks/0/value is not finite",
                Answers.of("trainModel", "PASSED", "x", "null", "[{\"value\": 1e999}]"),
                "");
        assertSentence("cannot be read", Answers.of("trainModel", "PASSED", "x", "[".repeat(10_000), "[]"), "");
        assertSentence("cannot be read", PASSED.replace("PASSED", "EXCELLENT"), "");
        assertSentence("cannot be read", PASSED.substring(0, 60), "");
        assertSentence("cannot be read: not a JSON object", "[]", "");
        assertSentence("cannot be read", PASSED.replace("\"checks\": []", "\"checks\": {\"a\": 1}"), "");
        assertSentence(
                "this reads protocol version 1, not 2", PASSED.replace("\"protocol\": 1", "\"protocol\": 2"), "");
        assertSentence("the result of another stage or run", PASSED.replace("RUN", "../../other"), "");
        assertSentence("the result of another stage or run", PASSED.replace("trainModel", "checkDrift"), "");
        assertSentence("left a result of more than 16777216 bytes", "", "fill 17000000");
    }

    private int builds;

    private void assertSentence(String sentence, String answer, String behave) throws Exception {
        builds++;
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                Pipelines.job(
                        jenkins,
                        name.getMethodName() + builds,
                        Pipelines.fake(answer, behave, "trainModel onFail: 'continue'")));
        jenkins.assertLogContains(sentence, run);
        jenkins.assertLogNotContains("\tat ", run);
        assertEquals("FAULT", run.getAction(StageAction.class).getVerdict());
    }

    @Test
    public void anOldResultIsNotTakenForANewOne() throws Exception {
        WorkflowRun run = build(
                Result.FAILURE,
                PASSED,
                "",
                "trainModel()\nwriteFile file: 'answer.json', text: ''\nsh 'rm answer.json'\ntrainModel()");
        jenkins.assertLogContains("trainModel has no result", run);
    }

    @Test
    public void projectsOutsideTheWorkspaceAreRefused() throws Exception {
        jenkins.assertLogContains(
                "trainModel: 'project' is wrong. A path below the workspace",
                build(Result.FAILURE, PASSED, "", "trainModel project: '../other'"));
        jenkins.assertLogContains(
                "lies outside the workspace",
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        Pipelines.job(
                                jenkins,
                                "link",
                                Pipelines.fake(PASSED, "", "sh 'ln -s /tmp link'\ntrainModel project: 'link'"))));
        jenkins.assertLogContains(
                "there is no folder 'nowhere' in the workspace",
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        Pipelines.job(jenkins, "none", Pipelines.fake(PASSED, "", "trainModel project: 'nowhere'"))));
    }

    @Test
    public void aDamagedEngineOnTheAgentIsReplaced() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, PASSED, "", "trainModel()");
        FilePath folder = agent.getRootPath().child("cd4ml");
        List<FilePath> jars = folder.list();
        assertThat("one engine, no rests", jars, hasSize(1));
        long copied = jars.get(0).lastModified();
        jenkins.buildAndAssertSuccess(run.getParent());
        assertEquals("an intact copy is used again", copied, jars.get(0).lastModified());
        jars.get(0).write("damaged", "UTF-8");
        jenkins.buildAndAssertSuccess(run.getParent());
        assertTrue(jars.get(0).length() > 1000);
        assertThat(folder.list(), hasSize(1));
    }

    @Test
    public void runsFollowTheBuildToAnotherAgent() throws Exception {
        DumbSlave other = jenkins.createOnlineSlave(Label.get("other"));
        assertNotNull(other);
        String write = "writeFile file: 'answer.json', text: '''" + PASSED + "'''\n";
        WorkflowRun run = jenkins.buildAndAssertSuccess(Pipelines.job(
                jenkins,
                name.getMethodName(),
                "node('agent') {\n" + write
                        + "sh 'mkdir -p .cd4ml/runs/build-1/model && echo weights > .cd4ml/runs/build-1/model/w'\n"
                        + "trainModel() }\nnode('other') {\n" + write
                        + "trainModel()\nsh 'cat .cd4ml/runs/build-1/model/w; echo more > .cd4ml/runs/build-1/model/v' }\n"
                        + "node('other') { deleteDir()\n" + write
                        + "trainModel()\nsh 'cat .cd4ml/runs/build-1/model/w' }"));
        jenkins.assertLogContains("Laid out run build-1", run);
        assertThat(jenkins.getLog(run).split("\nweights\n", -1).length, is(3));
    }

    @Test
    public void pagesShowNamesAndMessagesAsText() throws Exception {
        String evil = "<script>alert(1)</script>";
        WorkflowRun run = build(
                Result.SUCCESS,
                Answers.of(
                        "trainModel",
                        "PASSED",
                        evil,
                        "null",
                        "[{\"name\": \"" + evil + "\", \"outcome\": \"PASSED\", \"message\": \"" + evil + "\"}]"),
                "",
                "trainModel()");
        StageAction action = run.getAction(StageAction.class);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            for (String page : List.of("", action.getUrlName() + "/")) {
                String html = web.getPage(run, page).getWebResponse().getContentAsString();
                assertThat(html, allOf(containsString("&lt;script>alert(1)"), not(containsString(evil))));
            }
            String json = web.goTo(run.getUrl() + action.getUrlName() + "/api/json", "application/json")
                    .getWebResponse()
                    .getContentAsString();
            assertThat(json, containsString("\"verdict\":\"PASSED\""));
        }
    }

    @Test
    public void aJdkToolMustBeThereAndNewEnough() throws Exception {
        FilePath old = agent.getRootPath().child("old/bin");
        old.mkdirs();
        old.child("java").write("#!/bin/sh\necho '    java.specification.version = 11'\n", "UTF-8");
        old.child("java").chmod(0755);
        jenkins.jenkins.setJDKs(List.of(
                new hudson.model.JDK("old", old.getParent().getRemote()),
                new hudson.model.JDK("none", "/nowhere"),
                new hudson.model.JDK("good", System.getProperty("java.home"))));
        jenkins.assertLogContains(
                "There is no JDK tool 'new': the ones that are configured are old, none, good.",
                build(Result.FAILURE, PASSED, "", "trainModel jdk: 'new'"));
        assertJdk(Result.FAILURE, "old", "is version 11: name a newer JDK with 'jdk'.");
        assertJdk(Result.FAILURE, "none", "There is no Java at the JDK tool 'none' on agent");
        assertJdk(Result.SUCCESS, "good", "Java " + Runtime.version().feature());
    }

    private void assertJdk(Result expected, String jdk, String sentence) throws Exception {
        jenkins.assertLogContains(
                sentence,
                jenkins.buildAndAssertStatus(
                        expected,
                        Pipelines.job(
                                jenkins, "jdk-" + jdk, Pipelines.fake(PASSED, "", "trainModel jdk: '" + jdk + "'"))));
    }

    /** On a small file system of its own, which is full. */
    @Test
    public void aFullDiskIsNamed() throws Exception {
        Path disk = Files.createTempDirectory("full").toRealPath();
        if (command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()) != 0) {
            System.err.println("######## NOT TESTED: a full disk, because nothing can be mounted here ########");
            assumeTrue(false);
        }
        try {
            Files.createDirectories(disk.resolve("w"));
            command("sh", "-c", "head -c 300000 /dev/zero > " + disk.resolve("rest"));
            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    Pipelines.job(
                            jenkins, name.getMethodName(), "node('agent') { ws('" + disk + "/w') { trainModel() } }"));
            jenkins.assertLogContains(
                    "ERROR: trainModel could not be started: there is no space left on agent " + agent.getDisplayName(),
                    run);
            assertEquals("FAULT", run.getAction(StageAction.class).getVerdict());
        } finally {
            command("umount", "-l", disk.toString());
        }
    }

    private static int command(String... words) throws Exception {
        return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor();
    }

    private StageRequest request(WorkflowRun run, String path) throws Exception {
        FilePath file = agent.getWorkspaceFor(run.getParent()).child(path);
        assertNotNull(file);
        assertFalse(file.isDirectory());
        return Protocol.readRequest(file.readToString());
    }
}
