package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.statistics.Clusters;
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
        Bootstrap bootstrap = Bootstrap.of(samples, null, 2000, 3, Cancellation.NEVER, done -> {});
        for (String metric : List.of("accuracy", "roc_auc", "f1_macro", "log_loss")) {
            int index = index(samples.get(0), metric);
            same(metric, expected.get(metric), bootstrap.standardError(drawn -> drawn[0][index]));
        }
        int auc = index(samples.get(0), "roc_auc");
        same("difference", expected.get("difference"), bootstrap.standardError(drawn -> drawn[0][auc] - drawn[1][auc]));
    }

    /** The standard deviation of 2,000 normal values has a relative standard error of 1 / sqrt(4000) = 1.6 %; here two of them differ. */
    private static void same(String name, JsonNode expected, double found) {
        assertEquals(name, 1, found / expected.get(2).asDouble(), 0.09);
    }

    @Test
    public void drawsWholeClusters() {
        // ten clusters of ten equal rows: the mean varies as that of ten rows, sqrt(p (1 - p) / 10)
        int[] actual = new int[100];
        double[] scores = new double[100];
        int[] cluster = new int[100];
        for (int row = 0; row < 100; row++) {
            cluster[row] = row / 10;
            scores[row] = row < 30 ? 0 : 1;
            actual[row] = 1;
        }
        List<ClassificationMetrics> sample = List.of(binary(actual, scores));
        double error = Bootstrap.of(sample, Clusters.of(cluster), 4000, 1, Cancellation.NEVER, done -> {})
                .standardError(drawn -> drawn[0][0]);
        assertEquals(Math.sqrt(.3 * .7 / 10), error, 0.006);
        double alone = Bootstrap.of(sample, null, 4000, 1, Cancellation.NEVER, done -> {})
                .standardError(drawn -> drawn[0][0]);
        assertEquals(Math.sqrt(.3 * .7 / 100), alone, 0.002);
    }

    @Test
    public void sameSeedSameErrorWhateverTheThreads() throws Exception {
        ClassificationMetrics sample = binary(new int[] {0, 1, 1, 0, 1}, new double[] {.2, .6, .4, .7, .9});
        double alone = new ForkJoinPool(1).submit(() -> accuracy(sample, 5)).get();
        double many = new ForkJoinPool(4).submit(() -> accuracy(sample, 5)).get();
        assertEquals(alone, many, 0);
        assertEquals(Math.sqrt(.6 * .4 / 5), alone, 0.03);
    }

    private static double accuracy(MetricSample sample, long seed) {
        return Bootstrap.of(List.of(sample), null, 500, seed, Cancellation.NEVER, done -> {})
                .standardError(drawn -> drawn[0][0]);
    }

    @Test
    public void noErrorWhereTooFewResamplesDefineTheMetric() {
        // class 1 has one row of ten: absent from 0.9^10 = 35 % of the resamples
        int[] actual = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        double[] scores = {.1, .2, .3, .4, .6, .1, .2, .3, .4, .8};
        ClassificationMetrics sample = binary(actual, scores);
        Bootstrap bootstrap = Bootstrap.of(List.of(sample), null, 1000, 1, Cancellation.NEVER, done -> {});
        int auc = index(sample, "roc_auc");
        int accuracy = index(sample, "accuracy");
        assertEquals(Double.NaN, bootstrap.standardError(drawn -> drawn[0][auc]), 0);
        assertEquals(0.09, bootstrap.standardError(drawn -> drawn[0][accuracy]), 0.05);
    }

    @Test
    public void noRowsAndNoResamplesGiveNoError() {
        ClassificationMetrics empty = binary(new int[0], new double[0]);
        Bootstrap none = Bootstrap.of(List.of(empty), null, 100, 1, Cancellation.NEVER, done -> {});
        assertEquals(Double.NaN, none.standardError(drawn -> drawn[0][0]), 0);
        ClassificationMetrics some = binary(new int[] {0, 1}, new double[] {0, 1});
        Bootstrap never = Bootstrap.of(List.of(some), null, 0, 1, Cancellation.NEVER, done -> {});
        assertEquals(Double.NaN, never.standardError(drawn -> drawn[0][0]), 0);
    }

    @Test
    public void stopsWhenAsked() {
        ClassificationMetrics sample = binary(new int[] {0, 1}, new double[] {0, 1});
        List<Integer> progress = new ArrayList<>();
        assertThrows(
                CancellationException.class,
                () -> Bootstrap.of(List.of(sample), null, 100_000, 1, () -> progress.size() == 2, progress::add));
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

    private static int index(MetricSample sample, String metric) {
        return sample.metrics().indexOf(MetricKey.of(MetricName.find(metric).orElseThrow()));
    }

    private static ClassificationMetrics binary(int[] actual, double[] scores) {
        double[][] probabilities = new double[scores.length][];
        for (int row = 0; row < scores.length; row++) {
            probabilities[row] = new double[] {(float) (1 - scores[row]), (float) scores[row]};
        }
        return ClassificationMetrics.of(actual, probabilities, 2);
    }
}
