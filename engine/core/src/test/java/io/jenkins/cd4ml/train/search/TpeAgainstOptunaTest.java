package io.jenkins.cd4ml.train.search;

import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.junit.Test;

/**
 * How far the best of 60 trials is from the minimum of three functions whose minimum is known, against Optuna's estimator of the same
 * kind: by the test of Mann and Whitney ours is not farther.
 */
public class TpeAgainstOptunaTest {
    private static final int TRIALS = 60;
    private static final int SEEDS = 60;
    private static final int SEEDS_OF_OPTUNA = 20;
    private static final double[][] HARTMANN_A = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] HARTMANN_P = {
        {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
        {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
        {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
        {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
    };
    private static final double[] HARTMANN_C = {1, 1.2, 3, 3.2};

    private static final String OPTUNA =
            """
            import json, math, sys, optuna
            optuna.logging.set_verbosity(optuna.logging.ERROR)
            trials, seeds = map(int, sys.stdin.read().split())
            A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
            P = [[0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
                 [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381]]
            def branin(t):
                x, y = t.suggest_float('x', -5, 10), t.suggest_float('y', 0, 15)
                return ((y - 5.1 * x * x / (4 * math.pi ** 2) + 5 * x / math.pi - 6) ** 2
                        + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10 - 0.397887)
            def hartmann(t):
                x = [t.suggest_float(f'x{i}', 0, 1) for i in range(6)]
                return 3.32237 - sum(c * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(A[i], x, P[i])))
                                     for i, c in enumerate([1, 1.2, 3, 3.2]))
            def mixed(t):
                rate, depth = t.suggest_float('rate', 1e-4, 1, log=True), t.suggest_int('depth', 1, 12)
                kind, share = t.suggest_categorical('kind', ['a', 'b', 'c', 'd']), t.suggest_float('share', 0, 1)
                return ((math.log10(rate) + 2) ** 2 + 0.1 * (depth - 5) ** 2 + ['a', 'b', 'c', 'd'].index(kind)
                        + 4 * (share - 0.7) ** 2)
            def best(function, seed):
                study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
                study.optimize(function, n_trials=trials)
                return study.best_value
            print(json.dumps({f.__name__: [best(f, seed) for seed in range(seeds)] for f in (branin, hartmann, mixed)}))
            """;

    /** A function of a point, and where it is looked for. */
    private record Task(SearchSpace space, ToDoubleFunction<double[]> regret) {}

    @Test
    public void itIsNotFartherFromTheMinimumThanOptuna() throws Exception {
        JsonNode optuna = Oracle.python(List.of("optuna"), OPTUNA, TRIALS + " " + SEEDS_OF_OPTUNA);
        tasks().forEach((name, task) -> {
            double[] ours = LongStream.range(0, SEEDS)
                    .mapToDouble(seed -> best(task, new TpeSampler(seed)))
                    .toArray();
            double[] random = LongStream.range(0, SEEDS)
                    .mapToDouble(seed -> best(task, Sampler.random(seed)))
                    .toArray();
            List<Double> found = new ArrayList<>();
            optuna.path(name).forEach(value -> found.add(value.asDouble()));
            double[] theirs = found.stream().mapToDouble(Double::doubleValue).toArray();
            String figures = name + ": median " + median(ours) + ", Optuna's " + median(theirs) + ", at random "
                    + median(random);
            System.out.println(figures);
            assertTrue(figures, pThatGreater(ours, theirs) > 0.01);
            assertTrue(figures, pThatGreater(random, ours) < 1e-6);
        });
    }

    /** The smaller, the surer that the first are greater. */
    private static double pThatGreater(double[] first, double[] second) {
        return MannWhitneyUTest.withDefaults()
                .with(AlternativeHypothesis.GREATER_THAN)
                .test(first, second)
                .getPValue();
    }

    private static Map<String, Task> tasks() {
        Map<String, Task> tasks = new LinkedHashMap<>();
        tasks.put(
                "branin",
                new Task(
                        new SearchSpace(List.of(
                                new Parameter.Range("x", -5, 10, false, false),
                                new Parameter.Range("y", 0, 15, false, false))),
                        TpeAgainstOptunaTest::branin));
        List<Parameter> six = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            six.add(new Parameter.Range("x" + i, 0, 1, false, false));
        }
        tasks.put("hartmann", new Task(new SearchSpace(six), TpeAgainstOptunaTest::hartmann));
        tasks.put(
                "mixed",
                new Task(
                        new SearchSpace(List.of(
                                new Parameter.Range("rate", Math.log(1e-4), 0, true, false),
                                new Parameter.Range("depth", 0.5, 12.5, false, true),
                                new Parameter.Choice("kind", List.of("a", "b", "c", "d")),
                                new Parameter.Range("share", 0, 1, false, false))),
                        TpeAgainstOptunaTest::mixed));
        return tasks;
    }

    private static double best(Task task, Sampler sampler) {
        List<Sampler.Observation> past = new ArrayList<>();
        while (past.size() < TRIALS) {
            double[] point = sampler.next(task.space(), past);
            past.add(new Sampler.Observation(point, task.regret().applyAsDouble(point)));
        }
        return past.stream().mapToDouble(Sampler.Observation::loss).min().orElseThrow();
    }

    private static double median(double[] values) {
        return DoubleStream.of(values).sorted().toArray()[values.length / 2];
    }

    private static double branin(double[] point) {
        double x = point[0];
        double bowl = point[1] - 5.1 * x * x / (4 * Math.PI * Math.PI) + 5 * x / Math.PI - 6;
        return bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 - 0.397887;
    }

    private static double hartmann(double[] point) {
        double value = 3.32237;
        for (int i = 0; i < 4; i++) {
            double exponent = 0;
            for (int j = 0; j < 6; j++) {
                exponent += HARTMANN_A[i][j] * Math.pow(point[j] - HARTMANN_P[i][j], 2);
            }
            value -= HARTMANN_C[i] * Math.exp(-exponent);
        }
        return value;
    }

    private static double mixed(double[] point) {
        return Math.pow(point[0] / Math.log(10) + 2, 2)
                + 0.1 * Math.pow(point[1] - 5, 2)
                + point[2]
                + 4 * Math.pow(point[3] - 0.7, 2);
    }
}
