package io.jenkins.cd4ml.packaging.foreign;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.packaging.foreign.ForeignAnswer.Row;
import io.jenkins.cd4ml.problem.InputException;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Answers of each shape in one table, and classes in an order that the file's own labels contradict. */
public class AnswerTableTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @Test
    public void aTensorHasItsClassesInTheOrderThatWasConfigured() {
        AnswerTable table = table(CLASSES, scores(null, .7f, .2f, .1f), scores(null, .1f, .2f, .7f));
        assertEquals(CLASSES, table.answered().classes());
        assertFalse(table.answered().labelsOnly());
        assertEquals(3, table.width());
        assertArrayEquals(new float[] {.7f, .2f, .1f, .1f, .2f, .7f}, table.values(), 0);
    }

    @Test
    public void oneNumberOfTwoClassesIsThatOfTheSecond() {
        AnswerTable table = table(List.of("no", "yes"), scores(null, .25f), scores(null, 1));
        assertArrayEquals(new float[] {.75f, .25f, 0, 1}, table.values(), 0);
    }

    @Test
    public void mapsAndLabelsBringTheirClasses() {
        AnswerTable maps = table(
                List.of(),
                new Row(Map.of("b", .75f, "a", .25f), null, null, null),
                new Row(Map.of("a", .5f, "c", .5f), null, null, null));
        assertEquals(CLASSES, maps.answered().classes());
        assertFalse(maps.answered().labelsOnly());
        assertArrayEquals(new float[] {.25f, .75f, 0, .5f, 0, .5f}, maps.values(), 0);
        AnswerTable labels = table(List.of("c"), label("b"), label("a"));
        assertEquals(
                "one that no row has is known, too", CLASSES, labels.answered().classes());
        assertTrue(labels.answered().labelsOnly());
        assertArrayEquals(new float[] {0, 1, 0, 1, 0, 0}, labels.values(), 0);
    }

    @Test
    public void aRegressionAnswersWithOneNumber() {
        AnswerTable table =
                new AnswerTable(question(Task.REGRESSION, List.of(), false), List.of(scores(null, 3), scores(null, 4)));
        assertEquals(1, table.width());
        assertEquals(List.of(), table.answered().classes());
        assertArrayEquals(new float[] {3, 4}, table.values(), 0);
        String more = "m.onnx answers a row with more than one number: name the output with the predicted number in"
                + " validate.model.output";
        assertEquals(
                more,
                refusal(() ->
                        new AnswerTable(question(Task.REGRESSION, List.of(), false), List.of(scores(null, 3, 4)))));
        assertEquals(
                more, refusal(() -> new AnswerTable(question(Task.REGRESSION, List.of(), false), List.of(label("a")))));
        assertEquals(1, new AnswerTable(question(Task.REGRESSION, List.of(), false), List.of()).width());
    }

    @Test
    public void aTensorWithoutItsClassesIsRefused() {
        assertEquals(
                "m.onnx answers with a plain tensor of 2 numbers a row, which does not say its classes: list them in order in"
                        + " validate.model.classes",
                refusal(() -> table(List.of(), scores(null, .5f, .5f))));
        assertEquals(
                "m.onnx answers with a plain tensor of 1 number a row, which does not say its classes: list them in order in"
                        + " validate.model.classes",
                refusal(() -> table(List.of(), scores(null, .5f))));
        assertEquals(
                "m.onnx answers with 2 numbers a row, and validate.model.classes lists 3 classes",
                refusal(() -> table(CLASSES, scores(null, .5f, .5f))));
        assertEquals(
                "m.onnx answers with 1 numbers a row, and validate.model.classes lists 3 classes",
                refusal(() -> table(CLASSES, scores(null, .5f))));
    }

    @Test
    public void anotherOrderThanThatOfTheFilesOwnLabelsIsRefused() {
        Row[] rows = {
            scores("b", .7f, .2f, .1f),
            scores("b", .6f, .3f, .1f),
            scores("a", .1f, .8f, .1f),
            scores("c", .1f, .2f, .7f)
        };
        assertEquals(
                "m.onnx contradicts the order of validate.model.classes: its own labels name another class than the most"
                        + " probable one in that order for 3 of the 4 rows, for example 'b' where 'a' would be; list the"
                        + " classes in the order of the model's output",
                refusal(() -> table(CLASSES, rows)));
        assertEquals(
                "m.onnx contradicts the order of validate.model.classes: its own labels name another class than the most"
                        + " probable one in that order for 3 of the 4 rows; list the classes in the order of the model's"
                        + " output",
                refusal(() -> new AnswerTable(question(Task.CLASSIFICATION, CLASSES, true), List.of(rows))));
    }

    /** A threshold of its own is no other order; a tie, a label that is no class and a row without a label say nothing. */
    @Test
    public void labelsOfAnotherThresholdContradictNothing() {
        table(CLASSES, scores("b", .7f, .2f, .1f), scores("a", .7f, .2f, .1f), scores("c", .1f, .2f, .7f));
        table(CLASSES, scores("b", .4f, .4f, .2f), scores("b", .2f, .4f, .4f), scores("a", .9f, .1f, 0));
        table(CLASSES, scores("z", .9f, .1f, 0), scores(null, .9f, .1f, 0));
        table(
                CLASSES,
                scores("a", .9f, .1f, 0),
                scores("b", .1f, .9f, 0),
                scores("b", .8f, .1f, .1f),
                scores("b", .1f, .8f, .1f));
        // the tie of the first two is behind the third
        assertTrue(refusal(() -> table(CLASSES, scores("b", .3f, .3f, .4f), scores("c", .1f, .8f, .1f)))
                .contains("for 2 of the 2 rows, for example 'b' where 'c' would be"));
    }

    private static Row scores(String own, float... scores) {
        return new Row(null, scores, null, own);
    }

    private static Row label(String label) {
        return new Row(null, null, label, null);
    }

    private static AnswerTable table(List<String> classes, Row... rows) {
        return new AnswerTable(question(Task.CLASSIFICATION, classes, false), List.of(rows));
    }

    private static ForeignQuestion question(Task task, List<String> classes, boolean sensitive) {
        return new ForeignQuestion(
                "/p/m.onnx", "m.onnx", task, List.of("x"), Map.of(), classes, List.of(), sensitive, Map.of(), null);
    }

    private static String refusal(org.junit.function.ThrowingRunnable action) {
        return assertThrows(InputException.class, action).getMessage();
    }
}
