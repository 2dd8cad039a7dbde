package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.ModelReference;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** When two models are one, and what an answer is worth that knows nothing of the row. */
public class PairingTest {
    private static final List<String> CLASSES = List.of("fine", "fraud");
    private static final String MODEL = "sha256:one";
    private static final double[][] ANSWERS = {{.9, .1}, {.2, .8}, {.6, .4}, {.7, .3}};

    @Test
    public void theSameParametersAndAnswersAreOneModel() {
        assertTrue(classes(MODEL, CLASSES, ANSWERS).isOneModel(MODEL));
        assertFalse("other parameters", classes("sha256:two", CLASSES, ANSWERS).isOneModel(MODEL));
        assertFalse("not known", classes(null, CLASSES, ANSWERS).isOneModel(null));
        assertFalse(
                "classes in another order",
                classes(MODEL, List.of("fraud", "fine"), ANSWERS).isOneModel(MODEL));
        double[][] near = {{.900009, .1}, {.2, .8}, {.6, .4}, {.7, .3}};
        assertTrue("as runtimes differ", classes(MODEL, CLASSES, near).isOneModel(MODEL));
        double[][] off = {{.9, .1}, {.2, .8}, {.6, .4}, {.7, .30002}};
        assertFalse("one answer differs", classes(MODEL, CLASSES, off).isOneModel(MODEL));
        assertFalse(
                "no row is shared", classes(MODEL, CLASSES, ANSWERS, new int[0]).isOneModel(MODEL));
    }

    @Test
    public void labelsAloneProveNothing() {
        Truth truth = truth();
        Pairing pairing = new Pairing(
                truth, new Predictions(CLASSES, ANSWERS, true), opponent(MODEL, CLASSES, ANSWERS, all()), null, null);
        assertFalse(pairing.isOneModel(MODEL));
    }

    /** Numbers agree in standard deviations of the target, whatever its mean is. */
    @Test
    public void numbersFarFromZeroMayNot() {
        double[] target = {10_000_000, 10_000_002};
        double[][] own = {{10_000_000}, {10_000_002}};
        assertTrue(numbers(target, own, new double[][] {{10_000_000.000009}, {10_000_002}})
                .isOneModel(MODEL));
        assertFalse(numbers(target, own, new double[][] {{10_000_000.000011}, {10_000_002}})
                .isOneModel(MODEL));
    }

    /** Beyond that they agree relative to their distance from the mean. */
    @Test
    public void largeNumbersMayDifferMore() {
        double[][] own = {{1_000_000}, {0.5}};
        assertTrue(numbers(own, new double[][] {{1_000_009}, {0.5}}).isOneModel(MODEL));
        assertFalse(numbers(own, new double[][] {{1_000_012}, {0.5}}).isOneModel(MODEL));
        assertFalse(numbers(own, new double[][] {{1_000_000}, {0.50002}}).isOneModel(MODEL));
    }

    /**
     * scikit-learn's metrics for shares of 0.75 and 0.25: accuracy 0.75, log_loss 0.562335, brier_score_loss 0.1875, roc_auc 0.5; for the mean of
     * 1, 2, 6: mean_absolute_error 2, r2 0, RMSE 2.160247.
     */
    @Test
    public void anUninformedAnswerKnowsTheSharesOrTheMean() {
        Map<MetricKey, Double> shares = classes(MODEL, CLASSES, ANSWERS).uninformed(all());
        assertEquals(.75, shares.get(MetricKey.of(MetricName.ACCURACY)), 1e-7);
        assertEquals(.562335, shares.get(MetricKey.of(MetricName.LOG_LOSS)), 1e-6);
        assertEquals(.5, shares.get(MetricKey.of(MetricName.ROC_AUC)), 0);
        assertEquals(.1875, shares.get(MetricKey.of(MetricName.BRIER)), 1e-7);
        double[][] answers = {{1}, {2}, {3}, {4}};
        Truth truth = new Truth(Task.REGRESSION, Labels.NONE, new int[0], new double[] {1, 2, 6, 100});
        Map<MetricKey, Double> mean = new Pairing(
                        truth,
                        new Predictions(List.of(), answers),
                        opponent(MODEL, List.of(), answers, all()),
                        null,
                        null)
                .uninformed(new int[] {0, 1, 2});
        assertEquals(2.160247, mean.get(MetricKey.of(MetricName.RMSE)), 1e-6);
        assertEquals(2, mean.get(MetricKey.of(MetricName.MAE)), 1e-6);
        assertEquals(0, mean.get(MetricKey.of(MetricName.R2)), 1e-6);
    }

    private static int[] all() {
        return new int[] {0, 1, 2, 3};
    }

    private static Truth truth() {
        return new Truth(
                Task.CLASSIFICATION,
                Labels.of(CLASSES, false, new long[] {3, 1}, null),
                new int[] {0, 1, 0, 0},
                new double[0]);
    }

    private static Pairing classes(String model, List<String> classes, double[][] champion) {
        return classes(model, classes, champion, all());
    }

    private static Pairing classes(String model, List<String> classes, double[][] champion, int[] shared) {
        return new Pairing(
                truth(), new Predictions(CLASSES, ANSWERS), opponent(model, classes, champion, shared), null, null);
    }

    private static Pairing numbers(double[][] own, double[][] champion) {
        return numbers(new double[] {1, 2}, own, champion);
    }

    private static Pairing numbers(double[] target, double[][] own, double[][] champion) {
        Truth truth = new Truth(Task.REGRESSION, Labels.NONE, new int[0], target);
        return new Pairing(
                truth,
                new Predictions(List.of(), own),
                opponent(MODEL, List.of(), champion, new int[] {0, 1}),
                null,
                null);
    }

    private static Opponent opponent(String model, List<String> classes, double[][] values, int[] shared) {
        return Opponent.present(
                        new ModelReference("m", 1, "sha256:c", "p"),
                        shared,
                        new Predictions(classes, values),
                        values.length)
                .of(model);
    }
}
