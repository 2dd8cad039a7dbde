package io.jenkins.cd4ml.deploy.batching;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.server.OnnxPredictor;
import io.jenkins.cd4ml.deploy.testing.CellsProject;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.packaging.RulePackage;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A row's answer in company is its answer alone, up to the order in which ONNX Runtime adds. */
public class BatchedOnnxTest {
    /** Of a probability; a 32-bit float near 1 has steps of 6e-8. */
    private static final double TOLERANCE = 1e-6;

    private static final int HIDDEN = 64;

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final Random random = new Random(7);

    @Test
    public void answersInBatchesAreTheAnswersAlone() throws Exception {
        Table cells = new CellsProject(temporary.newFolder().toPath()).data("r");
        Schema features = new Schema(cells.schema().columns().stream()
                .filter(column -> column.type() == ColumnType.DECIMAL)
                .toList());
        Table rows = new Table(
                features,
                features.columns().stream()
                        .map(column -> cells.column(column.name()))
                        .toList(),
                cells.keys());
        try (OnnxPredictor model = model(features)) {
            double[][] alone = new double[rows.rows()][];
            for (int i = 0; i < alone.length; i++) {
                alone[i] = model.predict(Rows.range(rows, i, i + 1)).values()[0];
            }
            long different = 0;
            for (int batch = 0; batch < 400; batch++) {
                int[] chosen =
                        random.ints(1 + random.nextInt(64), 0, rows.rows()).toArray();
                List<Table> single = new ArrayList<>();
                for (int row : chosen) {
                    single.add(Rows.range(rows, row, row + 1));
                }
                Predictions together = model.predict(Rows.join(single));
                for (int i = 0; i < chosen.length; i++) {
                    for (int k = 0; k < 2; k++) {
                        double difference = Math.abs(alone[chosen[i]][k] - together.values()[i][k]);
                        assertTrue("row " + chosen[i] + ": " + difference, difference <= TOLERANCE);
                        different += difference == 0 ? 0 : 1;
                    }
                }
                assertEquals(chosen.length, together.rows());
            }
            System.err.println("probabilities in 400 batches that differ from those alone: " + different);
        }
    }

    private OnnxPredictor model(Schema features) throws Exception {
        List<FeaturePreparation> preparations = new ArrayList<>();
        features.names().forEach(name -> preparations.add(new FeaturePreparation.Numeric(name, 10, 10, 5, false)));
        int inputs = preparations.size();
        TrainingKeys keys = TrainingKeys.of(new long[0]);
        ModelSpec spec = new ModelSpec(
                "mlp",
                Task.CLASSIFICATION,
                "diagnosis",
                List.of("benign", "malignant"),
                preparations,
                List.of(
                        new ModelSpec.Layer(inputs, HIDDEN, ModelSpec.Activation.RELU),
                        new ModelSpec.Layer(HIDDEN, 2, ModelSpec.Activation.NONE)),
                0,
                1,
                keys.sha256());
        List<DenseParameters> parameters = List.of(dense(HIDDEN, inputs), dense(2, HIDDEN));
        Path folder = temporary.newFolder().toPath().resolve("package");
        RulePackage.write(folder, "cells", new ModelFolder(spec, parameters, keys), features);
        String digest = PackageReader.read(folder).digest();
        return OnnxPredictor.open(new ServedVersion("cells", "1", digest, folder.toString(), "64m"));
    }

    private DenseParameters dense(int outputs, int inputs) {
        float[] weights = new float[outputs * inputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return new DenseParameters(Tensor.matrix(outputs, inputs, weights), Tensor.vector(new float[outputs]));
    }
}
