package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.problem.InputException;
import java.lang.reflect.Array;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what a model answers, one {@link Row} a row: probabilities by class from a sequence of maps (scikit-learn's ZipMap), from
 * one tensor a class or from a plain tensor, a label, or a number.
 */
record ForeignAnswer(ForeignQuestion question, ForeignOutputs outputs) {

    /**
     * What is said of a row: {@code scores} by class, else a {@code label}; of a regression one score without a class.
     *
     * @param own the label that the file itself gives a row with scores; null where it gives none
     */
    record Row(Map<String, Double> byClass, double[] scores, String label, String own) {}

    /** The outputs to ask for. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(outputs.answers());
        if (outputs.label() != null) {
            names.add(outputs.label());
        }
        return names;
    }

    /** The rows of one batch. */
    List<Row> rows(OrtSession.Result result, int expected) throws OrtException {
        if (!outputs.classes().isEmpty()) {
            return byColumns(result, expected);
        }
        String output = outputs.answers().get(0);
        List<Row> rows = rows(output, result.get(output).orElseThrow(), expected);
        if (outputs.label() == null) {
            return rows;
        }
        List<Row> labels = rows(outputs.label(), result.get(outputs.label()).orElseThrow(), expected);
        List<Row> labelled = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            Row row = rows.get(i);
            labelled.add(new Row(
                    row.byClass(), row.scores(), row.label(), labels.get(i).label()));
        }
        return labelled;
    }

    private List<Row> byColumns(OrtSession.Result result, int expected) throws OrtException {
        List<Map<String, Double>> byClass = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            byClass.add(new TreeMap<>());
        }
        for (int c = 0; c < outputs.classes().size(); c++) {
            String output = outputs.answers().get(c);
            List<Row> column = rows(output, result.get(output).orElseThrow(), expected);
            for (int i = 0; i < expected; i++) {
                byClass.get(i).put(outputs.classes().get(c), column.get(i).scores()[0]);
            }
        }
        return byClass.stream().map(scores -> new Row(scores, null, null, null)).toList();
    }

    private List<Row> rows(String output, OnnxValue value, int expected) throws OrtException {
        List<Row> rows = new ArrayList<>();
        if (value instanceof OnnxSequence sequence) {
            for (Object entry : (Collection<?>) sequence.getValue()) {
                rows.add(new Row(byClass(entry), null, null, null));
            }
        } else if (value instanceof OnnxTensor tensor) {
            Object all = values(tensor);
            // a scalar has no rows at all
            for (int i = 0; all.getClass().isArray() && i < Array.getLength(all); i++) {
                rows.add(row(output, Array.get(all, i)));
            }
        }
        if (rows.size() != expected) {
            throw new InputException(question.name() + ": the output '" + OnnxInspection.shown(output) + "' has "
                    + rows.size() + " entries for " + expected + " rows");
        }
        return rows;
    }

    /** Half-precision numbers as 64-bit floats, of one or two dimensions; of other types what the tensor holds. */
    private static Object values(OnnxTensor tensor) throws OrtException {
        OnnxJavaType type = tensor.getInfo().type;
        long[] shape = tensor.getInfo().getShape();
        if ((type != OnnxJavaType.FLOAT16 && type != OnnxJavaType.BFLOAT16) || shape.length == 0 || shape.length > 2) {
            return tensor.getValue();
        }
        FloatBuffer floats = tensor.getFloatBuffer();
        double[][] rows = new double[(int) shape[0]][shape.length == 1 ? 1 : (int) shape[1]];
        for (double[] row : rows) {
            Arrays.setAll(row, column -> floats.get());
        }
        return rows;
    }

    private Map<String, Double> byClass(Object entry) throws OrtException {
        Map<?, ?> map = entry instanceof OnnxMap onnx ? onnx.getValue() : (Map<?, ?>) entry;
        Map<String, Double> byClass = new TreeMap<>();
        map.forEach((label, score) -> byClass.put(question.classOf(label), ((Number) score).doubleValue()));
        return byClass;
    }

    private Row row(String output, Object value) {
        if (value instanceof float[] floats) {
            double[] scores = new double[floats.length];
            Arrays.setAll(scores, i -> floats[i]);
            return scores(scores);
        }
        if (value instanceof double[] scores) {
            return scores(scores);
        }
        if (value instanceof Float || value instanceof Double) {
            return scores(new double[] {((Number) value).doubleValue()});
        }
        if (value instanceof long[] labels && labels.length == 1) {
            return new Row(null, null, question.classOf(labels[0]), null);
        }
        if (value instanceof String[] labels && labels.length == 1) {
            return new Row(null, null, question.classOf(labels[0]), null);
        }
        if (value instanceof Long || value instanceof String) {
            return new Row(null, null, question.classOf(value), null);
        }
        throw new InputException(question.name() + ": the output '" + OnnxInspection.shown(output) + "' holds "
                + value.getClass().getSimpleName() + " values, which say nothing about a row; name another in"
                + " validate.model.output");
    }

    private static Row scores(double[] scores) {
        return new Row(null, scores, null, null);
    }
}
