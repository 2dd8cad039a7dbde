package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.slaves.DumbSlave;
import hudson.triggers.TimerTrigger;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSettings;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.retrain.RetrainAction;
import io.jenkins.plugins.cd4ml.retrain.RetrainCause;
import io.jenkins.plugins.cd4ml.steps.CheckDriftStep;
import io.jenkins.plugins.cd4ml.steps.DeployCanaryStep;
import io.jenkins.plugins.cd4ml.steps.PackageModelStep;
import io.jenkins.plugins.cd4ml.steps.StageBuilder;
import io.jenkins.plugins.cd4ml.steps.StageStep;
import io.jenkins.plugins.cd4ml.steps.TrainModelStep;
import io.jenkins.plugins.cd4ml.steps.ValidateModelStep;
import io.jenkins.plugins.cd4ml.steps.VersionDataStep;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The weather in Freestyle jobs with the real engine: to production, drift, and trained again. */
public class WeatherFreestyleTest {
    private static final String MODEL = "seattle-weather";

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private final ModelRegistry registry = ModelRegistry.get();
    private DumbSlave agent;

    @Test
    public void fromDataToProductionAndBackThroughDrift() throws Exception {
        agent = jenkins.createOnlineSlave();
        FreeStyleProject weather = training();
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(weather);
        assertEquals(
                List.of(
                        "versionData PASSED",
                        "trainModel PASSED",
                        "validateModel PASSED",
                        "packageModel PASSED",
                        "deployCanary PASSED"),
                first.getActions(StageAction.class).stream()
                        .map(action -> action.getStep() + " " + action.getVerdict())
                        .toList());
        assertThat(stage(first, "trainModel").getSummary(), containsString("linear"));
        assertEquals(1, model().champion("production").version());
        assertEquals(List.of("weather"), model().settings().jobs());
        assertNull(stage(first, "versionData").getComparedWith());

        FreeStyleProject drift = driftJob();
        FreeStyleBuild stranger = jenkins.buildAndAssertStatus(Result.FAILURE, drift);
        jenkins.assertLogContains("The champion of seattle-weather is kept from this build", stranger);
        registry.configure(
                MODEL,
                before -> new ModelSettings(ModelSettings.FORMAT, "", List.of("weather"), List.of("drift"), List.of()),
                Models.AMY,
                null);
        // the next training has more data, as after a commit
        for (FreeStyleProject job : List.of(weather, drift)) {
            FilePath workspace = agent.getWorkspaceFor(job);
            workspace.child("incoming/2015.csv").copyTo(workspace.child("data/2015.csv"));
        }

        TimerTrigger cron = drift.getTrigger(TimerTrigger.class);
        cron.run();
        jenkins.waitUntilNoActivity();
        FreeStyleBuild found = drift.getLastBuild();
        jenkins.assertBuildStatus(Result.UNSTABLE, found);
        assertNotNull(found.getCause(TimerTrigger.TimerTriggerCause.class));
        CheckDriftDetail detail = stage(found, "checkDrift").getResult().detail(CheckDriftDetail.class);
        assertTrue(detail.drifted());
        FreeStyleBuild second = assertTrainedAgain(weather, found);
        assertDataDiff(first, second);
        assertEquals(2, model().champion("production").version());
        assertEquals(
                List.of("weather #1", "weather #2"),
                registry.history(MODEL).stream()
                        .filter(entry -> entry.action() == Action.PROMOTE)
                        .map(HistoryEntry::build)
                        .map(Object::toString)
                        .toList());

        FreeStyleBuild again = jenkins.buildAndAssertStatus(Result.UNSTABLE, drift);
        jenkins.waitUntilNoActivity();
        jenkins.assertLogContains("retrain: Drift started " + second.getFullDisplayName(), again);
        assertEquals(2, weather.getLastBuild().getNumber());
        assertThat(page(again, "checkDrift"), containsString("Not trained again: "));
    }

