package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Each family of models through all six stages, as a person runs them. */
public class AlgorithmPipelinesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Real data with one value in twenty missing, which trees take as they are. */
    @Test
    public void xgboost() throws Exception {
        Path project = folder.getRoot().toPath();
        withHoles("breast-cancer.csv", project.resolve("data.csv"));
        Cd4ml cd4ml = project(
                """
                data: {path: data.csv, target: diagnosis}
                train: {algorithm: xgboost, learningRate: 0.3}
                validate: {gates: [{metric: accuracy, min: 0.9}]}
                """);
        requireAllStages(cd4ml);
        assertTrue(Files.exists(cd4ml.run("one").resolve("model/booster.json")));
    }

    @Test
    public void cnn() throws Exception {
        Files.copy(
                Path.of("core/src/test/resources/data/digits.csv"),
                folder.getRoot().toPath().resolve("data.csv"));
        Cd4ml cd4ml = project(
                """
                data: {path: data.csv, target: digit}
                train: {algorithm: cnn, hidden: [32], epochs: 8, learningRate: 0.01, cnn: {filters: [8, 16]}}
                validate: {gates: [{metric: accuracy, min: 0.9}]}
                """);
        requireAllStages(cd4ml);
    }

    /** The example of docs/command-trainer.md, as it stands there. */
    @Test
    public void command() throws Exception {
        Oracle.require("python3 with sklearn, onnx", List.of("/usr/bin/python3", "-c", "import sklearn, onnx"));
        Path project = folder.getRoot().toPath();
        Files.copy(Path.of("core/src/test/resources/data/breast-cancer.csv"), project.resolve("data.csv"));
        String page = Files.readString(Path.of("../docs/command-trainer.md"));
        Files.writeString(project.resolve("train.py"), block(page, "python"));
        String yaml = block(page, "yaml");
        Cd4ml cd4ml = project(
                yaml.substring(yaml.indexOf('\n') + 1) + "validate: {gates: [{metric: accuracy, min: 0.94}]}\n");
        requireAllStages(cd4ml);
        var training = cd4ml.result("one", Stage.TRAIN_MODEL).detail(TrainModelDetail.class);
        assertEquals("command", training.algorithm());
        assertTrue(training.epochs().get(0).metrics().get("accuracy") > 0.9);
    }

    private static String block(String page, String language) {
        int begin = page.indexOf("```" + language + "\n") + language.length() + 4;
        return page.substring(begin, page.indexOf("```", begin));
    }

    private void requireAllStages(Cd4ml cd4ml) throws Exception {
        cd4ml.execute("run", "--run", "one", "--until", "deploy-canary").requireExitCode(0);
        var validation = cd4ml.result("one", Stage.VALIDATE_MODEL).detail(ValidateModelDetail.class);
        assertTrue(validation.rows() > 50);
        var made = cd4ml.result("one", Stage.PACKAGE_MODEL).detail(PackageModelDetail.class);
        assertEquals(0, made.parity().labelsDiffering());
        assertTrue("differs by " + made.parity().maxDifference(), made.parity().maxDifference() < 1e-5);
        var canary = cd4ml.result("one", Stage.DEPLOY_CANARY).detail(DeployCanaryDetail.class);
        assertEquals(DeployCanaryDetail.Decision.PROMOTED, canary.decision());
        cd4ml.execute("check-drift", "--run", "one", "--set", "current=data.csv")
                .requireExitCode(0);
        assertTrue(cd4ml.result("one", Stage.CHECK_DRIFT)
                        .detail(CheckDriftDetail.class)
                        .currentRows()
                > 50);
    }

    private Cd4ml project(String yaml) throws IOException {
        Path project = folder.getRoot().toPath();
        Files.writeString(
                project.resolve("cd4ml.yaml"), "model: sample\n" + yaml + "deploy: {steps: [50, 100], requests: 20}\n");
        return Cd4ml.in(project);
    }

    private static void withHoles(String file, Path to) throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("core/src/test/resources/data").resolve(file));
        List<String> written = new ArrayList<>(lines.subList(0, 1));
        for (int row = 1; row < lines.size(); row++) {
            String[] cells = lines.get(row).split(",", -1);
            for (int column = 0; column < cells.length - 1; column++) {
                if ((row * 31 + column * 17) % 20 == 0) {
                    cells[column] = "";
                }
            }
            written.add(String.join(",", cells));
        }
        Files.write(to, written);
    }
}
