package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.Preparation;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Test;

/** No skew: the graph prepares a row as training did. */
public class OnnxPreparationTest {
    @Test
    public void preparesRowsAsTrainingDoes() throws Exception {
        Table rows = SampleModel.rows(300);
        int[] all = IntStream.range(0, 300).toArray();
        float[][] expected = Preparation.matrix(SampleModel.FEATURES, rows, all);
        float[][] actual = prepared(SampleModel.FEATURES, rows);
        for (int row = 0; row < 300; row++) {
            int place = 0;
            for (FeaturePreparation feature : SampleModel.FEATURES) {
                // Numbers and categories to the bit; sine and cosine to the last places, where libraries differ.
                double tolerance = feature instanceof FeaturePreparation.Date ? 2e-7 : 0;
                for (int i = 0; i < feature.width(); i++, place++) {
                    assertEquals(
                            feature.column() + " of row " + row, expected[row][place], actual[row][place], tolerance);
                }
            }
        }
    }

    /** What 64 bits told apart in training, the graph tells apart, too; a missing value and its indicator as well. */
    @Test
    public void preparesIn64BitsWhereTrainingDoes() throws Exception {
        List<FeaturePreparation> features = List.of(
                new FeaturePreparation.Wide("t", 1_700_000_050.0, 1_700_000_049.5, 28.86607004772212, true),
                new FeaturePreparation.Wide("u", 1e7, 1e7, 2, false));
        OnnxGraph graph = new OnnxGraph();
        List<TensorSignature> inputs = List.of(
                new TensorSignature("t", "t", "double", List.of(-1L, 1L), "number/2", List.of()),
                new TensorSignature("u", "u", "double", List.of(-1L, 1L), "number/2", List.of()));
        String vector = OnnxPreparation.add(graph, features, inputs);
        graph.node("vector", "Identity", List.of(vector));
        graph.output("vector", TensorProto.DataType.FLOAT, 3);
        double[] t = {1_700_000_000, 1_700_000_001, Double.NaN};
        double[] u = {1e7 + 0.25, 1e7 - 0.5, 1e7};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {3, 1};
        try (OrtSession session = environment.createSession(model(graph));
                OnnxTensor first = OnnxTensor.createTensor(environment, DoubleBuffer.wrap(t), shape);
                OnnxTensor second = OnnxTensor.createTensor(environment, DoubleBuffer.wrap(u), shape);
                OrtSession.Result result = session.run(Map.of("t", first, "u", second))) {
            float[][] prepared = (float[][]) result.get(0).getValue();
            assertArrayEquals(new float[] {-1.7148161f, 0, 0.125f}, prepared[0], 0);
            assertArrayEquals(new float[] {-1.6801733f, 0, -0.25f}, prepared[1], 0);
            assertArrayEquals(new float[] {(float) (0.5 / 28.86607004772212), 1, 0}, prepared[2], 0);
        }
    }

    private static byte[] model(OnnxGraph graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OnnxWriter.OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(OnnxGraph.ML_DOMAIN)
                        .setVersion(OnnxWriter.ML_OPSET))
                .setGraph(graph.build("preparation", ""))
                .build()
                .toByteArray();
    }

    private static float[][] prepared(List<FeaturePreparation> features, Table rows) throws Exception {
        List<TensorSignature> inputs =
                SampleModel.signature(SampleModel.regression()).inputs();
        OnnxGraph graph = new OnnxGraph();
        String vector = OnnxPreparation.add(graph, features, inputs);
        graph.node("vector", "Identity", List.of(vector));
        graph.output("vector", TensorProto.DataType.FLOAT, 22);
        byte[] model = model(graph);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensorLike> tensors = new LinkedHashMap<>();
        long[] shape = {rows.rows(), 1};
        try (OrtSession session = environment.createSession(model)) {
            for (TensorSignature input : inputs) {
                InputColumn column = InputBatch.column(
                        input,
                        rows.schema().find(input.column()).orElseThrow(),
                        rows.column(input.column()),
                        0,
                        rows.rows());
                if (column instanceof InputColumn.Numbers numbers) {
                    tensors.put(
                            input.name(),
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers.values()), shape));
                } else if (column instanceof InputColumn.Days days) {
                    tensors.put(
                            input.name(), OnnxTensor.createTensor(environment, LongBuffer.wrap(days.values()), shape));
                } else {
                    tensors.put(
                            input.name(),
                            OnnxTensor.createTensor(environment, ((InputColumn.Texts) column).values(), shape));
                }
            }
            try (OrtSession.Result result = session.run(tensors)) {
                return (float[][]) result.get(0).getValue();
            }
        }
    }
}
