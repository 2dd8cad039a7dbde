package io.jenkins.plugins.cd4ml.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Slave;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The real engine, twice, on two agents that know nothing of each other: what the second compares with comes from the controller. */
public class ChampionTravelsTest {
    private static final String MODEL = "seattle-weather";

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void fromTheFirstAgentToTheSecond() throws Exception {
        Slave first = jenkins.createSlave("first", "first", null);
        Slave second = jenkins.createSlave("second", "second", null);
        jenkins.waitOnline(first);
        jenkins.waitOnline(second);
        WorkflowJob job = Pipelines.job(jenkins, "weather", script("first", 7));
        WorkflowRun one = jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
        jenkins.assertLogContains("package says version 1, deployed version 1", one);
        jenkins.assertLogContains("seattle-weather: registered as version 1", one);
        assertFalse("the agent keeps no registry", registry(first, one).exists());

        job.setDefinition(new CpsFlowDefinition(script("second", 8), true));
        WorkflowRun two = jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
        jenkins.assertLogContains("Champion of seattle-weather: version 1 laid out", two);
        assertFalse(registry(second, two).exists());
        ValidateModelDetail judged = result(two, Stage.VALIDATE_MODEL).detail(ValidateModelDetail.class);
        assertEquals(Integer.valueOf(1), judged.champion().champion().version());
        assertNull(judged.champion().reason(), judged.champion().reason());
        assertTrue(judged.champion().rows() > 0);
        assertThat(result(two, Stage.PACKAGE_MODEL).summary(), containsString("; registered as version 2"));
        assertThat(result(two, Stage.DEPLOY_CANARY).summary(), containsString("Promoted version 2 in production"));
        assertEquals(
                "drift watches who served when it began",
                Integer.valueOf(2),
                result(two, Stage.CHECK_DRIFT)
                        .detail(CheckDriftDetail.class)
                        .model()
                        .version());

        ModelRegistry registry = ModelRegistry.get();
        ModelSummary model = registry.model(MODEL).orElseThrow();
        assertEquals(List.of("weather"), model.settings().jobs());
        assertEquals(2, model.champion("production").version());
        assertEquals(Integer.valueOf(1), model.champion("production").previous());
        ModelVersion version = registry.version(MODEL, 2).orElseThrow();
        assertEquals("weather #2", version.build().toString());
        assertEquals("build-2", version.lineage().run());
        assertEquals(
                result(two, Stage.VERSION_DATA).provenance().dataVersion(),
                version.lineage().dataVersion());
        assertEquals(Long.valueOf(8), version.lineage().provenance().seed());
        assertEquals(Verdict.PASSED, version.evaluation().validation());
        assertEquals(Integer.valueOf(1), version.evaluation().champion());
        assertNotNull(version.evaluation().parity());
        assertTrue(version.evaluation().metrics().stream()
                .anyMatch(metric -> metric.name().equals("accuracy")));
        assertTrue(version.evaluation().checks().stream()
                .anyMatch(check -> check.name().equals("accuracy >= 0.75")));
        assertEquals(
                List.of(
                        Action.CONFIGURE,
                        Action.REGISTER,
                        Action.ALIAS,
                        Action.PROMOTE,
                        Action.REGISTER,
                        Action.ALIAS,
                        Action.PROMOTE),
                registry.history(MODEL).stream().map(HistoryEntry::action).toList());

        one.delete();
        two.delete();
        job.delete();
        ModelSummary after = registry.model(MODEL).orElseThrow();
        assertEquals("models outlive builds and jobs", model.state(), after.state());
        assertThat(
                "and nobody inherits by making a job of that name",
                after.settings().jobs(),
                hasSize(0));
    }

    private static String script(String agent, int seed) {
        return """
                node('%s') {
                  sh "cp -R '%s/.' ."
                  versionData()
                  trainModel(settings: 'seed=%d')
                  validateModel()
                  def packaged = packageModel()
                  def deployed = deployCanary(settings: 'analysis.maxLatencyRatio=100')
                  echo "package says version ${packaged.version}, deployed version ${deployed.version}"
                  checkDrift(onFail: 'continue')
                }"""
                .formatted(agent, Path.of("examples/seattle-weather").toAbsolutePath(), seed);
    }

    private static FilePath registry(Slave agent, WorkflowRun run) {
        return Pipelines.workspace(agent, run).child(".cd4ml/registry");
    }

    private static StageResult result(WorkflowRun run, Stage stage) {
        return run.getActions(StageAction.class).stream()
                .filter(action -> action.getStep().equals(stage.step()))
                .findFirst()
                .orElseThrow()
                .getResult();
    }
}
