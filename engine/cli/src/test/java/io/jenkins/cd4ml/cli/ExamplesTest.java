package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The examples whose story is the judgement, with the numbers of their READMEs. */
public class ExamplesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void tumoursPassTheGateOnRecallAndAnotherToolsModelIsHeldToIt() throws Exception {
        Cd4ml cd4ml = run("breast-cancer");
        ValidateModelDetail found = passed(cd4ml, "breast-cancer");
        String readme = readme("breast-cancer");
        assertEquals(cell(readme, "recall for malignant on the test rows"), value(found, "recall", "malignant"), 0.025);
        assertEquals(cell(readme, "average precision"), value(found, "average_precision", null), 0.02);
        assertEquals(cell(readme, "calibration error"), value(found, "ece", null), 0.025);
        assertEquals(238, found.rows());
        assertEquals("malignant", found.calibration().label());
        assertEquals(30, found.importance().columns().size());

        StageResult strict = cd4ml.execute(
                        "validate-model",
                        "--json",
                        "--set",
                        "gates=[{metric: recall, class: malignant, min: 0.98}]",
                        "--set",
                        "model={path: .cd4ml/registry/breast-cancer/versions/1/package/model.onnx, classes: [benign, malignant]}",
                        "--set",
                        "split=test")
                .requireExitCode(1)
                .result();
        ValidateModelDetail elsewhere = strict.detail(ValidateModelDetail.class);
        assertEquals(value(found, "log_loss", null), value(elsewhere, "log_loss", null), 1e-5);
        assertEquals(".cd4ml/registry/breast-cancer/versions/1/package/model.onnx", elsewhere.source());
        assertTrue(strict.summary(), strict.summary().startsWith("Not promoted: recall for malignant 0.9"));
    }

    @Test
    public void diabetesIsPredictedAboutAsWellForEitherSex() throws Exception {
        Cd4ml cd4ml = run("diabetes");
        ValidateModelDetail found = passed(cd4ml, "diabetes");
        String readme = readme("diabetes");
        assertEquals(cell(readme, "R² on the test rows"), value(found, "r2", null), 0.02);
        assertEquals(cell(readme, "MAPE"), value(found, "mape", null), 0.02);
        ValidateModelDetail.Fairness sex = found.fairness().get(0);
        assertEquals("sex", sex.column());
        assertEquals(cell(readme, "difference of the mean errors"), of(sex.metrics(), "mean_error_difference"), 1);
        assertEquals(cell(readme, "ratio of the mean absolute errors"), of(sex.metrics(), "mae_ratio"), 0.02);
        assertEquals("bmi", found.importance().columns().get(0).column());

        cd4ml.execute(
                        "validate-model",
                        "--set",
                        "gates=[{metric: mean_error_difference, by: sex, max: 25, on: upperBound}]")
                .requireExitCode(1);
    }

    private Cd4ml run(String example) throws Exception {
        Cd4ml cd4ml = Cd4ml.inCopyOf(example, folder.getRoot().toPath());
        cd4ml.execute("run", "--run", "first", "--until", "package-model").requireExitCode(0);
        return cd4ml;
    }

    private static ValidateModelDetail passed(Cd4ml cd4ml, String model) throws Exception {
        StageResult result = cd4ml.result("first", Stage.VALIDATE_MODEL);
        assertEquals(result.summary(), Verdict.PASSED, result.verdict());
        assertEquals(model, result.model());
        return result.detail(ValidateModelDetail.class);
    }

    private static String readme(String example) throws Exception {
        return Files.readString(Path.of("../examples").resolve(example).resolve("README.md"));
    }

    private static double cell(String table, String row) {
        String line = table.lines()
                .filter(candidate -> candidate.startsWith("| " + row + " |"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.split("\\|")[2].strip());
    }

    private static double value(ValidateModelDetail found, String name, String label) {
        return found.metrics().stream()
                .filter(metric -> metric.name().equals(name) && Objects.equals(metric.label(), label))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static double of(List<MetricValue> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
