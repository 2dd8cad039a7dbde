package io.jenkins.cd4ml.packaging.foreign;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Nodes that are put before and behind a graph; their values' names begin with {@code cd4ml/}. */
final class GraphParts {
    static final String ML = "ai.onnx.ml";

    private final List<NodeProto> nodes = new ArrayList<>();
    private int made;
    private final List<TensorProto> constants = new ArrayList<>();

    /** A node of ONNX with one output, whose name it returns. */
    String node(String type, List<String> inputs, AttributeProto... attributes) {
        return node("", type, inputs, attributes);
    }

    String node(String domain, String type, List<String> inputs, AttributeProto... attributes) {
        String output = "cd4ml/" + made++ + "/" + type;
        nodes.add(nodeTo(output, domain, type, inputs, attributes));
        return output;
    }

    /** The same with a name for the output. */
    void named(String output, String type, List<String> inputs, AttributeProto... attributes) {
        nodes.add(nodeTo(output, "", type, inputs, attributes));
    }

    String cast(String input, int type) {
        return node("Cast", List.of(input), integer("to", type));
    }

    /** In that shape; -1 is what is left over. */
    String reshape(String input, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName("cd4ml/shape/" + constants.size())
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(shape.length);
        Arrays.stream(shape).forEach(tensor::addInt64Data);
        return node("Reshape", List.of(input, constant(tensor.build())));
    }

    /** A constant of that type: one of ONNX's numbers for 32-bit and 64-bit floats. */
    String number(float value, int type) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName("cd4ml/number/" + constants.size())
                .setDataType(type);
        if (type == TensorProto.DataType.DOUBLE_VALUE) {
            tensor.addDoubleData(value);
        } else {
            tensor.addFloatData(value);
        }
        return constant(tensor.build());
    }

    String whole(long value) {
        return constant(TensorProto.newBuilder()
                .setName("cd4ml/whole/" + constants.size())
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addInt64Data(value)
                .build());
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto texts(String name, List<String> values) {
        AttributeProto.Builder texts =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
        values.forEach(value -> texts.addStrings(ByteString.copyFromUtf8(value)));
        return texts.build();
    }

    static AttributeProto floats(String name, float... values) {
        AttributeProto.Builder floats =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
        for (float value : values) {
            floats.addFloats(value);
        }
        return floats.build();
    }

    static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    /** What was made so far, for before or behind the nodes of a graph. */
    void addNodesTo(GraphProto.Builder graph) {
        nodes.forEach(graph::addNode);
        nodes.clear();
    }

    void addConstantsTo(GraphProto.Builder graph) {
        constants.forEach(graph::addInitializer);
    }

    private String constant(TensorProto tensor) {
        constants.add(tensor);
        return tensor.getName();
    }

    private static NodeProto nodeTo(
            String output, String domain, String type, List<String> inputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(type)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }
}
