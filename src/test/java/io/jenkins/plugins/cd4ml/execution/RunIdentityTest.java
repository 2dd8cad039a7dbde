package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.config.Limits;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.steps.StageBuilder;
import io.jenkins.plugins.cd4ml.steps.VersionDataStep;
import io.jenkins.plugins.cd4ml.testing.Answers;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** A run is that of one project of one job, whatever other runs have the same id. */
public class RunIdentityTest {
    private static final String PASSED = Answers.training("PASSED", "trained well");

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TestName name = new TestName();

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private static DumbSlave agent;

    @BeforeClass
    public static void connect() throws Exception {
        agent = jenkins.createOnlineSlave(Label.get("agent"));
        assertNotNull(jenkins.createOnlineSlave(Label.get("other")));
    }

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    private WorkflowRun build(Result expected, String script) throws Exception {
        return jenkins.buildAndAssertStatus(expected, Pipelines.job(jenkins, name.getMethodName(), script));
    }

    private static String answer(String folder) {
        return "writeFile file: '" + folder + "/answer.json', text: '''" + PASSED + "'''\n";
    }

    private static String weights(String folder) {
        return "writeFile file: '" + folder + "/.cd4ml/runs/build-1/weights', text: 'weights of " + folder + "\\n'\n";
    }

    @Test
    public void projectsOfABuildDoNotMix() throws Exception {
        WorkflowRun run = build(
                Result.SUCCESS,
                "node('agent') {\n" + answer("a") + answer("b") + weights("a") + weights("b")
                        + "dir('a') { trainModel() }\n"
                        + "trainModel project: 'b'\n"
                        + "dir('a') { trainModel()\nsh 'cat .cd4ml/runs/build-1/weights' }\n"
                        + "trainModel project: 'b'\nsh 'cat b/.cd4ml/runs/build-1/weights'\n"
                        + "echo 'elsewhere' }\n"
                        + "node('other') {\n" + answer("a") + answer("b")
                        + "trainModel project: 'a'\nsh 'cat a/.cd4ml/runs/build-1/weights'\n"
                        + "dir('b') { trainModel()\nsh 'cat .cd4ml/runs/build-1/weights' } }");
        String[] log = JenkinsRule.getLog(run).split("\nelsewhere\n");
        assertThat(count(log[0], "\nweights of a\n"), is(1));
        assertThat(count(log[0], "\nweights of b\n"), is(1));
        assertThat(count(log[0], "Laid out run"), is(0));
        assertThat(count(log[1], "\nweights of a\n"), is(1));
        assertThat(count(log[1], "\nweights of b\n"), is(1));
        assertThat(count(log[1], "Laid out run build-1"), is(2));
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    public void aVersionIsKnownByTheTrainingOfItsOwnProject() throws Exception {
        build(
                Result.SUCCESS,
                "node('agent') {\n"
                        + "dir('left') {\n" + FakeModel.answer(trained(1)) + "trainModel() }\n"
                        + "dir('right') {\n" + FakeModel.answer(trained(2)) + "trainModel() }\n"
                        + "dir('left') {\n" + FakeModel.packaging("left", "l") + "}\n}");
        ModelVersion version = ModelRegistry.get().version("left", 1).orElseThrow();
        assertEquals(Long.valueOf(1), version.lineage().provenance().seed());
    }

    private static String trained(int seed) {
        // Of the same bits in both projects: the model's digest alone does not tell them apart.
        return FakeModel.linked(PASSED, "l", "")
                .replace("\"provenance\": {", "\"provenance\": {\"seed\": " + seed + ", ");
    }

    @Test
    public void anOlderCopyIsNotTakenForARunThatCouldNotBeKept() throws Exception {
        Limits limits = new Limits();
        limits.setRunMegabytes(1);
        Cd4mlConfiguration.get().setLimits(limits);
        try {
            WorkflowRun run = build(
                    Result.FAILURE,
                    "node('agent') {\n" + answer(".") + "trainModel() }\n"
                            + "node('other') {\n" + answer(".")
                            + "sh 'mkdir -p .cd4ml/runs/build-1 && head -c 2000000 /dev/urandom"
                            + " > .cd4ml/runs/build-1/weights'\ntrainModel()\ntrainModel() }\n"
                            + "node('agent') {\nvalidateModel() }\n");
            jenkins.assertLogContains("Run build-1 holds 1 MB, more than the 1 MB that are kept", run);
            jenkins.assertLogContains("ERROR: Run build-1 is in ", run);
            jenkins.assertLogContains("alone, because it could not be kept with the build", run);
            jenkins.assertLogNotContains("fake engine: validate-model", run);
        } finally {
            Cd4mlConfiguration.get().setLimits(new Limits());
        }
    }

    @Test
    public void jobsInOneWorkspaceDoNotWorkInEachOthersRuns() throws Exception {
        String shared = temporary.newFolder("shared").toPath().toRealPath().toString();
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(freestyle("first", shared));
        FilePath run = new FilePath(first.getWorkspace(), ".cd4ml/runs/build-1/version-data.request.json");
        assertTrue(run.exists());
        FreeStyleBuild second = jenkins.buildAndAssertStatus(Result.FAILURE, freestyle("second", shared));
        jenkins.assertLogContains("Run build-1 in " + shared + " belongs to a build of first", second);
        jenkins.assertLogNotContains("fake engine:", second);
        assertTrue("nothing of it was touched", run.exists());
        first.getParent().delete();
        jenkins.buildAndAssertSuccess(freestyle("first", shared));
    }

    private static FreeStyleProject freestyle(String name, String workspace) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.setAssignedNode(agent);
        job.setCustomWorkspace(workspace);
        new FilePath(agent.getChannel(), workspace)
                .child("answer.json")
                .write(PASSED.replace("trainModel", "versionData"), "UTF-8");
        job.getBuildersList().add(new StageBuilder(new VersionDataStep()));
        return job;
    }

    /** As releases before wrote it into a build that was running when Jenkins was upgraded. */
    @Test
    public void runsThatEarlierReleasesKeptAreKnown() {
        String name = KeptRuns.class.getName();
        KeptRuns kept = (KeptRuns) Run.XSTREAM2.fromXML("<" + name + "><places><entry><string>build-7</string>"
                + "<string>agent1&#xa;/w/job/a</string></entry></places></" + name + ">");
        KeptRuns.Place place = new KeptRuns.Place("agent1", "/w/job/a", "cd4ml-build-7");
        assertEquals(place, kept.place("build-7", "a"));
        assertEquals("the build's only project", place, kept.place("build-7", ""));
        assertNull(kept.place("build-7", "b"));
        assertNotNull(kept.token());
        kept.keep("build-7", "", new KeptRuns.Place("agent2", "/x", null));
        String xml = Run.XSTREAM2.toXML(kept);
        assertThat(xml, containsString("agent2"));
        KeptRuns again = (KeptRuns) Run.XSTREAM2.fromXML(xml);
        assertEquals(kept.token(), again.token());
        assertEquals(new KeptRuns.Place("agent2", "/x", null), again.place("build-7", ""));
        assertEquals(place, again.place("build-7", "a"));
    }
}
