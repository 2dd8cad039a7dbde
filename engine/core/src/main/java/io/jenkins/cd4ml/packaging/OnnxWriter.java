package io.jenkins.cd4ml.packaging;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.TensorSignature;
import java.util.List;
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
     * @param signature {@link Signature#of} this model
     * @param name the model's name; {@code engineVersion} that of the program that writes it
     * @throws IllegalArgumentException where the layers do not fit each other
     */
    public static byte[] write(ModelFolder model, Signature signature, String name, String engineVersion) {
        ModelSpec spec = model.spec();
        requireFitting(spec);
        OnnxGraph graph = new OnnxGraph();
        String vector = OnnxPreparation.add(graph, spec.features(), signature.inputs());
        String result = spec.isForest()
                ? OnnxForest.add(graph, model.forest(), vector, spec.classes().size())
                : layers(graph, model, vector);
        if (spec.task() == Task.REGRESSION) {
            number(graph, spec, result);
        } else {
            classes(graph, spec.classes(), result);
        }
        ModelProto.Builder proto = ModelProto.newBuilder()
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
            proto.addMetadataProps(entry("input." + input.name() + ".column", input.column()));
            proto.addMetadataProps(entry("input." + input.name() + ".codec", input.codec()));
        }
        return proto.build().toByteArray();
    }

    private static String layers(OnnxGraph graph, ModelFolder model, String vector) {
        String value = model.spec().image() == null ? vector : OnnxImage.add(graph, model, vector);
        for (int i = 0; i < model.spec().layers().size(); i++) {
            ModelSpec.Layer layer = model.spec().layers().get(i);
            DenseParameters parameters = model.parameters().get(i);
            String name = "layers/" + i;
            String weight =
                    graph.floats(name + "/weight", parameters.weight().values(), layer.outputs(), layer.inputs());
            String bias = graph.floats(name + "/bias", parameters.bias().values(), layer.outputs());
            value = graph.node(name + "/dense", "Gemm", List.of(value, weight, bias), OnnxGraph.integer("transB", 1));
            value = switch (layer.activation()) {
                case NONE -> value;
                case RELU -> graph.node(name + "/relu", "Relu", List.of(value));
                case TANH -> graph.node(name + "/tanh", "Tanh", List.of(value));};
        }
        return value;
    }

    /** The network's standardised answer, which has 32 bits, in the target's unit: in 64 bits. */
    private static void number(OnnxGraph graph, ModelSpec spec, String value) {
        String wide = graph.node(
                "target/standardised",
                "Cast",
                List.of(value),
                OnnxGraph.integer("to", TensorProto.DataType.DOUBLE_VALUE));
        String scale = graph.doubles("target/scale", new double[] {spec.targetScale()});
        String shift = graph.doubles("target/shift", new double[] {spec.targetShift()});
        String scaled = graph.node("target/scaled", "Mul", List.of(wide, scale));
        graph.node(Signature.PREDICTION, "Add", List.of(scaled, shift));
        graph.output(Signature.PREDICTION, TensorProto.DataType.DOUBLE, 1);
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

    private static void requireFitting(ModelSpec spec) {
        require(!spec.features().isEmpty(), "a model without features");
        if (spec.isForest()) {
            return;
        }
        require(!spec.layers().isEmpty(), "a model without layers");
        int width = spec.image() == null ? spec.width() : spec.image().outputs();
        for (int i = 0; i < spec.layers().size(); i++) {
            ModelSpec.Layer layer = spec.layers().get(i);
            require(layer.inputs() == width, "layer " + i + " takes " + layer.inputs() + " numbers and gets " + width);
            width = layer.outputs();
        }
        int results = spec.task() == Task.REGRESSION ? 1 : spec.classes().size();
        require(width == results, "the last layer gives " + width + " numbers, not " + results);
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
