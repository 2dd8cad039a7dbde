package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import org.junit.Test;

public class BootstrapTest {
    private static final String SCIPY =
            """
            import json, sys, warnings
            import numpy as np
            from scipy.stats import bootstrap
            from sklearn import metrics as m
            warnings.simplefilter('ignore')
            data = json.load(sys.stdin)
            y = np.array(data['actual']); p = np.array(data['champion']); q = np.array(data['candidate'])
            rows = np.arange(len(y))
            statistics = {
                'accuracy': lambda i: ((q[i] > .5) == y[i]).mean(),
                'roc_auc': lambda i: m.roc_auc_score(y[i], q[i]),
                'f1_macro': lambda i: m.f1_score(y[i], q[i] > .5, average='macro'),
                'log_loss': lambda i: m.log_loss(y[i], q[i]),
                'difference': lambda i: m.roc_auc_score(y[i], q[i]) - m.roc_auc_score(y[i], p[i]),
            }
            answer = {}
            for name, statistic in statistics.items():
                found = bootstrap((rows,), statistic, method='percentile', n_resamples=2000, vectorized=False,
                                  confidence_level=.9, random_state=np.random.default_rng(5))
                answer[name] = [found.confidence_interval.low, found.confidence_interval.high, found.standard_error]
            json.dump(answer, sys.stdout)
            """;

    @Test
    public void equalsSciPyWithinMonteCarloError() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        int rows = 250;
        int[] actual = new int[rows];
        double[][] scores = new double[2][rows];
        for (int row = 0; row < rows; row++) {
            actual[row] = random.nextInt(2);
            scores[0][row] =
                    (float) Math.min(.95, Math.max(.05, .35 + .3 * actual[row] + .5 * (random.nextDouble() - .5)));
            scores[1][row] = (float) Math.min(.95, Math.max(.05, scores[0][row] + .4 * (random.nextDouble() - .5)));
        }
        JsonNode expected = Oracle.python(
                List.of("scipy", "sklearn", "numpy"),
                SCIPY,
                new ObjectMapper()
                        .writeValueAsString(Map.of("actual", actual, "candidate", scores[0], "champion", scores[1])));

