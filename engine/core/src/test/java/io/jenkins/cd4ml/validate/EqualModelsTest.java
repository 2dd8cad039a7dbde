package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.stage.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.Test;

public class EqualModelsTest {
    private static final int ROWS = 1000;
    private static final List<String> CLASSES = List.of("no", "yes");

    /** The example: of eight slices with 125 rows each, one in six equal models is shown worse in one. */
    @Test
    public void eightSlicesRejectEqualModels() {
        double pass = pass(ValidateSettings.Test.NOT_SHOWN_WORSE, 0, 8);
        // 12 or 13 rows of a slice are answered differently: P(at most 2 of 12) = 0.0193, P(at most 3 of 13) = 0.0461,
        // (1 - 0.0193)^4 (1 - 0.0461)^4
        assertEquals(.766, pass, .07);
    }

    @Test
    public void oneGateAloneAgreesWithTheFormula() {
        // Phi(0.02 / 0.01 - 1.96)
        assertEquals(.516, pass(ValidateSettings.Test.NOT_WORSE, .02, 1), .06);
        assertEquals(0, pass(ValidateSettings.Test.NOT_WORSE, .02, 8), .01);
    }

    private static double pass(ValidateSettings.Test test, double margin, int slices) {
        SplittableRandom random = new SplittableRandom(5);
        int[] actual = random.ints(ROWS, 0, 2).toArray();
        double[][] ours = new double[ROWS][];
        double[][] theirs = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            // one row in ten is answered differently, as often for one as for the other
            boolean differs = row % 10 == 0;
            boolean right = differs ? row % 20 == 0 : random.nextDouble() < .8;
            ours[row] = says(right == (actual[row] == 1));
            theirs[row] = says((right != differs) == (actual[row] == 1));
        }
        Truth truth = new Truth(
                Task.CLASSIFICATION, Labels.of(CLASSES, false, new long[] {500, 500}, null), actual, new double[0]);
        int[] all = IntStream.range(0, ROWS).toArray();
        Pairing pairing = new Pairing(
                truth,
                new Predictions(CLASSES, ours),
                Opponent.present(new ModelReference("m", 1, null, "p"), all, new Predictions(CLASSES, theirs), ROWS),
                new Resampling(0, 1, .95, 2, Cancellation.NEVER, done -> {}),
                new AlphaBudget(.025));
        GateRule.Versus rule = new GateRule.Versus(MetricKey.of(MetricName.ACCURACY), margin, test, null);
        int size = ROWS / slices;
        List<EqualModels.Asked> asked = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++) {
            int[] rows = IntStream.range(slice * size, (slice + 1) * size).toArray();
            asked.add(new EqualModels.Asked(rule, rows, Math.sqrt(.1 / size)));
        }
        return EqualModels.pass(asked, pairing, 7);
    }

    private static double[] says(boolean yes) {
        return yes ? new double[] {.2, .8} : new double[] {.8, .2};
    }
}
