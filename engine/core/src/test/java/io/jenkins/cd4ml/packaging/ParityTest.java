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
        Parity parity = classes(new float[][] {{0.7f, 0.2f, 0.1f}}, new float[][] {{0.70001f, 0.2f, 0.09999f}}, 2e-5);
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
                new float[][] {{0.6f, 0.3f, 0.1f}, {0.5f, 0.4f, 0.1f}},
                new float[][] {{0.6f, 0.3f, 0.1f}, {0.4f, 0.5f, 0.1f}},
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
        Parity parity =
                classes(new float[][] {{0.4500001f, 0.45f, 0.1f}}, new float[][] {{0.45f, 0.4500001f, 0.1f}}, 1e-5);
        assertTrue(parity.passed());
        assertEquals(1, parity.undecided());
        String message = parity.checks(null, null).get(1).message();
        assertTrue(
                message,
                message.endsWith("1 more do not count, their two most probable classes are closer than the tolerance"));
    }

    @Test
    public void measuresARegressionInStandardDeviations() {
        Parity parity = numbers(100f, 100.00775f);
        assertEquals(0.00775 / 77.5, parity.found().maxDifference(), 1e-6);
        assertFalse(parity.passed());
        assertEquals(1, parity.checks(null, null).size());
    }

    @Test
    public void takesNoNoteOfTheLastPlace() {
        float value = 3e7f;
        assertEquals(0, numbers(value, Math.nextUp(value)).found().maxDifference(), 0);
        assertTrue(numbers(value, value + 4 * Math.ulp(value)).found().maxDifference() > 0);
    }

    @Test
    public void saysWhenTrainingWentAstray() {
        InputException e = assertThrows(InputException.class, () -> numbers(Float.NaN, 1f));
        assertTrue(e.getMessage(), e.getMessage().contains("try a smaller train.learningRate"));
    }

    private static Parity classes(float[][] trained, float[][] packaged, double tolerance) {
        List<String> classes = CLASSIFIER.classes();
        return Parity.of(
                CLASSIFIER,
                "test",
                Parity.TRAINED,
                new Predictions(classes, trained),
                new Predictions(classes, packaged),
                tolerance);
    }

    private static Parity numbers(float trained, float packaged) {
        return Parity.of(
                REGRESSION,
                "test",
                Parity.TRAINED,
                new Predictions(List.of(), new float[][] {{trained}}),
                new Predictions(List.of(), new float[][] {{packaged}}),
                1e-5);
    }
}
