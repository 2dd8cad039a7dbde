package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The weather example through all stages, as in the demo and in the README of the example. */
public class WeatherPipelineTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aChallengerTakesOverFromAChampionAndIsRolledBackByHand() throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOfExample(folder.getRoot().toPath());

        Cd4ml.Ended champion = cd4ml.execute(
                        "run",
                        "--run",
                        "champion",
                        "--set",
                        "train.algorithm=linear",
                        "--until",
                        "deploy-canary",
                        "--json")
                .requireExitCode(0);
        JsonNode results = Protocol.mapper().readTree(champion.out());
        assertEquals("one result a stage, and nothing else on standard output", 5, results.size());

        Cd4ml.Ended challenger = cd4ml.execute("run", "--run", "challenger", "--until", "deploy-canary")
                .requireExitCode(0);
        assertTrue(challenger.out(), challenger.out().contains("Promoted version 2 in production"));
        requireWholeStory(cd4ml);
        requireNumbersOfTheReadme(cd4ml);

        Cd4ml.Ended models = cd4ml.execute("models", "--json").requireExitCode(0);
        JsonNode model = Protocol.mapper().readTree(models.out()).get(0);
        assertEquals(2, model.at("/aliases/production").asInt());

        cd4ml.execute("rollback").requireExitCode(0);
        model = Protocol.mapper()
                .readTree(cd4ml.execute("models", "--json").requireExitCode(0).out())
                .get(0);
        assertEquals(1, model.at("/aliases/production").asInt());
    }

    private static void requireWholeStory(Cd4ml cd4ml) throws Exception {
        VersionDataDetail data = passed(cd4ml, Stage.VERSION_DATA).detail(VersionDataDetail.class);
        assertEquals(1096, data.rows());
        assertEquals(3, data.files());
        TrainModelDetail training = passed(cd4ml, Stage.TRAIN_MODEL).detail(TrainModelDetail.class);
        assertEquals("mlp", training.algorithm());
        assertEquals(731L, (long) training.rows().get("train"));
        ValidateModelDetail validation = passed(cd4ml, Stage.VALIDATE_MODEL).detail(ValidateModelDetail.class);
        assertEquals(184, validation.rows());
        assertNotNull(validation.champion());
        PackageModelDetail made = passed(cd4ml, Stage.PACKAGE_MODEL).detail(PackageModelDetail.class);
        assertEquals(Integer.valueOf(2), made.reference().version());
        assertEquals(0, made.parity().labelsDiffering());
        DeployCanaryDetail canary = passed(cd4ml, Stage.DEPLOY_CANARY).detail(DeployCanaryDetail.class);
        assertEquals(DeployCanaryDetail.Decision.PROMOTED, canary.decision());
        assertEquals(3, canary.steps().size());
        assertEquals("no process is left", 0, canary.processes().size());
        Path report = cd4ml.run("challenger").resolve("report.html");
        assertTrue("report below 1 MB: " + Files.size(report), Files.size(report) < 1_000_000);
        assertEquals("nothing half-written", java.util.List.of(), cd4ml.leftovers());
    }

    private static void requireNumbersOfTheReadme(Cd4ml cd4ml) throws Exception {
        String readme = Files.readString(Path.of("../examples/seattle-weather/README.md"));
        for (String run : new String[] {"champion", "challenger"}) {
            int column = run.equals("champion") ? 2 : 3;
            ValidateModelDetail validation =
                    cd4ml.result(run, Stage.VALIDATE_MODEL).detail(ValidateModelDetail.class);
            // Half a row more or less in the second digit is another processor's last bit.
            assertEquals(
                    cell(readme, "accuracy on the test rows", column), metric(validation, "accuracy", null), 0.015);
            assertEquals(cell(readme, "recall for rain", column), metric(validation, "recall", "rain"), 0.02);
        }
    }

    private static double cell(String table, String row, int column) {
        String line = table.lines()
                .filter(candidate -> candidate.startsWith("| " + row + " |"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.split("\\|")[column].strip());
    }

    private static double metric(ValidateModelDetail validation, String name, String label) {
        return validation.metrics().stream()
                .filter(metric -> metric.name().equals(name) && java.util.Objects.equals(metric.label(), label))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static StageResult passed(Cd4ml cd4ml, Stage stage) throws Exception {
        StageResult result = cd4ml.result("challenger", stage);
        assertEquals(result.summary(), Verdict.PASSED, result.verdict());
        assertNotNull(result.provenance().dataVersion());
        return result;
    }

    @Test
    public void stagesAloneContinueTheNewestRun() throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOfExample(folder.getRoot().toPath());

        String run = cd4ml.execute("version-data", "--json")
                .requireExitCode(0)
                .result()
                .run();
        StageResult trained = cd4ml.execute("train-model", "--json", "--set", "epochs=3", "--verify-reproducible")
                .requireExitCode(0)
                .result();
        assertEquals(run, trained.run());
        assertEquals(Boolean.TRUE, trained.detail(TrainModelDetail.class).reproduced());
        assertEquals(3, trained.detail(TrainModelDetail.class).epochs().size());

        StageResult drift = cd4ml.execute("check-drift", "--json").result();
        CheckDriftDetail found = drift.detail(CheckDriftDetail.class);
        assertEquals(365, found.currentRows());
        assertEquals(found.drifted() ? Verdict.FAILED : Verdict.PASSED, drift.verdict());
    }
}
