package io.jenkins.cd4ml.packaging.foreign;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Nodes that make of a model's own answer that of a package: {@code probabilities} [rows, classes] or {@code prediction} [rows, 1],
 * 64-bit floats where the model's own answer is one, else 32-bit floats.
 *
 * @param value name of the tensor in the renamed graph, or of the answer that was made of it
 * @param classes in the order of its columns; empty for a number
 */
record AdaptedOutput(String value, List<String> classes) {

    /**
     * Adds the nodes.
     *
     * @param graph the renamed one
     * @param outputs by the names before
     */
    static AdaptedOutput of(
            GraphParts parts, ForeignQuestion question, GraphProto graph, ForeignOutputs outputs, int width) {
        int type = type(outputs);
        if (question.task() == Task.REGRESSION) {
            return new AdaptedOutput(
                    number(parts, type, GraphNames.of(outputs.answers().get(0))), List.of());
        }
        if (!outputs.classes().isEmpty()) {
            List<String> columns = outputs.answers().stream()
                    .map(output -> number(parts, type, GraphNames.of(output)))
                    .toList();
            return new AdaptedOutput(parts.node("Concat", columns, GraphParts.integer("axis", 1)), outputs.classes());
        }
        String output = GraphNames.of(outputs.answers().get(0));
        NodeProto maps = graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("ZipMap")
                        && node.getOutputList().contains(output))
                .findFirst()
                .orElse(null);
        if (maps != null) {
            String scores = parts.cast(maps.getInput(0), type);
            return new AdaptedOutput(scores, keys(question, maps));
        }
        if (width == 0) {
            throw new InputException(question.name() + " cannot be packaged: its output '"
                    + outputs.answers().get(0)
                    + "' is no tensor with probabilities, and a package answers with probabilities: export the model with"
                    + " a plain tensor of them (skl2onnx: options={'zipmap': False})");
        }
        if (width == 1) {
            String second = number(parts, type, output);
            String first = parts.node("Sub", List.of(parts.number(1, type), second));
            String both = parts.node("Concat", List.of(first, second), GraphParts.integer("axis", 1));
            return new AdaptedOutput(both, question.classes());
        }
        return new AdaptedOutput(parts.cast(output, type), question.classes());
    }

    /** ONNX's number of the type that the answer has. */
    static int type(ForeignOutputs outputs) {
        return outputs.single() ? DataType.FLOAT_VALUE : DataType.DOUBLE_VALUE;
    }

    private static String number(GraphParts parts, int type, String output) {
        return parts.reshape(parts.cast(output, type), -1, 1);
    }

    /** The classes of ZipMap's columns. */
    private static List<String> keys(ForeignQuestion question, NodeProto maps) {
        List<String> keys = new ArrayList<>();
        for (AttributeProto attribute : maps.getAttributeList()) {
            Stream.concat(
                            attribute.getStringsList().stream().map(text -> (Object) text.toStringUtf8()),
                            attribute.getIntsList().stream().map(number -> (Object) number))
                    .map(question::classOf)
                    .forEach(keys::add);
        }
        return keys;
    }
}
