package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.Assert.assertEquals;

import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionHistory;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ChampionStep;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Promotion;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The real engine judges against a fixed version and against the best one: their packages come from the controller. */
public class WeatherVersusTest {
    private static final String MODEL = "seattle-weather";

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private final ModelRegistry registry = ModelRegistry.get();

    @BeforeClass
    public static void connect() throws Exception {
        jenkins.createOnlineSlave(Label.get("ml"));
    }

    @Test
    public void aFixedVersionAndTheBestOneAreJudgedAgainst() throws Exception {
        WorkflowJob job = Pipelines.job(jenkins, "versus", "");
        train(job, 30, "{metric: accuracy, min: 0.1}");
        promote(1);
        // one epoch is worse: the first version stays the best one
        train(job, 1, "{metric: accuracy, versus: champion, margin: 0.9}");
        double loss = checks(job).get("accuracy versus champion, margin 0.9").value();
        assertThat(loss, lessThan(0.0));
        promote(2);

        String gates = "{metric: accuracy, versus: 1, margin: 0.9}, {metric: accuracy, versus: best, margin: 0.8},"
                + " {metric: accuracy, versus: champion, margin: 0.7}";
        train(job, 2, gates);
        Map<String, Check> checks = checks(job);
        Check fixed = checks.get("accuracy versus version 1, margin 0.9");
        Check best = checks.get("accuracy versus best, margin 0.8");
        Check champion = checks.get("accuracy versus champion, margin 0.7");
        assertEquals(fixed.message(), Outcome.PASSED, fixed.outcome());
        assertEquals(best.message(), Outcome.PASSED, best.outcome());
        assertEquals("version 1 is the best one", fixed.value(), best.value());
        assertEquals("both are judged on all rows", champion.sampleSize(), best.sampleSize());
        // versions 1 and 2 are apart by what the second validation has measured
        assertEquals(champion.value() + loss, fixed.value(), 1e-9);
        assertEquals(3, registry.model(MODEL).orElseThrow().versionCount());
        // the page of the build shows the chain that the controller sent
        ChampionHistory history = ((ValidateModelDetail) validation(job).detail())
                .evidence()
                .champions()
                .get(0);
        assertEquals("accuracy", history.metric());
        assertEquals(
                Arrays.asList(1, 2, null),
                history.steps().stream().map(ChampionStep::version).toList());
        assertEquals(1, history.best());
        assertEquals(loss, history.steps().get(1).sum(), 1e-9);
        assertEquals(fixed.value(), history.steps().get(2).sum(), 1e-9);

        script(job, 1, "{metric: accuracy, versus: best, margin: 0.0001}");
        WorkflowRun worse = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertEquals(
                JenkinsRule.getLog(worse),
                Outcome.FAILED,
                checks(job).get("accuracy versus best, margin 0.0001").outcome());
        assertThat(
                checks(job).get("accuracy versus best, margin 0.0001").message(),
                containsString("is worse than the best version so far's"));
    }

    private void train(WorkflowJob job, int epochs, String gates) throws Exception {
        script(job, epochs, gates);
        jenkins.buildAndAssertSuccess(job);
    }

    private static void script(WorkflowJob job, int epochs, String gates) throws Exception {
        Path example = Path.of("examples/seattle-weather").toAbsolutePath();
        String yaml =
                "readFile('cd4ml.yaml').replaceAll(/(?s)  gates:.*  slices/, '  gates: [" + gates + "]\\n  slices')";
        job.setDefinition(new CpsFlowDefinition(
                "node('ml') {\n  sh \"cp -R '" + example + "/.' .\"\n  writeFile file: 'cd4ml.yaml', text: " + yaml
                        + "\n  versionData()\n  trainModel(algorithm: 'linear', epochs: " + epochs
                        + ")\n  validateModel()\n  packageModel()\n}",
                true));
    }

    private void promote(int version) throws Exception {
        registry.promote(
                MODEL,
                new Promotion(
                        "production",
                        version,
                        registry.version(MODEL, version).orElseThrow().digest(),
                        registry.champion(MODEL, "production"),
                        "for the test",
                        false,
                        List.of()),
                new Author("amy", null));
    }

    private static Map<String, Check> checks(WorkflowJob job) {
        return validation(job).checks().stream().collect(Collectors.toMap(Check::name, check -> check));
    }

    /** As the page of the build shows it. */
    private static StageResult validation(WorkflowJob job) {
        return StageAction.all(job.getLastBuild()).stream()
                .filter(action -> action.getStep().equals("validateModel"))
                .findFirst()
                .orElseThrow()
                .getResult();
    }
}
