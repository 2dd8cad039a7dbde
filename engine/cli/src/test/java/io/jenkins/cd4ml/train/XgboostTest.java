package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.FeatureImportance;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Boosts trees on real data, in processes of their own. */
public class XgboostTest {
    private static final String CANCER = "data: {path: x, target: diagnosis}\n";
    private static final String WEATHER = "data: {path: x, target: weather, key: date}\n";
    private static final String DIABETES = "data: {path: x, target: progression}\n";

    /** Trains with the same settings in Python, and reads our own JSON model; python3-xgboost is years older. */
    private static final String PYTHON =
            """
            import json, sys, tempfile
            import numpy as np, xgboost
            d = json.load(sys.stdin)
            def matrix(name, **more):
                return xgboost.DMatrix(np.array(d[name], dtype=np.float32), **more)
            train = matrix('x', label=np.array(d['y'], dtype=np.float32))
            test = matrix('t')
            base = json.load(open(d['model']))['learner']['learner_model_param']['base_score']
            booster = xgboost.train(dict(d['parameters'], base_score=float(base.strip('[]')), tree_method='hist', nthread=1, verbosity=0), train, d['rounds'])
            ours = xgboost.Booster()
            ours.load_model(d['model'])
            print(json.dumps({
                'trained': booster.predict(test).tolist(),
                'loaded': ours.predict(test).tolist(),
                'gain': ours.get_score(importance_type='gain'),
                'cover': ours.get_score(importance_type='cover'),
                'weight': ours.get_score(importance_type='weight')}))
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();
    private StageContext context;
    private Table table;

    @Test
    public void twoClassesAreThoseOfPythonsXgboost() throws Exception {
        TrainedRun run = train("breast-cancer.csv", CANCER + "train: {algorithm: xgboost, epochs: 20, patience: 0}");
        JsonNode python = python(run, Map.of("objective", "binary:logistic", "eta", 0.1, "max_depth", 6), 20);

        Predictions ours = predict(run.split().test());
        for (int row = 0; row < ours.rows(); row++) {
            assertEquals(python.get("loaded").get(row).asDouble(), ours.values()[row][1], 1e-6);
            assertEquals(python.get("trained").get(row).asDouble(), ours.values()[row][1], 0.005);
        }
        List<FeatureImportance> importances =
                Importances.of(run.spec(), run.fit().tensors());
        assertEquals(30, importances.size());
        assertEquals(
                1, importances.stream().mapToDouble(FeatureImportance::share).sum(), 1e-9);
        for (FeatureImportance importance : importances) {
            String name = "f" + table.schema().names().indexOf(importance.column());
            assertEquals(python.at("/weight/" + name).asDouble(), importance.splits(), 0);
            assertEquals(python.at("/gain/" + name).asDouble(), importance.gain(), 1e-3 * importance.gain());
            assertEquals(python.at("/cover/" + name).asDouble(), importance.cover(), 1e-3 * importance.cover());
        }
        assertEquals("20/20 rounds", events.progress.get(19));
        assertEquals("3.0.4", run.log().libraries().get("xgboost"));
    }

    @Test
    public void severalClassesStopEarlyAndKeepTheBestRound() throws Exception {
        TrainedRun run = train("seattle-weather.csv", WEATHER + "train: {algorithm: xgboost, epochs: 300}");

        TrainingLog log = run.log();
        assertTrue(log.stoppedEarly());
        assertEquals(log.bestEpoch() + 10, log.epochs().size());
        assertEquals(
                log.epochs().stream().mapToDouble(Epoch::validationLoss).min().orElseThrow(),
                log.best().validationLoss(),
                0);
        assertEquals(
                5 * log.bestEpoch(),
                ModelFolder.read(context.run().model()).forest().roots().length);
        assertTrue(log.best().metrics().get("accuracy") > 0.75);
        Predictions ours = predict(run.split().validation());
        int right = 0;
        for (int row = 0; row < ours.rows(); row++) {
            right += ours.label(row)
                            .equals(table.column("weather").text(run.split().validation()[row]))
                    ? 1
                    : 0;
        }
        assertEquals(log.best().metrics().get("accuracy"), right / (double) ours.rows(), 1e-9);
    }

    @Test
    public void numbersAreInTheTargetsUnit() throws Exception {
        TrainedRun run = train(
                "diabetes.csv",
                DIABETES
                        + "train: {algorithm: xgboost, epochs: 40, patience: 0, xgboost: {maxDepth: 3, subsample: 0.8}}");
        Predictions ours = predict(run.split().test());
        double[] truth = run.task().numbers(table);
        double squares = 0;
        double spread = 0;
        double mean = Arrays.stream(run.split().test())
                .mapToDouble(row -> truth[row])
                .average()
                .orElseThrow();
        for (int row = 0; row < ours.rows(); row++) {
            double actual = truth[run.split().test()[row]];
            squares += Math.pow(ours.number(row) - actual, 2);
            spread += Math.pow(mean - actual, 2);
        }
        assertTrue("R2 " + (1 - squares / spread), 1 - squares / spread > 0.25);
    }

    @Test
    public void theNumberOfThreadsDoesNotChangeTheBits() throws Exception {
        String settings = CANCER
                + "train: {algorithm: xgboost, epochs: 10, threads: %d, xgboost: {subsample: 0.7, colsample: 0.7}}";
        assertTrue(train("breast-cancer.csv", settings.formatted(1), true)
                .reproduced()
                .bits());
        byte[] one = parameters();
        train("breast-cancer.csv", settings.formatted(2));
        assertArrayEquals(one, parameters());
    }

    private TrainedRun train(String file, String yaml) throws Exception {
        return train(file, yaml, false);
    }

    private TrainedRun train(String file, String yaml, boolean verify) throws Exception {
        Configuration configuration = SampleContexts.configuration(yaml);
        table = SampleTables.read(file);
        context = SampleContexts.context(folder.getRoot().toPath(), configuration, events);
        return new ModelTraining(context, table).run(verify);
    }

    private Predictions predict(int[] rows) throws Exception {
        return TrainedModel.predict(context, context.run().model(), table, rows);
    }

    private byte[] parameters() throws Exception {
        return Files.readAllBytes(context.run().model().resolve(ModelFolder.PARAMETERS));
    }

    private JsonNode python(TrainedRun run, Map<String, Object> parameters, int rounds) throws Exception {
        int[] classes = run.task().classIndexes(table);
        int[] train = run.split().train();
        Map<String, Object> input = new HashMap<>();
        input.put("x", Preparation.matrix(run.spec().features(), table, train));
        input.put("y", Arrays.stream(train).map(row -> classes[row]).toArray());
        input.put(
                "t",
                Preparation.matrix(run.spec().features(), table, run.split().test()));
        input.put("rounds", rounds);
        input.put("model", context.run().model().resolve("booster.json").toString());
        input.put("parameters", parameters);
        return Oracle.python(List.of("numpy", "xgboost"), PYTHON, new ObjectMapper().writeValueAsString(input));
    }
}
