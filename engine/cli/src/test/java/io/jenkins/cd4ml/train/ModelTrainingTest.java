package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Trains on real data, in processes of their own. */
public class ModelTrainingTest {
    private static final String CANCER = "data: {path: x, target: diagnosis}\n";
    private static final String DIABETES = "data: {path: x, target: progression}\n";
    private static final String WEATHER =
            """
            data: {path: x, target: weather, key: date}
            split: {by: date, train: "..2013-12-31", validation: "2014-01-01..2014-06-30", test: "2014-07-01..2014-12-31"}
            """;

    /** A forward pass from the files alone. */
    private static final String NUMPY_FORWARD =
            """
            import json, struct, sys
            import numpy as np
            d = json.load(sys.stdin)
            spec = json.load(open(d['model'] + '/model.json'))
            data = open(d['model'] + '/parameters.safetensors', 'rb').read()
            (n,) = struct.unpack('<Q', data[:8])
            header = json.loads(data[8:8 + n])
            def tensor(name):
                begin, end = header[name]['data_offsets']
                return np.frombuffer(data[8 + n + begin:8 + n + end], '<f4').reshape(header[name]['shape']).astype(np.float64)
            x = np.array(d['inputs'])
            for i, layer in enumerate(spec['layers']):
                x = x @ tensor(f'layers.{i}.weight').T + tensor(f'layers.{i}.bias')
                x = {'NONE': lambda v: v, 'RELU': lambda v: np.maximum(v, 0), 'TANH': np.tanh}[layer['activation']](x)
            if spec['task'] == 'classification':
                e = np.exp(x - x.max(axis=1, keepdims=True))
                x = e / e.sum(axis=1, keepdims=True)
            else:
                x = x * spec['targetScale'] + spec['targetShift']
            print(json.dumps(x.tolist()))
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();

    @Test
    public void breastCancer() throws Exception {
        Training training = train("breast-cancer.csv", CANCER);
        TrainingLog log = training.run.log();

        assertTrue(training.summary(), log.best().metrics().get("accuracy") >= 0.95);
        assertTrue(training.summary(), training.heldOut().value("accuracy", null) >= 0.95);
        assertEquals(List.of("benign", "malignant"), training.run.spec().classes());
        assertTrue(log.stoppedEarly());
        assertEquals(log.bestEpoch() + 10, log.epochs().size());
        assertBestEpochWasKept(training);
    }

    @Test
    public void tellsEveryEpoch() throws Exception {
        Training training = train("breast-cancer.csv", CANCER + "train: {epochs: 3, patience: 0}");

        assertEquals(List.of("1/3 epochs", "2/3 epochs", "3/3 epochs"), events.progress);
        assertEquals(3, events.metrics.size());
        assertEquals(
                List.of("epoch", "train_loss", "validation_loss", "accuracy", "f1_macro"),
                List.copyOf(events.metrics.get(0).keySet()));
        Epoch last = training.run.log().epochs().get(2);
        assertEquals(last.trainLoss(), events.metrics.get(2).get("train_loss"), 0);
        assertTrue(last.trainLoss() < training.run.log().epochs().get(0).trainLoss());
        assertFalse(training.run.log().stoppedEarly());
        assertEquals("2.7.1", training.run.log().libraries().get("pytorch"));
        assertEquals(1, training.run.log().threads());
    }

    @Test
    public void weatherByTime() throws Exception {
        Training training = train("seattle-weather.csv", WEATHER + "train: {seed: 7}");

        assertTrue(training.summary(), training.heldOut().value("accuracy", null) >= 0.75);
        assertEquals(731, training.run.split().train().length);
        TrainingKeys keys = ModelFolder.read(training.context.run().model()).trainingKeys();
        assertEquals(731, keys.size());
        for (int row = 0; row < training.table.rows(); row++) {
            assertEquals(row < 731, keys.contains(training.table.keys()[row]));
        }
    }

    @Test
    public void diabetes() throws Exception {
        Training training = train(
                "diabetes.csv",
                DIABETES + "train: {hidden: [16], activation: tanh, dropout: 0.2, learningRate: 0.003}");

        assertTrue(training.summary(), training.heldOut().value("r2", null) >= 0.35);
        assertBestEpochWasKept(training);
    }

    /** Full batches without stopping: the least-squares line, which scikit-learn computes in closed form. */
    @Test
    public void linearRegressionConvergesToLeastSquares() throws Exception {
        Training training = train(
                "diabetes.csv",
                DIABETES + "split: {method: random, train: 0.7, test: 0.3}\n"
                        + "train: {algorithm: linear, epochs: 3000, batchSize: 1000, learningRate: 0.02}");
        Table table = training.table;
        int[] test = training.run.split().test();

        JsonNode expected = Oracle.python(
                List.of("numpy", "sklearn"),
                """
                import json, sys
                import numpy as np
                from sklearn.linear_model import LinearRegression
                d = json.load(sys.stdin)
                model = LinearRegression().fit(np.array(d['x']), np.array(d['y']))
                print(json.dumps(model.predict(np.array(d['t'])).tolist()))
                """,
                json(Map.of(
                        "x", rows(table, training.run.split().train()),
                        "y", targets(table, training.run.split().train()),
                        "t", rows(table, test))));

        Predictions ours = training.predict(test);
        for (int i = 0; i < test.length; i++) {
            assertEquals(expected.get(i).asDouble(), ours.number(i), 0.5);
        }
        assertEquals(null, training.run.log().best().validationLoss());
        assertEquals(3000, training.run.log().bestEpoch());
    }

    /**
     * Full batches with L2. liblinear also has the intercept in its penalty, as {@code weightDecay} has; our mean loss and two
     * weight vectors for two classes make its C = 2 / (weightDecay · rows).
     */
    @Test
    public void linearClassifierConvergesToLogisticRegression() throws Exception {
        Training training = train(
                "breast-cancer.csv",
                CANCER + "split: {train: 0.7, test: 0.3}\ntrain: {algorithm: linear, epochs: 2000, batchSize: 1000, "
                        + "learningRate: 0.02, weightDecay: 0.01, classWeights: balanced}");
        int[] train = training.run.split().train();
        int[] test = training.run.split().test();
        List<String> labels = Arrays.stream(train)
                .mapToObj(row -> training.table.column("diagnosis").text(row))
                .toList();

        JsonNode expected = Oracle.python(
                List.of("numpy", "sklearn"),
                """
                import json, sys
                import numpy as np
                from sklearn.linear_model import LogisticRegression
                d = json.load(sys.stdin)
                x = np.array(d['x'])
                model = LogisticRegression(C=2 / (0.01 * len(x)), class_weight='balanced', solver='liblinear', tol=1e-10)
                model.fit(x, d['y'])
                print(json.dumps(model.predict_proba(np.array(d['t'])).tolist()))
                """,
                json(Map.of(
                        "x", Preparation.matrix(training.run.spec().features(), training.table, train),
                        "y", labels,
                        "t", Preparation.matrix(training.run.spec().features(), training.table, test))));

        Predictions ours = training.predict(test);
        for (int i = 0; i < test.length; i++) {
            assertEquals(expected.get(i).get(0).asDouble(), ours.values()[i][0], 1e-3);
            assertEquals(expected.get(i).get(1).asDouble(), ours.values()[i][1], 1e-3);
        }
    }

    @Test
    public void predictionsAreThoseOfNumpyFromTheFiles() throws Exception {
        for (String[] sample : List.of(
                new String[] {
                    "seattle-weather.csv",
                    WEATHER.replace("}\nsplit", ", features: [date, wind, temp_max]}\nsplit")
                            + "train: {hidden: [8, 4], epochs: 3}"
                },
                new String[] {"diabetes.csv", DIABETES + "train: {hidden: [8], activation: tanh, epochs: 3}"})) {
            Training training = train(sample[0], sample[1]);
            int[] rows = IntStream.range(0, training.table.rows()).toArray();

            JsonNode expected = Oracle.python(
                    List.of("numpy"),
                    NUMPY_FORWARD,
                    json(Map.of(
                            "model", training.context.run().model().toString(),
                            "inputs", Preparation.matrix(training.run.spec().features(), training.table, rows))));

            Predictions ours = training.predict(rows);
            for (int row : rows) {
                double[] values = ours.values()[row];
                for (int i = 0; i < values.length; i++) {
                    double value = expected.get(row).get(i).asDouble();
                    assertEquals(value, values[i], 1e-5 * Math.max(1, Math.abs(value)));
                }
            }
        }
    }

    @Test
    public void theSameSeedGivesTheSameBitsInTwoProcessesAndAnotherOneDoesNot() throws Exception {
        String dropout = CANCER + "train: {epochs: 5, dropout: 0.3, seed: %d}";
        Training verified = train("breast-cancer.csv", dropout.formatted(7), true);
        byte[] first = verified.parameters();
        Training other = train("breast-cancer.csv", dropout.formatted(8), false);

        assertTrue(verified.run.reproduced().bits());
        assertFalse(Arrays.equals(first, other.parameters()));
        assertArrayEquals(
                first, train("breast-cancer.csv", dropout.formatted(7), false).parameters());
    }

    @Test
    public void classWeightsMakeRareClassesCount() throws Exception {
        double plain = recallOfFog("none");
        double balanced = recallOfFog("balanced");
        double given = recallOfFog("{fog: 8, snow: 8, drizzle: 8}");

        assertTrue(plain + " " + balanced, balanced > plain + 0.2);
        assertTrue(plain + " " + given, given > plain + 0.2);
    }

    @Test
    public void aLearningRateThatDivergesIsSaidToBe() throws Exception {
        InputException e = assertThrows(
                InputException.class,
                () -> train("diabetes.csv", DIABETES + "train: {learningRate: 1.0e+30, hidden: [32, 32]}"));

        assertTrue(e.getMessage(), e.getMessage().contains("training diverged; use a lower one (it is 1.0E30)"));
        assertEquals("train.learningRate", e.problem().key());
        assertNothingIsLeft();
    }

    @Test
    public void cancellationEndsTheTrainingAndLeavesNothing() throws Exception {
        Configuration configuration = SampleContexts.configuration(CANCER + "train: {epochs: 100000, patience: 0}");
        StageContext context = SampleContexts.context(
                folder.getRoot().toPath(), configuration, events, () -> events.metrics.size() > 3);
        Table table = SampleTables.read("breast-cancer.csv");

        assertThrows(CancellationException.class, () -> new ModelTraining(context, table).run(false));
        assertNothingIsLeft();
    }

    @Test
    public void wrongClassWeightsAreNamed() {
        String message = assertThrows(
                        InputException.class,
                        () -> train("breast-cancer.csv", CANCER + "train: {classWeights: {benigne: 2}}"))
                .getMessage();
        assertEquals(
                "train.classWeights: it names the class 'benigne', which the target has not; its classes are [benign, malignant]",
                message);
    }

    @Test
    public void predictingWithoutAModelIsRefused() throws Exception {
        StageContext context =
                SampleContexts.context(folder.getRoot().toPath(), SampleContexts.configuration(CANCER), events);
        Table table = SampleTables.read("breast-cancer.csv");
        String message = assertThrows(
                        InputException.class,
                        () -> TrainedModel.predict(context, context.run().model(), table, new int[] {1}))
                .getMessage();
        assertTrue(message, message.startsWith("there is no trained model in "));
    }

    private double recallOfFog(String weights) throws Exception {
        Training training = train(
                "seattle-weather.csv",
                "data: {path: x, target: weather, key: date}\nsplit: {seed: 1}\ntrain: {classWeights: " + weights
                        + "}");
        return training.heldOut().value("recall", 1);
    }

    /** The kept parameters' loss and accuracy, computed anew from predictions, are the best epoch's. */
    private void assertBestEpochWasKept(Training training) throws Exception {
        Epoch best = training.run.log().best();
        double lowest = training.run.log().epochs().stream()
                .mapToDouble(Epoch::validationLoss)
                .min()
                .orElseThrow();
        assertEquals(lowest, best.validationLoss(), 1e-4);
        var again = training.judged(training.run.split().validation());
        best.metrics()
                .forEach((name, value) -> assertEquals(name, value, again.value(name, null), 1e-4 * Math.abs(value)));
    }

    private void assertNothingIsLeft() throws IOException {
        try (var files = Files.list(folder.getRoot().toPath().resolve(".cd4ml/runs/r1"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    private Training train(String file, String yaml) throws Exception {
        return train(file, yaml, false);
    }

    private Training train(String file, String yaml, boolean verify) throws Exception {
        Configuration configuration = SampleContexts.configuration(yaml);
        Table table = SampleTables.read(file);
        StageContext context = SampleContexts.context(folder.getRoot().toPath(), configuration, events);
        return new Training(context, table, new ModelTraining(context, table).run(verify));
    }

    /** A training and what can be asked of it. */
    private record Training(StageContext context, Table table, TrainedRun run) {

        Predictions predict(int[] rows) throws IOException, InterruptedException {
            return TrainedModel.predict(context, context.run().model(), table, rows);
        }

        MetricSample heldOut() throws IOException, InterruptedException {
            return judged(run.split().test());
        }

        MetricSample judged(int[] rows) throws IOException, InterruptedException {
            Predictions predictions = predict(rows);
            if (run.spec().classes().isEmpty()) {
                double[] numbers = run.task().numbers(table);
                return RegressionMetrics.of(
                        Arrays.stream(rows).mapToDouble(row -> numbers[row]).toArray(),
                        IntStream.range(0, rows.length)
                                .mapToDouble(predictions::number)
                                .toArray());
            }
            int[] classes = run.task().classIndexes(table);
            return ClassificationMetrics.of(
                    Arrays.stream(rows).map(row -> classes[row]).toArray(),
                    predictions.values(),
                    run.spec().classes().size());
        }

        byte[] parameters() throws IOException {
            return Files.readAllBytes(context.run().model().resolve(ModelFolder.PARAMETERS));
        }

        String summary() {
            return run.summary();
        }
    }

    private static List<List<Double>> rows(Table table, int[] rows) {
        return Arrays.stream(rows)
                .mapToObj(row -> table.columns().subList(0, 10).stream()
                        .map(column -> ((ColumnValues.Numbers) column).values()[row])
                        .toList())
                .toList();
    }

    private static double[] targets(Table table, int[] rows) {
        double[] values = ((ColumnValues.Numbers) table.column("progression")).values();
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static String json(Map<String, ?> value) throws IOException {
        return new ObjectMapper().writeValueAsString(new HashMap<>(value));
    }
}
