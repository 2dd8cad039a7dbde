package io.jenkins.cd4ml.packaging;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.TensorSignature;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Writes a trained model as ONNX: raw values in, predictions out, IR version 8, opset 17 and ai.onnx.ml 3. The same model
 * gives the same bytes.
 */
public final class OnnxWriter {
    static final long OPSET = 17;
    static final long ML_OPSET = 3;
    private static final long IR_VERSION = 8;

    private OnnxWriter() {}

    /**
     * Writes the model.
     *
     * @param parameters by their names in {@code parameters.safetensors}: {@code layers.<i>.weight} [outputs, inputs] by rows,
     *     {@code layers.<i>.bias} [outputs]
     * @param name the model's name; {@code engineVersion} that of the program that writes it
     * @throws IllegalArgumentException where parameters and layers do not fit each other
     */
    public static byte[] write(ModelSpec spec, Map<String, float[]> parameters, String name, String engineVersion) {
        requireFitting(spec, parameters);
        OnnxGraph graph = new OnnxGraph();
        Signature signature = Signature.of(spec);
        String vector = OnnxPreparation.add(graph, spec.features(), signature.inputs());
        String result = layers(graph, spec, parameters, vector);
        if (spec.task() == Task.REGRESSION) {
            number(graph, spec, result);
        } else {
            classes(graph, spec.classes(), result);
        }
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("cd4ml")
                .setProducerVersion(engineVersion)
                .setModelVersion(1)
                .setDomain("io.jenkins.cd4ml")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(OnnxGraph.ML_DOMAIN)
                        .setVersion(ML_OPSET))
                .setGraph(graph.build(name, "predicts " + spec.target() + "; raw values enter, one input a column"));
        for (TensorSignature input : signature.inputs()) {
            model.addMetadataProps(entry("input." + input.name() + ".column", input.column()));
            model.addMetadataProps(entry("input." + input.name() + ".codec", input.codec()));
        }
        return model.build().toByteArray();
    }

    private static String layers(OnnxGraph graph, ModelSpec spec, Map<String, float[]> parameters, String vector) {
        String value = vector;
        for (int i = 0; i < spec.layers().size(); i++) {
            ModelSpec.Layer layer = spec.layers().get(i);
            String name = "layers/" + i;
            String weight = graph.floats(
                    name + "/weight", parameters.get("layers." + i + ".weight"), layer.outputs(), layer.inputs());
            String bias = graph.floats(name + "/bias", parameters.get("layers." + i + ".bias"), layer.outputs());
            value = graph.node(name + "/dense", "Gemm", List.of(value, weight, bias), OnnxGraph.integer("transB", 1));
            value = switch (layer.activation()) {
                case NONE -> value;
                case RELU -> graph.node(name + "/relu", "Relu", List.of(value));
                case TANH -> graph.node(name + "/tanh", "Tanh", List.of(value));};
        }
        return value;
    }

    private static void number(OnnxGraph graph, ModelSpec spec, String value) {
        String scale = graph.floats("target/scale", new float[] {spec.targetScale()});
        String shift = graph.floats("target/shift", new float[] {spec.targetShift()});
        String scaled = graph.node("target/scaled", "Mul", List.of(value, scale));
        graph.node(Signature.PREDICTION, "Add", List.of(scaled, shift));
        graph.output(Signature.PREDICTION, TensorProto.DataType.FLOAT, 1);
    }

    private static void classes(OnnxGraph graph, List<String> classes, String logits) {
        graph.node(Signature.PROBABILITIES, "Softmax", List.of(logits), OnnxGraph.integer("axis", 1));
        String best = graph.node(
                "label/index",
                "ArgMax",
                List.of(Signature.PROBABILITIES),
                OnnxGraph.integer("axis", 1),
                OnnxGraph.integer("keepdims", 0));
        graph.node(
                Signature.LABEL,
                OnnxGraph.ML_DOMAIN,
                "LabelEncoder",
                List.of(best),
                OnnxGraph.integers(
                        "keys_int64s",
                        LongStream.range(0, classes.size()).boxed().toList()),
                OnnxGraph.texts("values_strings", classes));
        graph.output(Signature.PROBABILITIES, TensorProto.DataType.FLOAT, classes.size());
        graph.output(Signature.LABEL, TensorProto.DataType.STRING, 0);
    }

    private static void requireFitting(ModelSpec spec, Map<String, float[]> parameters) {
        require(!spec.features().isEmpty(), "a model without features");
        int width = spec.width();
        for (int i = 0; i < spec.layers().size(); i++) {
            ModelSpec.Layer layer = spec.layers().get(i);
            require(layer.inputs() == width, "layer " + i + " takes " + layer.inputs() + " numbers and gets " + width);
            requireLength(parameters, "layers." + i + ".weight", (long) layer.inputs() * layer.outputs());
            requireLength(parameters, "layers." + i + ".bias", layer.outputs());
            width = layer.outputs();
        }
        int results = spec.task() == Task.REGRESSION ? 1 : spec.classes().size();
        require(!spec.layers().isEmpty(), "a model without layers");
        require(width == results, "the last layer gives " + width + " numbers, not " + results);
        require(parameters.size() == 2 * spec.layers().size(), "parameters of no layer: " + parameters.keySet());
    }

    private static void requireLength(Map<String, float[]> parameters, String name, long length) {
        float[] values = parameters.get(name);
        require(values != null, "no parameters " + name);
        require(values.length == length, name + " holds " + values.length + " numbers, not " + length);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
