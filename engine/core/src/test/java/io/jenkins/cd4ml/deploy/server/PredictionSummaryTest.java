package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.drift.EffectSizes;
import io.jenkins.cd4ml.model.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.Test;

public class PredictionSummaryTest {

    @Test
    public void mergesAsIfItHadSeenAll() {
        double[] all = new SplittableRandom(1).doubles(100, 1e6, 1e6 + 1).toArray();
        PredictionSummary whole = PredictionSummary.ofNumbers(all);
        PredictionSummary parts = PredictionSummary.none();
        for (int start = 0; start < all.length; start += 7) {
            parts = parts.plus(
                    PredictionSummary.ofNumbers(Arrays.copyOfRange(all, start, Math.min(start + 7, all.length))));
        }
        assertEquals(100, parts.rows());
        assertEquals(whole.mean(), parts.mean(), 1e-9);
        assertEquals(whole.squares(), parts.squares(), 1e-9);
    }

    @Test
    public void cohensDIsThatOfTheDriftTests() {
        double[] one = new SplittableRandom(1).doubles(50, 0, 1).toArray();
        double[] two = new SplittableRandom(2).doubles(80, 0.2, 1.5).toArray();
        double d = PredictionSummary.ofNumbers(one).cohensD(PredictionSummary.ofNumbers(two));
        assertEquals(Math.abs(EffectSizes.cohensD(one, two)), d, 1e-12);
        PredictionSummary constant = PredictionSummary.ofNumbers(new double[] {3, 3});
        assertEquals(0, constant.cohensD(constant), 0);
        assertEquals(Double.POSITIVE_INFINITY, constant.cohensD(PredictionSummary.ofNumbers(new double[] {4, 4})), 0);
        assertTrue(Double.isNaN(constant.cohensD(PredictionSummary.ofNumbers(new double[] {1}))));
    }

    @Test
    public void travelsInAHeaderWhateverTheLabels() {
        Predictions predictions = new Predictions(List.of("naïve ☂\r\n", "b"), new double[][] {{0.7, 0.3}, {0.6, 0.4}});
        PredictionSummary summary = PredictionSummary.of(predictions);
        assertTrue(summary.toHeader().matches("[\\x20-\\x7e]+"));
        assertEquals(summary, PredictionSummary.ofHeader(summary.toHeader()));
        assertEquals(Map.of("naïve ☂\r\n", 2L), summary.classes());
        assertNull(PredictionSummary.ofHeader(null));
        assertNull(PredictionSummary.ofHeader("{"));
    }
}
