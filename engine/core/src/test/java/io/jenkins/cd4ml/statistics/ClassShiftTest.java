package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.Test;

public class ClassShiftTest {
    @Test
    public void plainEstimateIsTheDivergence() {
        ClassShift shift = ClassShift.independent(Map.of("rain", 180L, "sun", 20L), Map.of("rain", 540L, "sun", 1260L));
        // scipy.spatial.distance.jensenshannon([0.9, 0.1], [0.3, 0.7])
        assertEquals(0.45281125128036026, Math.sqrt(shift.plain()), 1e-12);
        // 1/8 sum (p (1 - p) / 200 + q (1 - q) / 1800) / m, m = 0.6 and 0.4
        double bias = (0.09 / 200 + 0.21 / 1800) * (1 / 0.6 + 1 / 0.4) / 8;
        assertEquals(bias, shift.bias(), 1e-15);
        assertEquals(Math.sqrt(shift.plain() - bias), shift.distance(), 1e-15);
        assertEquals(Math.sqrt(shift.plain() - bias - 3 * shift.error()), shift.distance(-3), 1e-15);
    }

    @Test
    public void sameAnswersAreNoShiftHoweverManyClasses() {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add("class " + i % 50);
        }
        ClassShift shift = ClassShift.paired(answers, answers);
        assertEquals(0, shift.distance(), 1e-9);
        assertEquals(0, shift.distance(3), 1e-9);
    }

    /** The mean of the estimates without the correction is the correction, within five standard errors. */
    @Test
    public void biasIsWhatChanceAdds() {
        int samples = 400;
        double[] independent = new double[samples];
        double[] paired = new double[samples];
        double biases = 0;
        double pairedBiases = 0;
        SplittableRandom random = new SplittableRandom(7);
        for (int s = 0; s < samples; s++) {
            Map<String, Long> first = new TreeMap<>();
            Map<String, Long> second = new TreeMap<>();
            List<String> ours = new ArrayList<>();
            List<String> theirs = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                String one = "" + random.nextInt(50);
                first.merge(one, 1L, Long::sum);
                second.merge("" + random.nextInt(50), 1L, Long::sum);
                ours.add(random.nextInt(10) == 0 ? "" + random.nextInt(50) : one);
                theirs.add(random.nextInt(10) == 0 ? "" + random.nextInt(50) : one);
            }
            ClassShift apart = ClassShift.independent(first, second);
            ClassShift same = ClassShift.paired(ours, theirs);
            independent[s] = apart.plain();
            paired[s] = same.plain();
            biases += apart.bias() / samples;
            pairedBiases += same.bias() / samples;
        }
        assertMean(biases, independent);
        assertMean(pairedBiases, paired);
        // (K - 1) (1 / n + 1 / m) / 8
        assertEquals(49 * 0.001 / 8, biases, 0.05 * 49 * 0.001 / 8);
    }

    private static void assertMean(double expected, double[] values) {
        double mean = 0;
        double squares = 0;
        for (double value : values) {
            mean += value / values.length;
            squares += value * value / values.length;
        }
        double error = Math.sqrt((squares - mean * mean) / values.length);
        assertTrue(expected + " and " + mean, Math.abs(expected - mean) < 5 * error + 0.01 * expected);
    }
}
