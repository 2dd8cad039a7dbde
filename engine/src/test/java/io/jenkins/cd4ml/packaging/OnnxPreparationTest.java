package io.jenkins.cd4ml.packaging;

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

    private static float[][] prepared(List<FeaturePreparation> features, Table rows) throws Exception {
        List<TensorSignature> inputs =
                SampleModel.signature(SampleModel.regression()).inputs();
        OnnxGraph graph = new OnnxGraph();
        String vector = OnnxPreparation.add(graph, features, inputs);
        graph.node("vector", "Identity", List.of(vector));
        graph.output("vector", TensorProto.DataType.FLOAT, 22);
        byte[] model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OnnxWriter.OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(OnnxGraph.ML_DOMAIN)
                        .setVersion(OnnxWriter.ML_OPSET))
                .setGraph(graph.build("preparation", ""))
                .build()
                .toByteArray();
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
