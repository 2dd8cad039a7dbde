package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertEquals;

import hudson.model.Label;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The weather example with the real engine: all six stages on an agent. */
public class WeatherPipelineTest {
    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @BeforeClass
    public static void connect() throws Exception {
        jenkins.createOnlineSlave(Label.get("ml")).setNumExecutors(2);
    }

    /** Each test's job is the first to register the example's model. */
    @Before
    public void forgetTheModel() throws Exception {
        Models.forget("seattle-weather");
    }

    private static WorkflowRun run(Result expected, String name, String script) throws Exception {
        WorkflowJob job = Pipelines.job(jenkins, name, script);
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition(
                "EXAMPLE", Path.of("examples/seattle-weather").toAbsolutePath().toString())));
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    /** The example's own Jenkinsfile, its files copied where a job from source control has checked them out. */
    private static String exampleInsteadOfACheckout() throws Exception {
        String jenkinsfile = Files.readString(Path.of("examples/seattle-weather/Jenkinsfile"));
        return jenkinsfile.replace(
                "  stages {\n",
                "  stages {\n    stage('Checkout') { steps { sh \"cp -R '${params.EXAMPLE}/.' .\" } }\n");
    }

    @Test
    public void declarative() throws Exception {
        WorkflowRun run = run(Result.UNSTABLE, "declarative", exampleInsteadOfACheckout());
        List<StageAction> actions = run.getActions(StageAction.class);
        assertThat(actions, hasSize(6));
        for (StageAction action : actions) {
            // 2015 is not like the years before; the drift step makes that known, and no more.
            assertEquals(
                    action.getStep(), action.getStep().equals("checkDrift") ? "FAILED" : "PASSED", action.getVerdict());
            assertEquals("build-1", action.getRunId());
            try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
                web.getPage(run, action.getUrlName() + "/");
            }
        }
    }

    @Test
    public void scripted() throws Exception {
        WorkflowRun run = run(Result.UNSTABLE, "scripted", Pipelines.fixture("weather-scripted.groovy"));
        assertThat(run.getActions(StageAction.class), hasSize(7));
        jenkins.assertLogContains("rows: 1096.0, sha256:", run);
        jenkins.assertLogContains("version 1 serves", run);
    }

    @Test
    public void aProjectWithoutConfigurationEndsInOneSentence() throws Exception {
        WorkflowRun run = run(Result.FAILURE, "empty", "node('ml') { versionData() }");
        jenkins.assertLogContains("ERROR: versionData: ", run);
        jenkins.assertLogContains("cd4ml.yaml", run);
        jenkins.assertLogNotContains("\tat ", run);
        assertEquals("INVALID", run.getAction(StageAction.class).getVerdict());
    }

    @Test
    public void settingsAreCheckedByTheEngine() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                "misspelt",
                "node('ml') { sh \"cp -R '${params.EXAMPLE}/.' .\"; versionData(); trainModel(settings: 'epoch=3') }");
        jenkins.assertLogContains("did you mean 'epochs'?", run);
    }
}
