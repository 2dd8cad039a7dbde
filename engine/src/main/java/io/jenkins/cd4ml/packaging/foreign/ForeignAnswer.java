package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads what a model answers, one {@link Row} a row: probabilities by class from a sequence of maps (scikit-learn's ZipMap) or
 * a plain tensor, a label, or a number.
 */
record ForeignAnswer(ForeignQuestion question, String output) {

    /** What is said of a row: {@code scores} by class, else a {@code label}; of a regression one score without a class. */
    record Row(Map<String, Float> byClass, float[] scores, String label) {}

    /** Chooses the output that answers the question. */
    static ForeignAnswer of(ForeignQuestion question, Map<String, NodeInfo> outputs) {
        if (question.output() != null) {
            if (!outputs.containsKey(question.output())) {
                throw new InputException(question.name() + " has no output '" + question.output() + "'; it has "
                        + String.join(", ", outputs.keySet()));
            }
            return new ForeignAnswer(question, question.output());
        }
        boolean classes = question.task() == Task.CLASSIFICATION;
        for (int rank = 0; rank <= 3; rank++) {
            for (NodeInfo info : outputs.values()) {
                if (rank == rank(info, classes)) {
                    return new ForeignAnswer(question, info.getName());
                }
            }
        }
        throw new InputException(question.name() + " has no output with "
                + (classes ? "probabilities or labels" : "one number a row") + "; it has "
                + String.join(", ", outputs.keySet()));
    }

    /** How well an output suits: 0 best, 4 not at all. */
    private static int rank(NodeInfo info, boolean classes) {
        if (info.getInfo() instanceof SequenceInfo sequence) {
            return classes && sequence.isSequenceOfMaps() ? 0 : 4;
        }
        if (info.getInfo() instanceof MapInfo || !(info.getInfo() instanceof TensorInfo tensor)) {
            return 4;
        }
        boolean number = tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.DOUBLE;
        long[] shape = tensor.getShape();
        if (number && shape.length == 2) {
            return shape[1] == 1 == classes ? 2 : 1;
        }
        if (number && shape.length == 1) {
            return 2;
        }
        boolean label = tensor.type == OnnxJavaType.STRING || tensor.type == OnnxJavaType.INT64;
        return classes && label && shape.length <= 2 ? 3 : 4;
    }

    /** The rows of one batch. */
    List<Row> rows(OnnxValue value, int expected) throws OrtException {
        List<Row> rows = new ArrayList<>();
        if (value instanceof OnnxSequence sequence) {
            for (Object entry : (Collection<?>) sequence.getValue()) {
                rows.add(new Row(byClass(entry), null, null));
            }
        } else if (value instanceof OnnxTensor tensor) {
            Object all = tensor.getValue();
            // a scalar has no rows at all
            for (int i = 0; all.getClass().isArray() && i < Array.getLength(all); i++) {
                rows.add(row(Array.get(all, i)));
            }
        }
        if (rows.size() != expected) {
            throw new InputException(question.name() + ": the output '" + OnnxInspection.shown(output) + "' has "
                    + rows.size() + " entries for " + expected + " rows");
        }
        return rows;
    }

    private Map<String, Float> byClass(Object entry) throws OrtException {
        Map<?, ?> map = entry instanceof OnnxMap onnx ? onnx.getValue() : (Map<?, ?>) entry;
        Map<String, Float> byClass = new java.util.TreeMap<>();
        map.forEach((label, score) -> byClass.put(question.classOf(label), ((Number) score).floatValue()));
        return byClass;
    }

    private Row row(Object value) {
        if (value instanceof float[] floats) {
            return new Row(null, floats, null);
        }
        if (value instanceof double[] doubles) {
            float[] floats = new float[doubles.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) doubles[i];
            }
            return new Row(null, floats, null);
        }
        if (value instanceof Float || value instanceof Double) {
            return new Row(null, new float[] {((Number) value).floatValue()}, null);
        }
        if (value instanceof long[] labels && labels.length == 1) {
            return new Row(null, null, question.classOf(labels[0]));
        }
        if (value instanceof String[] labels && labels.length == 1) {
            return new Row(null, null, question.classOf(labels[0]));
        }
        if (value instanceof Long || value instanceof String) {
            return new Row(null, null, question.classOf(value));
        }
        throw new InputException(question.name() + ": the output '" + OnnxInspection.shown(output) + "' holds "
                + value.getClass().getSimpleName() + " values, which say nothing about a row; name another in"
                + " validate.model.output");
    }
}
