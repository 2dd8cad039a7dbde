package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A program that predicts with scikit-learn and leaves no model: searched, cross-validated and judged, but not packaged. */
public class CommandPipelinesTest {
    private static final String PROGRAM =
            """
            import csv, json, os
            from sklearn.linear_model import LogisticRegression
            from sklearn.pipeline import make_pipeline
            from sklearn.preprocessing import StandardScaler
            given, left = os.environ["CD4ML_IN"], os.environ["CD4ML_OUT"]
            schema, settings = (json.load(open(f"{given}/{name}.json")) for name in ("schema", "settings"))
            names = [feature["column"] for feature in schema["features"]]
            def rows(name):
                return list(csv.DictReader(open(f"{given}/{name}.csv")))
            def numbers(table):
                return [[float(row[name]) for name in names] for row in table]
            if settings["c"] > 50:
                raise SystemExit("too large a c")
            train, asked = rows("train"), rows("predict")
            model = make_pipeline(StandardScaler(), LogisticRegression(C=settings["c"], max_iter=1000))
            model.fit(numbers(train), [row[schema["target"]] for row in train])
            with open(f"{left}/predictions.csv", "w") as out:
                writer = csv.writer(out)
                writer.writerow(["cd4ml_row"] + [f"probability_{label}" for label in model.classes_])
                for row, probabilities in zip(asked, model.predict_proba(numbers(asked))):
                    writer.writerow([row["cd4ml_row"], *probabilities])
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aProgramsPredictionsAreSearchedAndJudgedAndNotPackaged() throws Exception {
        Oracle.require("python3 with sklearn", List.of("/usr/bin/python3", "-c", "import sklearn"));
        Path project = folder.getRoot().toPath();
        Files.copy(Path.of("core/src/test/resources/data/breast-cancer.csv"), project.resolve("data.csv"));
        Files.writeString(project.resolve("train.py"), PROGRAM);
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                """
                model: sample
                data: {path: data.csv, target: diagnosis}
                train:
                  algorithm: command
                  command: {run: [/usr/bin/python3, train.py]}
                  crossValidation: {folds: 3}
                  search: {trials: 5, parallel: 2, space: {command.settings.c: {choice: [0.5, 1.0, 100.0]}}, seed: 5}
                validate: {gates: [{metric: accuracy, min: 0.94}]}
                """);
        Cd4ml cd4ml = Cd4ml.in(project);
        Cd4ml.Ended ended =
                cd4ml.execute("run", "--run", "one", "--until", "package-model").requireExitCode(2);
        assertTrue(
                ended.out() + ended.err(),
                (ended.out() + ended.err())
                        .replaceAll("\\s+", " ")
                        .contains(
                                "the program left predictions.csv, its answers to the rows it was asked for, and a package must answer any row"));

        var training = cd4ml.result("one", Stage.TRAIN_MODEL).detail(TrainModelDetail.class);
        assertEquals(3, training.crossValidation().folds().size());
        assertEquals(5, training.search().trials().size());
        training.search().trials().forEach(trial -> {
            double c = ((Number) trial.settings().get("command.settings.c")).doubleValue();
            assertEquals(c + ": " + trial.problem(), c > 50, trial.value() == null);
            assertTrue(trial.problem() == null || trial.problem().endsWith("too large a c"));
        });
        var validation = cd4ml.result("one", Stage.VALIDATE_MODEL).detail(ValidateModelDetail.class);
        assertTrue(validation.rows() > 50);

        Cd4ml.Ended shuffled = cd4ml.execute("validate-model", "--run", "one", "--set", "importance={repeats: 2}")
                .requireExitCode(2);
        assertTrue(
                shuffled.out() + shuffled.err(),
                (shuffled.out() + shuffled.err())
                        .replaceAll("\\s+", " ")
                        .contains("a file of predictions cannot be asked about shuffled rows"));
    }
}
