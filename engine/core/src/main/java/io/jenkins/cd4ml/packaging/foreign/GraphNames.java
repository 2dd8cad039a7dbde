package io.jenkins.cd4ml.packaging.foreign;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** Gives every value of a graph, and of the graphs within it, another name, so that what is put around it cannot meet one. */
final class GraphNames {
    private static final String PREFIX = "model/";

    private GraphNames() {}

    /** The name that a value has afterwards; an input that is left out stays the empty name. */
    static String of(String name) {
        return name.isEmpty() ? name : PREFIX + name;
    }

    static GraphProto renamed(GraphProto graph) {
        GraphProto.Builder renamed = graph.toBuilder();
        renamed.clearNode();
        graph.getNodeList().forEach(node -> renamed.addNode(node(node)));
        renamed.clearInitializer();
        for (TensorProto tensor : graph.getInitializerList()) {
            renamed.addInitializer(tensor.toBuilder().setName(of(tensor.getName())));
        }
        renamed.clearSparseInitializer();
        for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
            TensorProto values = sparse.getValues();
            renamed.addSparseInitializer(
                    sparse.toBuilder().setValues(values.toBuilder().setName(of(values.getName()))));
        }
        renamed.clearInput();
        graph.getInputList().forEach(value -> renamed.addInput(value(value)));
        renamed.clearOutput();
        graph.getOutputList().forEach(value -> renamed.addOutput(value(value)));
        renamed.clearValueInfo();
        graph.getValueInfoList().forEach(value -> renamed.addValueInfo(value(value)));
        renamed.clearQuantizationAnnotation();
        graph.getQuantizationAnnotationList().forEach(annotation -> renamed.addQuantizationAnnotation(of(annotation)));
        return renamed.build();
    }

    private static ValueInfoProto value(ValueInfoProto value) {
        return value.toBuilder().setName(of(value.getName())).build();
    }

    private static NodeProto node(NodeProto node) {
        NodeProto.Builder renamed = node.toBuilder().clearInput().clearOutput().clearAttribute();
        node.getInputList().forEach(name -> renamed.addInput(of(name)));
        node.getOutputList().forEach(name -> renamed.addOutput(of(name)));
        for (AttributeProto attribute : node.getAttributeList()) {
            AttributeProto.Builder copy = attribute.toBuilder();
            if (attribute.hasG()) {
                copy.setG(renamed(attribute.getG()));
            }
            List<GraphProto> graphs = attribute.getGraphsList();
            copy.clearGraphs();
            graphs.forEach(graph -> copy.addGraphs(renamed(graph)));
            renamed.addAttribute(copy);
        }
        return renamed.build();
    }

    private static TensorAnnotation of(TensorAnnotation annotation) {
        TensorAnnotation.Builder renamed = annotation.toBuilder()
                .setTensorName(of(annotation.getTensorName()))
                .clearQuantParameterTensorNames();
        for (StringStringEntryProto entry : annotation.getQuantParameterTensorNamesList()) {
            renamed.addQuantParameterTensorNames(entry.toBuilder().setValue(of(entry.getValue())));
        }
        return renamed.build();
    }
}