        List<ClassificationMetrics> samples = List.of(binary(actual, scores[0]), binary(actual, scores[1]));
        Bootstrap bootstrap = Bootstrap.of(samples, 2000, 3, Cancellation.NEVER, done -> {});
        for (String metric : List.of("accuracy", "roc_auc", "f1_macro", "log_loss")) {
            same(metric, expected.get(metric), bootstrap.interval(0, index(samples.get(0), metric), .9));
        }
        same(
                "difference",
                expected.get("difference"),
                bootstrap.difference(0, 1, index(samples.get(0), "roc_auc"), .9));
    }

    /**
     * The 5th percentile of 2,000 normal values has a standard error of sqrt(.05 * .95 / 2000) / φ(1.645) = 0.047 standard
     * deviations; two of them differ by less than 4.5 times sqrt(2) of that.
     */
    private static void same(String name, JsonNode expected, Interval interval) {
        double tolerance = 0.3 * expected.get(2).asDouble();
        assertEquals(name, expected.get(0).asDouble(), interval.lower(), tolerance);
        assertEquals(name, expected.get(1).asDouble(), interval.upper(), tolerance);
        assertEquals(.9, interval.confidence(), 0);
    }

    @Test
    public void intervalsCoverTheTruthAsOftenAsTheyClaim() {
        SplittableRandom random = new SplittableRandom(21);
        int accuracies = 0;
        int differences = 0;
        int errors = 0;
        int simulations = 300;
        for (int simulation = 0; simulation < simulations; simulation++) {
            int rows = 150;
            int[] actual = new int[rows];
            double[][] scores = new double[2][rows];
            double[] noise = new double[rows];
            for (int row = 0; row < rows; row++) {
                actual[row] = random.nextInt(2);
                // right with 0.8 and 0.7, not independently: the second is right only where luck is
                double luck = random.nextDouble();
                scores[0][row] = luck < .8 ? actual[row] : 1 - actual[row];
                scores[1][row] = luck < .6 || luck > .9 ? actual[row] : 1 - actual[row];
                noise[row] = random.nextGaussian();
            }
            List<ClassificationMetrics> samples = List.of(binary(actual, scores[0]), binary(actual, scores[1]));
            Bootstrap bootstrap = Bootstrap.of(samples, 300, simulation, Cancellation.NEVER, done -> {});
            accuracies += covers(bootstrap.interval(0, 0, .95), .8);
            differences += covers(bootstrap.difference(0, 1, 0, .95), .1);
            errors += covers(
                    Bootstrap.of(
                                    List.of(RegressionMetrics.of(new double[rows], noise)),
                                    300,
                                    simulation,
                                    Cancellation.NEVER,
                                    done -> {})
                            .interval(0, 0, .95),
                    1);
        }
        // 300 draws of 0.95 have a standard deviation of 0.0126; the percentile method is a little too narrow for small
        // samples
        for (int covered : new int[] {accuracies, differences, errors}) {
            assertTrue("covered " + covered, covered >= .895 * simulations && covered <= .99 * simulations);
        }
    }

    @Test
    public void sameSeedSameIntervalWhateverTheThreads() throws Exception {
        ClassificationMetrics sample = binary(new int[] {0, 1, 1, 0, 1}, new double[] {.2, .6, .4, .7, .9});
        Interval alone = new ForkJoinPool(1).submit(() -> accuracy(sample, 5)).get();
        Interval many = new ForkJoinPool(4).submit(() -> accuracy(sample, 5)).get();
        assertEquals(alone, many);
        assertEquals(new Interval(0.2, 1, .95), alone);
    }

    private static Interval accuracy(MetricSample sample, long seed) {
        return Bootstrap.of(List.of(sample), 500, seed, Cancellation.NEVER, done -> {})
                .interval(0, 0, .95);
    }

    @Test
    public void noIntervalWhereTooFewResamplesDefineTheMetric() {
        // class 1 has one row of ten: absent from 0.9^10 = 35 % of the resamples
        int[] actual = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        double[] scores = {.1, .2, .3, .4, .6, .1, .2, .3, .4, .8};
        ClassificationMetrics sample = binary(actual, scores);
        Bootstrap bootstrap = Bootstrap.of(List.of(sample), 1000, 1, Cancellation.NEVER, done -> {});
        assertNull(bootstrap.interval(0, index(sample, "roc_auc"), .95));
        assertNotNull(bootstrap.interval(0, index(sample, "accuracy"), .95));
    }

    @Test
    public void noRowsAndNoResamplesGiveNoInterval() {
        ClassificationMetrics empty = binary(new int[0], new double[0]);
        assertNull(Bootstrap.of(List.of(empty), 100, 1, Cancellation.NEVER, done -> {})
                .interval(0, 0, .95));
        ClassificationMetrics some = binary(new int[] {0, 1}, new double[] {0, 1});
        assertNull(Bootstrap.of(List.of(some), 0, 1, Cancellation.NEVER, done -> {})
                .interval(0, 0, .95));
    }

    @Test
    public void stopsWhenAsked() {
        ClassificationMetrics sample = binary(new int[] {0, 1}, new double[] {0, 1});
        List<Integer> progress = new ArrayList<>();
        assertThrows(
                CancellationException.class,
                () -> Bootstrap.of(List.of(sample), 100_000, 1, () -> progress.size() == 2, progress::add));
        assertEquals(2, progress.size());
    }

    @Test
    public void quantilesAreNumPys() {
        double[] sorted = {1, 2, 4, 8};
        assertEquals(1, Bootstrap.quantile(sorted, 0), 0);
        assertEquals(1.3, Bootstrap.quantile(sorted, .1), 1e-12);
        assertEquals(3, Bootstrap.quantile(sorted, .5), 0);
        assertEquals(8, Bootstrap.quantile(sorted, 1), 0);
        assertEquals(7, Bootstrap.quantile(new double[] {7}, .3), 0);
    }

    private static int covers(Interval interval, double truth) {
        return interval.lower() <= truth && truth <= interval.upper() ? 1 : 0;
    }

    private static int index(MetricSample sample, String metric) {
        return sample.metrics().indexOf(MetricKey.of(MetricName.find(metric).orElseThrow()));
    }

    private static ClassificationMetrics binary(int[] actual, double[] scores) {
        float[][] probabilities = new float[scores.length][];
        for (int row = 0; row < scores.length; row++) {
            probabilities[row] = new float[] {(float) (1 - scores[row]), (float) scores[row]};
        }
        return ClassificationMetrics.of(actual, probabilities, 2);
    }
}
