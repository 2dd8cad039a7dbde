package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.Forest;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.onnx.OutputMatrix;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Forests small enough to be computed by hand, at their thresholds and with missing values. */
public class OnnxForestTest {
    private static final float NONE = Float.NaN;
    private static final float[] X = {0.4f, 0.5f, 0.6f, NONE, 0.4f};
    private static final float[] Y = {2, 2, NONE, 3, NONE};

    /** x < 0.5 (missing left) ? (y < 2.5 (missing right) ? 1 : 2) : 4, and a tree that is a leaf of 0.25. */
    private static final Forest TWO_TREES = new Forest(
            new int[] {0, 5},
            new int[] {0, 0},
            new int[] {0, 1, -1, -1, -1, -1},
            new float[] {0.5f, 2.5f, 0, 0, 0, 0},
            new int[] {1, 2, -1, -1, -1, -1},
            new int[] {4, 3, -1, -1, -1, -1},
            new int[] {1, 0, 0, 0, 0, 0},
            new float[] {0, 0, 1, 2, 4, 0.25f},
            new float[6],
            new float[6],
            new float[] {-0.5f});

    private static final double[] SUMS = {0.75, 3.75, 3.75, 1.75, 1.75};

    @Test
    public void numbersAreSumsInTheTargetsUnit() throws Exception {
        double[][] answers = answers(TWO_TREES, List.of());
        for (int row = 0; row < SUMS.length; row++) {
            assertEquals(SUMS[row] * 10 + 100, answers[row][0], 1e-5);
        }
    }

    @Test
    public void ofTwoClassesTheSumIsTheSecondOnesLogit() throws Exception {
        double[][] answers = answers(TWO_TREES, List.of("no", "yes"));
        for (int row = 0; row < SUMS.length; row++) {
            double p = 1 / (1 + Math.exp(-SUMS[row]));
            assertEquals(p, answers[row][1], 1e-6);
            assertEquals(1 - p, answers[row][0], 1e-6);
        }
    }

    @Test
    public void ofMoreClassesEachHasItsTrees() throws Exception {
        Forest three = new Forest(
                new int[] {0, 3, 4},
                new int[] {2, 0, 1},
                new int[] {0, -1, -1, -1, -1},
                new float[] {0.5f, 0, 0, 0, 0},
                new int[] {1, -1, -1, -1, -1},
                new int[] {2, -1, -1, -1, -1},
                new int[5],
                new float[] {0, 1, 2, 0.5f, 0.7f},
                new float[5],
                new float[5],
                new float[] {0, 0, 0.1f});
        double[][] answers = answers(three, List.of("a", "b", "c"));
        for (int row = 0; row < X.length; row++) {
            double[] logits = {0.5, 0.7, (X[row] < 0.5f ? 1 : 2) + 0.1};
            double sum = Arrays.stream(logits).map(Math::exp).sum();
            for (int i = 0; i < 3; i++) {
                assertEquals(Math.exp(logits[i]) / sum, answers[row][i], 1e-6);
            }
        }
    }

    private static double[][] answers(Forest forest, List<String> classes) throws Exception {
        Task task = classes.isEmpty() ? Task.REGRESSION : Task.CLASSIFICATION;
        ModelSpec spec = new ModelSpec(
                ModelSpec.XGBOOST,
                task,
                "target",
                classes,
                List.of(new FeaturePreparation.Plain("x"), new FeaturePreparation.Plain("y")),
                List.of(),
                100,
                10,
                "");
        ModelFolder model = new ModelFolder(spec, forest.tensors(), TrainingKeys.of(new long[0]));
        Schema schema = new Schema(
                List.of(new Column("x", ColumnType.DECIMAL, false), new Column("y", ColumnType.DECIMAL, false)));
        byte[] bytes = OnnxWriter.write(model, Signature.of(spec, schema), "forest", "1.0");
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {X.length, 1};
        try (OrtSession session = environment.createSession(bytes);
                OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(X), shape);
                OnnxTensor y = OnnxTensor.createTensor(environment, FloatBuffer.wrap(Y), shape);
                OrtSession.Result result = session.run(Map.<String, OnnxTensorLike>of("x", x, "y", y))) {
            return OutputMatrix.of(result.get(0)).orElseThrow();
        }
    }
}
