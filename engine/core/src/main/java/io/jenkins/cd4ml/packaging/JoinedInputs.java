package io.jenkins.cd4ml.packaging;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph with very many inputs of a column each, loaded as one with a few: ONNX Runtime takes 2 to 4 microseconds for each input of each
 * request, and the first thing that our graphs do is to put all columns of a type side by side. That step is left out; its result, a matrix
 * [rows, columns], becomes an input. The numbers and all steps after it are the same, and the package stays as it is.
 *
 * @param model the graph as it is loaded
 * @param joins inputs that carry several of the package's
 */
record JoinedInputs(byte[] model, List<Join> joins) {
    /** So many inputs take less than a tenth of a millisecond; the file is loaded as it is. */
    static final int FEW = 32;

    private static final Set<Integer> NUMBERS = Set.of(
            TensorProto.DataType.FLOAT.getNumber(),
            TensorProto.DataType.DOUBLE.getNumber(),
            TensorProto.DataType.INT64.getNumber());

    /**
     * An input that carries several of the package's.
     *
     * @param inputs their places among the package's inputs, in the order of the matrix's columns
     */
    record Join(String name, int[] inputs) {}

    /**
     * The graph with its columns of numbers joined; empty where there are few inputs, or nothing that joins them.
     *
     * @param inputs names of the package's inputs, in its order
     */
    static Optional<JoinedInputs> of(Path onnx, List<String> inputs) throws IOException {
        if (inputs.size() <= FEW) {
            return Optional.empty();
        }
        ModelProto model;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(onnx))) {
            model = ModelProto.parseFrom(in);
        }
        GraphProto graph = model.getGraph();
        Map<String, ValueInfoProto> given = new HashMap<>();
        graph.getInputList().forEach(input -> given.put(input.getName(), input));
        if (!given.keySet().equals(Set.copyOf(inputs)) || hasGraphsInside(graph)) {
            return Optional.empty();
        }
        Map<String, Integer> places = new HashMap<>();
        inputs.forEach(input -> places.put(input, places.size()));
        Map<String, Integer> uses = uses(graph);
        List<Join> joins = new ArrayList<>();
        Set<String> joined = new HashSet<>();
        GraphProto.Builder changed = graph.toBuilder().clearNode().clearInput();
        for (NodeProto node : graph.getNodeList()) {
            if (!joinsColumns(node, given, uses)) {
                changed.addNode(node);
                continue;
            }
            joins.add(new Join(
                    node.getOutput(0),
                    node.getInputList().stream().mapToInt(places::get).toArray()));
            joined.addAll(node.getInputList());
            ValueInfoProto.Builder matrix =
                    given.get(node.getInput(0)).toBuilder().setName(node.getOutput(0));
            matrix.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(1)
                    .setDimValue(node.getInputCount());
            changed.addInput(matrix);
        }
        graph.getInputList().stream()
                .filter(input -> !joined.contains(input.getName()))
                .forEach(changed::addInput);
        return joins.isEmpty()
                ? Optional.empty()
                : Optional.of(new JoinedInputs(
                        model.toBuilder().setGraph(changed).build().toByteArray(), List.copyOf(joins)));
    }

    /** Nodes that a node of control flow has inside may use any value. */
    private static boolean hasGraphsInside(GraphProto graph) {
        return graph.getNodeList().stream()
                .flatMap(node -> node.getAttributeList().stream())
                .anyMatch(attribute -> attribute.getType() == AttributeProto.AttributeType.GRAPH
                        || attribute.getType() == AttributeProto.AttributeType.GRAPHS);
    }

    private static Map<String, Integer> uses(GraphProto graph) {
        Map<String, Integer> uses = new HashMap<>();
        graph.getNodeList().forEach(node -> node.getInputList().forEach(name -> uses.merge(name, 1, Integer::sum)));
        graph.getOutputList().forEach(output -> uses.merge(output.getName(), 1, Integer::sum));
        return uses;
    }

    /** Whether a node puts columns of one type side by side that nothing else reads. */
    private static boolean joinsColumns(NodeProto node, Map<String, ValueInfoProto> given, Map<String, Integer> uses) {
        if (!node.getOpType().equals("Concat")
                || !node.getDomain().isEmpty()
                || node.getInputCount() < 2
                || node.getAttributeCount() != 1
                || node.getAttribute(0).getI() != 1
                || !node.getInputList().stream().allMatch(name -> given.containsKey(name) && uses.get(name) == 1)) {
            return false;
        }
        int type = type(given.get(node.getInput(0)));
        return NUMBERS.contains(type)
                && node.getInputList().stream()
                        .map(given::get)
                        .allMatch(input -> type(input) == type && isColumn(input));
    }

    private static int type(ValueInfoProto input) {
        return input.getType().getTensorType().getElemType();
    }

    private static boolean isColumn(ValueInfoProto input) {
        var shape = input.getType().getTensorType().getShape();
        return shape.getDimCount() == 2 && shape.getDim(1).getDimValue() == 1;
    }
}
