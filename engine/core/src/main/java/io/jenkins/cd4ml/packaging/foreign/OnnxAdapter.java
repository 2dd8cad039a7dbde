package io.jenkins.cd4ml.packaging.foreign;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.jenkins.cd4ml.model.InputNames;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Schema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the signature of a package around an ONNX model that was made elsewhere: an input a column, as {@code model.yaml} describes them,
 * and one answer. Its own nodes and numbers stay as they are; so the adapted file is no other model, and packageModel compares the answers of
 * both all the same.
 */
final class OnnxAdapter {
    private static final int ML_VERSION = 2;

    private OnnxAdapter() {}

    /**
     * The adapted model.
     *
     * @param columns that it reads, in the order of its inputs
     * @param classes in the order of its answer; empty for a number
     */
    record Adapted(byte[] onnx, List<String> columns, List<String> classes) {}

    /** @param width of the plain tensor that answers; 0: another kind of answer */
    static Adapted adapt(
            byte[] onnx,
            ForeignQuestion question,
            Schema schema,
            ForeignInputs inputs,
            ForeignOutputs outputs,
            int width)
            throws IOException {
        ModelProto model = ModelProto.parseFrom(onnx);
        GraphProto renamed = GraphNames.renamed(model.getGraph());
        Set<String> columns = new LinkedHashSet<>();
        inputs.slots().forEach(slot -> columns.addAll(slot.columns()));
        List<String> names = List.copyOf(columns);
        Map<String, String> byColumn = new LinkedHashMap<>();
        List<String> inputNames = InputNames.of(names);
        for (int i = 0; i < names.size(); i++) {
            byColumn.put(names.get(i), inputNames.get(i));
        }
        GraphParts parts = new GraphParts();
        GraphProto.Builder graph = renamed.toBuilder().clearNode().clearInput().clearOutput();
        AdaptedInputs before = new AdaptedInputs(parts, question, schema, inputs.slots(), byColumn);
        inputs.slots().forEach(before::fill);
        String missing = before.missing(AdaptedOutput.type(outputs));
        parts.addNodesTo(graph);
        AdaptedOutput answer = AdaptedOutput.of(parts, question, renamed, outputs, width);
        renamed.getNodeList().stream()
                // Maps are no tensors, and nothing reads them any more.
                .filter(node -> !node.getOpType().equals("ZipMap"))
                .forEach(graph::addNode);
        String name = answer.classes().isEmpty() ? "prediction" : "probabilities";
        parts.named(
                name,
                missing == null ? "Identity" : "Add",
                missing == null ? List.of(answer.value()) : List.of(answer.value(), missing));
        parts.addNodesTo(graph);
        parts.addConstantsTo(graph);
        for (String column : names) {
            int type = before.isWide(column)
                    ? DataType.DOUBLE_VALUE
                    : type(schema.find(column).orElseThrow());
            graph.addInput(value(byColumn.get(column), type, inputs.batch(), 1));
        }
        graph.addOutput(value(
                name,
                AdaptedOutput.type(outputs),
                inputs.batch(),
                Math.max(1, answer.classes().size())));
        ModelProto.Builder adapted = model.toBuilder().setGraph(graph);
        if (model.getOpsetImportList().stream().noneMatch(set -> set.getDomain().equals(GraphParts.ML))) {
            adapted.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(GraphParts.ML).setVersion(ML_VERSION));
        }
        return new Adapted(adapted.build().toByteArray(), names, answer.classes());
    }

    private static int type(Column column) {
        return switch (RowCodec.of(column.type())) {
            case NUMBER -> DataType.FLOAT_VALUE;
            case EPOCH_DAY -> DataType.INT64_VALUE;
            default -> DataType.STRING_VALUE;
        };
    }

    private static ValueInfoProto value(String name, int type, int batch, int columns) {
        TensorShapeProto.Dimension rows = batch > 0
                ? TensorShapeProto.Dimension.newBuilder().setDimValue(batch).build()
                : TensorShapeProto.Dimension.newBuilder()
                        .setDimParam("cd4ml_rows")
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(rows)
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(columns)))))
                .build();
    }
}
