package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A wide model is loaded with a few inputs, and answers to the last bit as its package's graph does with one a column. */
public class JoinedInputsTest {
    private static final int ROWS = 17;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<FeaturePreparation> features = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<ColumnValues> values = new ArrayList<>();

    @Test
    public void columnsOfEachTypeAreOneInput() throws Exception {
        Path made = widePackage(10);
        JoinedInputs joined =
                JoinedInputs.of(made.resolve("model.onnx"), names(made)).orElseThrow();
        assertEquals(
                List.of("numbers/raw", "wide/raw", "dates/raw"),
                joined.joins().stream().map(JoinedInputs.Join::name).toList());
        assertArrayEquals(
                "every fourth column, in the model's order",
                new int[] {0, 4, 8, 12, 16, 20, 24, 28, 32, 36},
                joined.joins().get(0).inputs());
        assertEquals(2, joined.joins().get(2).inputs()[0]);
    }

    @Test
    public void answersToTheLastBitAsThePackagesOwnGraph() throws Exception {
        Path made = widePackage(10);
        Table rows = new Table(new Schema(columns), values, new long[ROWS]);
        try (OnnxModel model = OnnxModel.open(made)) {
            PackageManifest manifest = model.modelPackage().manifest();
            InputBatch batch = InputBatch.of(manifest, rows, 0, ROWS);
            double[][] wanted = byColumns(made, manifest, batch);
            Predictions answers = model.predict(batch);
            for (int row = 0; row < ROWS; row++) {
                assertArrayEquals("row " + row, wanted[row], answers.values()[row], 0);
            }
            double[][] last =
                    model.predict(InputBatch.of(manifest, rows, ROWS - 1, ROWS)).values();
            assertEquals(wanted[ROWS - 1][0], last[0][0], 1e-6);
            assertTrue(
                    "rows differ",
                    Arrays.stream(wanted).map(row -> row[0]).distinct().count() > 10);
        }
    }

    @Test
    public void fewInputsStayAsTheyAre() throws Exception {
        Path made = SampleRun.samplePackage(folder.getRoot().toPath().resolve("sample"), 4);
        assertTrue(JoinedInputs.of(made.resolve("model.onnx"), names(made)).isEmpty());
    }

    private static List<String> names(Path made) throws Exception {
        try (OnnxModel model = OnnxModel.open(made)) {
            return model.modelPackage().manifest().inputs().stream()
                    .map(input -> input.name())
                    .toList();
        }
    }

    /** As the package's signature says: one tensor a column. */
    private static double[][] byColumns(Path made, PackageManifest manifest, InputBatch batch) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensorLike> tensors = new HashMap<>();
        long[] shape = {ROWS, 1};
        for (int i = 0; i < batch.columns().size(); i++) {
            InputColumn column = batch.columns().get(i);
            OnnxTensor tensor;
            if (column instanceof InputColumn.Numbers numbers) {
                tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers.values()), shape);
            } else if (column instanceof InputColumn.ExactNumbers numbers) {
                tensor = OnnxTensor.createTensor(environment, DoubleBuffer.wrap(numbers.values()), shape);
            } else if (column instanceof InputColumn.Days days) {
                tensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(days.values()), shape);
            } else {
                tensor = OnnxTensor.createTensor(environment, ((InputColumn.Texts) column).values(), shape);
            }
            tensors.put(manifest.inputs().get(i).name(), tensor);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setDeterministicCompute(true);
            try (OrtSession session =
                            environment.createSession(made.resolve("model.onnx").toString(), options);
                    OrtSession.Result result = session.run(tensors, Set.of(Signature.PREDICTION))) {
                return (double[][]) result.get(0).getValue();
            }
        } finally {
            tensors.values().forEach(OnnxTensorLike::close);
        }
    }

    private Path widePackage(int each) throws Exception {
        for (int i = 0; i < each; i++) {
            number(i);
            exact(i);
            date(i);
            category(i);
        }
        int width = features.stream().mapToInt(FeaturePreparation::width).sum();
        ModelSpec spec = new ModelSpec(
                "linear",
                Task.REGRESSION,
                "y",
                List.of(),
                features,
                List.of(new ModelSpec.Layer(width, 1, ModelSpec.Activation.NONE)),
                2.5f,
                3.5f,
                SampleModel.KEYS.sha256());
        Path made = folder.getRoot().toPath().resolve("wide");
        SampleRun.writePackage(made, spec, new Schema(columns), 11);
        return made;
    }

    private void number(int i) {
        double[] numbers = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            numbers[row] = (row + i) % 5 == 0 ? Double.NaN : Math.sin(row * 31 + i);
        }
        add(
                new FeaturePreparation.Numeric("number " + i, 0.25f, 0.1f * i, 1.5f, i % 2 == 0),
                ColumnType.DECIMAL,
                new ColumnValues.Numbers(numbers));
    }

    private void exact(int i) {
        double[] numbers = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            numbers[row] = (row + i) % 7 == 0 ? Double.NaN : 1.7e9 + row * 13 + i;
        }
        add(
                new FeaturePreparation.Wide("seconds " + i, 1.7e9, 1.7e9, 100, true),
                ColumnType.INTEGER,
                new ColumnValues.Numbers(numbers));
    }

    private void date(int i) {
        long[] days = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            days[row] = (row + i) % 6 == 0 ? ColumnValues.Dates.MISSING : 15_000 + 17L * row * (i + 1);
        }
        add(new FeaturePreparation.Date("date " + i, 15_700), ColumnType.DATE, new ColumnValues.Dates(days));
    }

    private void category(int i) {
        String[] texts = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            texts[row] = row % 4 == 3 ? null : "v" + (row + i) % 3;
        }
        add(
                new FeaturePreparation.Category("category " + i, List.of("v0", "v1")),
                ColumnType.CATEGORY,
                new ColumnValues.Texts(texts));
    }

    private void add(FeaturePreparation feature, ColumnType type, ColumnValues column) {
        features.add(feature);
        columns.add(new Column(feature.column(), type, false));
        values.add(column);
    }
}
