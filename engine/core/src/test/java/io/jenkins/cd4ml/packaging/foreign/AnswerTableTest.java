package io.jenkins.cd4ml.packaging.foreign;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.packaging.foreign.ForeignAnswer.Row;
import io.jenkins.cd4ml.problem.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Answers of each shape in one table, and classes in an order that the file's own labels contradict. */
public class AnswerTableTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @Test
    public void aTensorHasItsClassesInTheOrderThatWasConfigured() {
        AnswerTable table = table(CLASSES, scores(null, .7, .2, .1), scores(null, .1, .2, .7));
        assertEquals(CLASSES, table.answered().classes());
        assertFalse(table.answered().labelsOnly());
        assertEquals(2, table.predictions().rows());
        assertArrayEquals(new double[] {.7, .2, .1, .1, .2, .7}, flat(table), 0);
    }

    @Test
    public void oneNumberOfTwoClassesIsThatOfTheSecond() {
        AnswerTable table = table(List.of("no", "yes"), scores(null, .25), scores(null, 1));
        assertArrayEquals(new double[] {.75, .25, 0, 1}, flat(table), 0);
    }

    @Test
    public void mapsAndLabelsBringTheirClasses() {
        AnswerTable maps = table(
                List.of(),
                new Row(Map.of("b", .75, "a", .25), null, null, null),
                new Row(Map.of("a", .5, "c", .5), null, null, null));
        assertEquals(CLASSES, maps.answered().classes());
        assertFalse(maps.answered().labelsOnly());
        assertArrayEquals(new double[] {.25, .75, 0, .5, 0, .5}, flat(maps), 0);
        AnswerTable labels = table(List.of("c"), label("b"), label("a"));
        assertEquals(
                "one that no row has is known, too", CLASSES, labels.answered().classes());
        assertTrue(labels.answered().labelsOnly());
        assertArrayEquals(new double[] {0, 1, 0, 1, 0, 0}, flat(labels), 0);
    }

    @Test
    public void aRegressionAnswersWithOneNumber() {
        AnswerTable table = new AnswerTable(
                question(Task.REGRESSION, List.of(), false), List.of(scores(null, 3), scores(null, 4)), false);
        assertFalse(table.predictions().single());
        assertEquals(List.of(), table.answered().classes());
        assertArrayEquals(new double[] {3, 4}, flat(table), 0);
        String more = "m.onnx answers a row with more than one number: name the output with the predicted number in"
                + " validate.model.output";
        assertEquals(
                more,
                refusal(() -> new AnswerTable(
                        question(Task.REGRESSION, List.of(), false), List.of(scores(null, 3, 4)), false)));
        assertEquals(
                more,
                refusal(() ->
                        new AnswerTable(question(Task.REGRESSION, List.of(), false), List.of(label("a")), false)));
        assertEquals(
                0,
                new AnswerTable(question(Task.REGRESSION, List.of(), false), List.of(), true)
                        .predictions()
                        .rows());
    }

    @Test
    public void aTensorWithoutItsClassesIsRefused() {
        assertEquals(
                "m.onnx answers with a plain tensor of 2 numbers a row, which does not say its classes: list them in order in"
                        + " validate.model.classes",
                refusal(() -> table(List.of(), scores(null, .5, .5))));
        assertEquals(
                "m.onnx answers with a plain tensor of 1 number a row, which does not say its classes: list them in order in"
                        + " validate.model.classes",
                refusal(() -> table(List.of(), scores(null, .5))));
        assertEquals(
                "m.onnx answers with 2 numbers a row, and validate.model.classes lists 3 classes",
                refusal(() -> table(CLASSES, scores(null, .5, .5))));
        assertEquals(
                "m.onnx answers with 1 numbers a row, and validate.model.classes lists 3 classes",
                refusal(() -> table(CLASSES, scores(null, .5))));
    }

    @Test
    public void anotherOrderThanThatOfTheFilesOwnLabelsIsRefused() {
        Row[] rows = {scores("b", .7, .2, .1), scores("b", .6, .3, .1), scores("a", .1, .8, .1), scores("c", .1, .2, .7)
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
                refusal(() -> new AnswerTable(question(Task.CLASSIFICATION, CLASSES, true), List.of(rows), false)));
    }

    /** A threshold of its own is no other order; a tie, a label that is no class and a row without a label say nothing. */
    @Test
    public void labelsOfAnotherThresholdContradictNothing() {
        table(CLASSES, scores("b", .7, .2, .1), scores("a", .7, .2, .1), scores("c", .1, .2, .7));
        table(CLASSES, scores("b", .4, .4, .2), scores("b", .2, .4, .4), scores("a", .9, .1, 0));
        table(CLASSES, scores("z", .9, .1, 0), scores(null, .9, .1, 0));
        table(
                CLASSES,
                scores("a", .9, .1, 0),
                scores("b", .1, .9, 0),
                scores("b", .8, .1, .1),
                scores("b", .1, .8, .1));
        // the tie of the first two is behind the third
        assertTrue(refusal(() -> table(CLASSES, scores("b", .3, .3, .4), scores("c", .1, .8, .1)))
                .contains("for 2 of the 2 rows, for example 'b' where 'c' would be"));
    }

    private static Row scores(String own, double... scores) {
        return new Row(null, scores, null, own);
    }

    /** Row by row. */
    private static double[] flat(AnswerTable table) {
        return Arrays.stream(table.predictions().values())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static Row label(String label) {
        return new Row(null, null, label, null);
    }

    private static AnswerTable table(List<String> classes, Row... rows) {
        return new AnswerTable(question(Task.CLASSIFICATION, classes, false), List.of(rows), false);
    }

    private static ForeignQuestion question(Task task, List<String> classes, boolean sensitive) {
        return new ForeignQuestion(
                "/p/m.onnx", "m.onnx", task, List.of("x"), Map.of(), classes, List.of(), sensitive, Map.of(), null);
    }

    private static String refusal(org.junit.function.ThrowingRunnable action) {
        return assertThrows(InputException.class, action).getMessage();
    }
}
