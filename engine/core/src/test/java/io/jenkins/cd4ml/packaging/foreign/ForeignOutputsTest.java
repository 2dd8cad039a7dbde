package io.jenkins.cd4ml.packaging.foreign;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Which outputs answer, and which columns fill the inputs, by names and shapes alone. */
public class ForeignOutputsTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("x", ColumnType.DECIMAL, false),
            new Column("y", ColumnType.DECIMAL, false),
            new Column("z", ColumnType.CATEGORY, false)));

    private final Map<String, NodeInfo> nodes = new LinkedHashMap<>();

    @Test
    public void probabilitiesComeBeforeOtherTensorsAndLabels() {
        node("label", new long[3]);
        node("logits", new float[3][2]);
        node("output_Probability", new float[3][2]);
        assertEquals(
                new ForeignOutputs(List.of("output_Probability"), List.of(), "label", true), outputs(classes(null)));
        assertEquals(new ForeignOutputs(List.of("logits"), List.of(), "label", true), outputs(classes("logits")));
        assertEquals(new ForeignOutputs(List.of("label"), List.of(), null, true), outputs(classes("label")));
        assertEquals(
                "m.onnx has no output 'probs'; it has label, logits, output_Probability",
                refusal(() -> outputs(classes("probs"))));
        assertEquals(
                "a regression has no labels, and its matrix comes last",
                new ForeignOutputs(List.of("logits"), List.of(), null, true),
                outputs(numbers()));
    }

    @Test
    public void aMatrixThenOneNumberThenLabelsAnswer() {
        node("label", new String[3]);
        assertEquals(new ForeignOutputs(List.of("label"), List.of(), null, true), outputs(classes(null)));
        node("score", new float[3][1]);
        assertEquals(new ForeignOutputs(List.of("score"), List.of(), "label", true), outputs(classes(null)));
        node("matrix", new double[3][4]);
        assertEquals(new ForeignOutputs(List.of("matrix"), List.of(), "label", false), outputs(classes(null)));
        assertEquals(new ForeignOutputs(List.of("score"), List.of(), null, true), outputs(numbers()));
    }

    /** As skl2onnx writes them with {@code zipmap: 'columns'}. */
    @Test
    public void oneTensorAClassIsKnownByItsName() {
        node("output_label", new long[3]);
        node("i0", new float[3]);
        node("prob_not_fine", new float[3][1]);
        node("2", new float[3]);
        ForeignQuestion question = question(
                Task.CLASSIFICATION,
                List.of("x"),
                Map.of(),
                List.of("zero", "not fine", "two"),
                Map.of("0", "zero", "2", "two"),
                null);
        assertEquals(
                new ForeignOutputs(List.of("i0", "prob_not_fine", "2"), List.of("zero", "not fine", "two"), null, true),
                outputs(question));
        node("other", new float[3]);
        assertEquals(
                "m.onnx has an output of one number a row each as i0, prob_not_fine, 2, other, and other is not called like a"
                        + " class of the target: name the output that answers in validate.model.output, or map its labels"
                        + " to the data's words in data.labels",
                refusal(() -> outputs(question)));
        node("s0", new float[3]);
        assertEquals(
                "two of one class",
                "m.onnx has an output of one number a row each as i0, prob_not_fine, 2, other, s0, and other, s0 are not called"
                        + " like a class of the target: name the output that answers in validate.model.output, or map its"
                        + " labels to the data's words in data.labels",
                refusal(() -> outputs(question)));
    }

    @Test
    public void whatIsNoAnswerIsNamedWithItsShape() {
        node("cube", new float[3][2][2]);
        node("flags", new boolean[3]);
        assertEquals(
                "m.onnx has no output with probabilities or labels; it has cube (FLOAT [3, 2, 2]), flags (BOOL [3]), and known are"
                        + " tensors [rows, classes] of floating-point numbers, maps by class and labels",
                refusal(() -> outputs(classes(null))));
        node("label", new long[3]);
        assertEquals(
                "m.onnx has no output with one number a row; it has cube (FLOAT [3, 2, 2]), flags (BOOL [3]), label (INT64 [3]),"
                        + " and known are tensors [rows, 1] of floating-point numbers",
                refusal(() -> outputs(numbers())));
        nodes.clear();
        node("labels", new long[3][1][1]);
        assertThrows(InputException.class, () -> outputs(classes(null)));
    }

    @Test
    public void aVectorTakesTheColumnsInTheirOrder() {
        node("in", new float[1][2]);
        ForeignInputs inputs = inputs(asking(List.of("y", "x"), Map.of()));
        assertEquals(1, inputs.batch());
        assertEquals(List.of("y", "x"), inputs.slots().get(0).columns());
        assertEquals(2, inputs.slots().get(0).rank());
        assertEquals(
                "m.onnx: the input 'in' takes 2 numbers, and 1 columns are to fill it (x): list the right ones, in order, in"
                        + " validate.model.columns",
                refusal(() -> inputs(asking(List.of("x"), Map.of()))));
    }

    @Test
    public void eachInputTakesTheColumnOfItsName() {
        node("x", new float[1]);
        node("other", new long[1][1]);
        node("z", new String[1][1]);
        ForeignInputs inputs = inputs(asking(List.of("x", "y", "z"), Map.of("other", "y")));
        assertEquals(
                List.of(List.of("x"), List.of("y"), List.of("z")),
                inputs.slots().stream().map(ForeignInputs.Slot::columns).toList());
        assertEquals(
                List.of(1, 2, 2),
                inputs.slots().stream().map(ForeignInputs.Slot::rank).toList());
        assertEquals(
                "m.onnx: the input 'other' has no column of that name to fill it; say which in validate.model.inputs: {other:"
                        + " <column>}. The columns are x, y, z",
                refusal(() -> inputs(asking(List.of("x", "y", "z"), Map.of()))));
        node("vector", new float[1][2]);
        assertEquals(
                "m.onnx: the input 'vector' takes 2 numbers beside other inputs; give each its own column",
                refusal(() -> inputs(asking(List.of("x", "y", "z"), Map.of("other", "y")))));
    }

    @Test
    public void theOnlyInputTakesTheOnlyColumn() {
        node("in", new float[1][1]);
        assertEquals(
                List.of("y"),
                inputs(asking(List.of("y"), Map.of())).slots().get(0).columns());
        assertEquals(
                "m.onnx: the input 'in' has no column of that name to fill it; say which in validate.model.inputs: {in:"
                        + " <column>}. The columns are x, y, z",
                refusal(() -> inputs(asking(List.of("x", "y"), Map.of()))));
    }

    @Test
    public void whatRowsCannotFillIsRefused() {
        node("in", new float[1][2][2]);
        assertEquals(
                "m.onnx: the input 'in' has the shape [1, 2, 2]; rows of a table fill [rows], [rows, 1] or [rows, columns]",
                refusal(() -> inputs(asking(List.of("x"), Map.of()))));
        node("in", 1f);
        assertEquals(
                "m.onnx: the input 'in' has the shape []; rows of a table fill [rows], [rows, 1] or [rows, columns]",
                refusal(() -> inputs(asking(List.of("x"), Map.of()))));
        node("in", new float[2][1]);
        assertEquals(
                "m.onnx: the input 'in' takes exactly 2 rows at once: export it for any number of rows",
                refusal(() -> inputs(asking(List.of("x"), Map.of()))));
    }

    private void node(String name, Object value) {
        try {
            nodes.put(name, new NodeInfo(name, TensorInfo.constructFromJavaArray(value)));
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private ForeignOutputs outputs(ForeignQuestion question) {
        return ForeignOutputs.of(question, nodes);
    }

    private ForeignInputs inputs(ForeignQuestion question) {
        return ForeignInputs.of(question, nodes, SCHEMA);
    }

    private static ForeignQuestion classes(String output) {
        return question(Task.CLASSIFICATION, List.of("x"), Map.of(), List.of("a", "b"), Map.of(), output);
    }

    private static ForeignQuestion numbers() {
        return question(Task.REGRESSION, List.of("x"), Map.of(), List.of(), Map.of(), null);
    }

    private static ForeignQuestion asking(List<String> columns, Map<String, String> inputs) {
        return question(Task.REGRESSION, columns, inputs, List.of(), Map.of(), null);
    }

    private static ForeignQuestion question(
            Task task,
            List<String> columns,
            Map<String, String> inputs,
            List<String> known,
            Map<String, String> labels,
            String output) {
        return new ForeignQuestion(
                "/p/m.onnx", "m.onnx", task, columns, inputs, List.of(), known, false, labels, output);
    }

    private static String refusal(org.junit.function.ThrowingRunnable action) {
        return assertThrows(InputException.class, action).getMessage();
    }
}