    private FreeStyleBuild assertTrainedAgain(FreeStyleProject weather, FreeStyleBuild found) throws Exception {
        FreeStyleBuild started = weather.getLastBuild();
        assertEquals(2, started.getNumber());
        jenkins.assertBuildStatusSuccess(started);
        RetrainCause cause = started.getCause(RetrainCause.class);
        assertEquals("drift", cause.getJob());
        assertEquals(found.getNumber(), cause.getNumber());
        assertThat(stage(started, "trainModel").getSummary(), containsString("mlp [8]"));
        assertEquals(
                "0.6",
                started.getAction(ParametersAction.class)
                        .getParameter("CD4ML_DRIFT_SHARE")
                        .getValue());
        assertEquals(started, found.getAction(RetrainAction.class).getStarted());
        try (JenkinsRule.WebClient web = browser()) {
            assertThat(web.getPage(started).asNormalizedText(), containsString("found drift: 3 of 5 columns drifted"));
        }
        return started;
    }

    private void assertDataDiff(FreeStyleBuild first, FreeStyleBuild second) throws Exception {
        StageAction data = stage(second, "versionData");
        assertEquals(first, data.getComparedWith());
        DataDiff diff = data.getResult().detail(VersionDataDetail.class).diff();
        assertEquals(stage(first, "versionData").getDataVersion(), diff.baseline());
        assertEquals(List.of("data/2015.csv"), diff.addedFiles());
        assertFalse(diff.columns().isEmpty());
    }

    /** The job that trains: what it trains is a parameter. */
    private FreeStyleProject training() throws Exception {
        TrainModelStep train = new TrainModelStep();
        train.setSettings("algorithm=$ALGORITHM\nhidden=[8]\nepochs=10");
        ValidateModelStep validate = new ValidateModelStep();
        DeployCanaryStep deploy = new DeployCanaryStep();
        deploy.setSettings("requests=20\nsteps=[50, 100]");
        FreeStyleProject job = job("weather", new VersionDataStep(), train, validate, new PackageModelStep(), deploy);
        job.setQuietPeriod(0);
        job.addProperty(new ParametersDefinitionProperty(
                new ChoiceParameterDefinition("ALGORITHM", new String[] {"linear", "mlp"}, ""),
                new StringParameterDefinition("CD4ML_DRIFT_SHARE", "none")));
        return job;
    }

    private FreeStyleProject driftJob() throws Exception {
        CheckDriftStep step = new CheckDriftStep();
        step.setCurrent("incoming/*.csv");
        step.setRetrain("weather");
        step.setRetrainParameters("ALGORITHM=mlp");
        FreeStyleProject job = job("drift", step);
        job.addTrigger(new TimerTrigger("H 3 * * *"));
        job.getTrigger(TimerTrigger.class).start(job, true);
        return job;
    }

    private FreeStyleProject job(String name, StageStep... steps) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        job.setAssignedNode(agent);
        for (StageStep step : steps) {
            job.getBuildersList().add(new StageBuilder(step));
        }
        new FilePath(new File(
                        Path.of("examples/seattle-weather").toAbsolutePath().toString()))
                .copyRecursiveTo("cd4ml.yaml,data/**,incoming/**", agent.getWorkspaceFor(job));
        FilePath yaml = agent.getWorkspaceFor(job).child("cd4ml.yaml");
        yaml.write(
                yaml.readToString()
                        .replaceAll("(?s)  gates:.*  slices", "  gates: [{metric: accuracy, min: 0.5}]\n  slices"),
                "UTF-8");
        return job;
    }

    private ModelSummary model() throws Exception {
        return registry.model(MODEL).orElseThrow();
    }

    private static StageAction stage(FreeStyleBuild build, String step) {
        return build.getActions(StageAction.class).stream()
                .filter(action -> action.getStep().equals(step))
                .findFirst()
                .orElseThrow();
    }

    private static String page(FreeStyleBuild build, String step) throws Exception {
        try (JenkinsRule.WebClient web = browser()) {
            return web.getPage(build, stage(build, step).getUrlName() + "/").asNormalizedText();
        }
    }

    private static JenkinsRule.WebClient browser() {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        return web;
    }
}
