package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import org.junit.Test;

public class ParityTest {
    private static final ModelSpec CLASSIFIER = SampleModel.classifier(ModelSpec.Activation.RELU);
    private static final ModelSpec REGRESSION = SampleModel.regression();

    @Test
    public void passesWithinTheTolerance() {
        Parity parity = classes(new double[][] {{0.7, 0.2, 0.1}}, new double[][] {{0.70001, 0.2, 0.09999}}, 2e-5);
        assertTrue(parity.passed());
        assertEquals(1e-5, parity.found().maxDifference(), 1e-7);
        List<Check> checks = parity.checks("sha256:d", "sha256:m");
        assertEquals("largest difference <= 2e-05", checks.get(0).name());
        assertEquals("no label differs", checks.get(1).name());
        assertTrue(checks.stream().allMatch(check -> check.outcome() == Outcome.PASSED));
        assertEquals("agrees with the trained model on 1 rows to 1e-05", parity.sentence());
    }

    @Test
    public void failsBeyondIt() {
        Parity parity = classes(
                new double[][] {{0.6, 0.3, 0.1}, {0.5, 0.4, 0.1}},
                new double[][] {{0.6, 0.3, 0.1}, {0.4, 0.5, 0.1}},
                1e-5);
        assertFalse(parity.passed());
        assertEquals(1, parity.found().labelsDiffering());
        assertEquals(
                "does not agree with the trained model: on 2 rows it differs by up to 1e-01 and gives 1 other labels",
                parity.sentence());
        assertTrue(parity.checks(null, null).stream().allMatch(Check::failed));
    }

    @Test
    public void doesNotCountALabelThatIsATie() {
        Parity parity = classes(new double[][] {{0.4500001, 0.45, 0.1}}, new double[][] {{0.45, 0.4500001, 0.1}}, 1e-5);
        assertTrue(parity.passed());
        assertEquals(1, parity.undecided());
        String message = parity.checks(null, null).get(1).message();
        assertTrue(
                message,
                message.endsWith("1 more do not count, their two most probable classes are closer than the tolerance"));
    }

    @Test
    public void measuresARegressionInStandardDeviations() {
        Parity parity = numbers(100, 100.00775);
        assertEquals(0.00775 / 77.5, parity.found().maxDifference(), 1e-9);
        assertFalse(parity.passed());
        assertEquals(1, parity.checks(null, null).size());
    }

    @Test
    public void takesNoNoteOfTheLastPlace() {
        double value = 3e7;
        assertEquals(0, numbers(value, Math.nextUp(value)).found().maxDifference(), 0);
        double small = Math.ulp((float) value) / 1000;
        assertEquals(small / 77.5, numbers(value, value + small).found().maxDifference(), 1e-9);
    }

    /** A program's model may answer with 32-bit floats: near 30,000,000 each second whole number is one. */
    @Test
    public void takesNoNoteOfTheLastPlaceOf32BitsWhereTheModelAnswersWithThem() {
        double value = 3e7;
        assertEquals(2, Math.ulp((float) value), 0);
        assertEquals(0, numbers(value, value + 2, true).found().maxDifference(), 0);
        assertEquals(4 / 77.5, numbers(value, value + 4, true).found().maxDifference(), 1e-9);
        assertEquals(2 / 77.5, numbers(value, value + 2, false).found().maxDifference(), 1e-9);
    }

    @Test
    public void saysWhenTrainingWentAstray() {
        InputException e = assertThrows(InputException.class, () -> numbers(Double.NaN, 1));
        assertTrue(e.getMessage(), e.getMessage().contains("try a smaller train.learningRate"));
    }

    private static Parity classes(double[][] trained, double[][] packaged, double tolerance) {
        List<String> classes = CLASSIFIER.classes();
        return Parity.of(
                CLASSIFIER,
                "test",
                Parity.TRAINED,
                new Predictions(classes, trained),
                new Predictions(classes, packaged),
                tolerance);
    }

    private static Parity numbers(double trained, double packaged) {
        return numbers(trained, packaged, false);
    }

    private static Parity numbers(double trained, double packaged, boolean single) {
        return Parity.of(
                REGRESSION,
                "test",
                Parity.TRAINED,
                new Predictions(List.of(), new double[][] {{trained}}),
                new Predictions(List.of(), new double[][] {{packaged}}, false, single),
                1e-5);
    }

    @Test
    public void theToleranceItselfIsWithin() {
        Parity at = classes(new double[][] {{0.75, 0.25, 0}}, new double[][] {{0.5, 0.5, 0}}, 0.25);
        assertTrue(at.passed());
        assertEquals(
                "the packaged model and the trained model differ by at most 2.5e-01 in a probability on 1 test rows, within"
                        + " 2.5e-01",
                at.checks(null, null).get(0).message());
        Parity beyond = classes(new double[][] {{0.75, 0.25, 0}}, new double[][] {{0.5, 0.5, 0}}, 0.2);
        assertFalse(beyond.passed());
        assertEquals(
                "the packaged model and the trained model differ by at most 2.5e-01 in a probability on 1 test rows, more than the"
                        + " tolerance of 2e-01",
                beyond.checks(null, null).get(0).message());
        assertEquals(
                "the packaged model and the trained model give different labels to 0 of 1 test rows",
                beyond.checks(null, null).get(1).message());
    }

    /** A lead of exactly the tolerance is a lead. */
    @Test
    public void aLabelWhoseLeadIsTheToleranceCounts() {
        double[][] trained = {{0.5, 0.375, 0.125}, {0.125, 0.5, 0.375}};
        double[][] packaged = {{0.375, 0.5, 0.125}, {0.125, 0.375, 0.5}};
        assertEquals(2, classes(trained, packaged, 0.125).found().labelsDiffering());
        assertFalse(classes(trained, packaged, 0.125).passed());
        Parity close = classes(trained, packaged, 0.13);
        assertEquals(0, close.found().labelsDiffering());
        assertEquals(2, close.undecided());
        assertTrue(close.passed());
    }

    @Test
    public void aRegressionHasNoLabels() {
        Parity parity = numbers(100, 107.75);
        assertEquals("does not agree with the trained model: on 1 rows it differs by up to 1e-01", parity.sentence());
        assertEquals(
                "the packaged model and the trained model differ by at most 1e-01 standard deviations of the target on 1 test"
                        + " rows, more than the tolerance of 1e-05",
                parity.checks(null, null).get(0).message());
        assertEquals(
                "agrees with the trained model on 1 rows to 0", numbers(3, 3).sentence());
        // a small deviation makes a difference large
        ModelSpec small = new ModelSpec(
                REGRESSION.algorithm(),
                REGRESSION.task(),
                REGRESSION.target(),
                REGRESSION.classes(),
                REGRESSION.features(),
                REGRESSION.layers(),
                REGRESSION.targetShift(),
                0.01,
                REGRESSION.trainingKeys());
        Parity scaled = Parity.of(
                small,
                "test",
                Parity.TRAINED,
                new Predictions(List.of(), new double[][] {{1}}),
                new Predictions(List.of(), new double[][] {{1.001}}),
                1e-2);
        assertEquals(0.1, scaled.found().maxDifference(), 1e-4);
        assertFalse(scaled.passed());
    }
}
