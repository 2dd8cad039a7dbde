package io.jenkins.cd4ml.metrics;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.testing.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.Test;

public class RegressionMetricsTest {
    private static final String SCRIPT =
            """
            import json, sys, warnings
            from sklearn import metrics as m
            warnings.simplefilter('ignore')
            json.dump([{
                'rmse': m.mean_squared_error(c['actual'], c['predicted']) ** 0.5,
                'mae': m.mean_absolute_error(c['actual'], c['predicted']),
                'r2': m.r2_score(c['actual'], c['predicted']) if len(c['actual']) > 1 else None,
                'mape': m.mean_absolute_percentage_error(c['actual'], c['predicted']) if all(c['actual']) else None,
                'median_ae': m.median_absolute_error(c['actual'], c['predicted']),
            } for c in json.load(sys.stdin)], sys.stdout)
            """;

    private record Case(double[] actual, double[] predicted) {}

    @Test
    public void equalsScikitLearn() throws Exception {
        List<Case> cases = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(2);
        for (int rows : new int[] {1, 2, 3, 4, 101, 1000}) {
            for (double scale : new double[] {1e-6, 1, 1e6}) {
                cases.add(new Case(
                        random.doubles(rows, -scale, scale).toArray(),
                        random.doubles(rows, -scale, scale).toArray()));
            }
            // whole numbers: errors tie
            cases.add(new Case(
                    random.ints(rows, 0, 5).asDoubleStream().toArray(),
                    random.ints(rows, 0, 5).asDoubleStream().toArray()));
        }
        cases.add(new Case(new double[] {3, 3, 3}, new double[] {3, 3, 3}));
        cases.add(new Case(new double[] {3, 3, 3}, new double[] {3, 4, 3}));
        cases.add(new Case(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 4}, new double[] {1e9, 1e9 + 2, 1e9 + 3}));

        JsonNode answers = Oracle.python(List.of("sklearn"), SCRIPT, new ObjectMapper().writeValueAsString(cases));
        for (int i = 0; i < cases.size(); i++) {
            RegressionMetrics metrics = RegressionMetrics.of(cases.get(i).actual, cases.get(i).predicted);
            for (String metric : List.of("rmse", "mae", "r2", "median_ae", "mape")) {
                JsonNode expected = answers.get(i).get(metric);
                String name = "case " + i + ": " + metric;
                if (expected.isNull()) {
                    assertNull(name, metrics.value(metric, null));
                } else {
                    double value = expected.asDouble();
                    assertEquals(name, value, metrics.value(metric, null), 1e-12 * Math.max(1, Math.abs(value)));
                }
            }
        }
    }

    @Test
    public void multiplicitiesAreRowsRepeated() {
        SplittableRandom random = new SplittableRandom(3);
        double[] actual = random.doubles(51).toArray();
        double[] predicted = random.doubles(51).toArray();
        for (int trial = 0; trial < 20; trial++) {
            int[] counts = random.ints(51, 0, 3).toArray();
            int[] repeated = IntStream.range(0, 51)
                    .flatMap(row -> IntStream.generate(() -> row).limit(counts[row]))
                    .toArray();
            double[] unfolded = RegressionMetrics.of(
                            IntStream.of(repeated)
                                    .mapToDouble(row -> actual[row])
                                    .toArray(),
                            IntStream.of(repeated)
                                    .mapToDouble(row -> predicted[row])
                                    .toArray())
                    .evaluate();
            assertArrayEquals(unfolded, RegressionMetrics.of(actual, predicted).evaluate(counts), 1e-12);
        }
    }

    @Test
    public void edges() {
        assertTrue(RegressionMetrics.of(new double[0], new double[0]).values().isEmpty());
        // the rounded mean of three times 0.1 is not 0.1: scikit-learn divides by 1e-34 there
        assertEquals(
                0,
                RegressionMetrics.of(new double[] {.1, .1, .1}, new double[] {.1, .2, .1})
                        .value("r2", null),
                0);
        RegressionMetrics huge = RegressionMetrics.of(new double[] {1e200, -1e200}, new double[] {0, 0});
        assertNull(huge.value("rmse", null));
        assertEquals(1e200, huge.value("mae", null), 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> RegressionMetrics.of(new double[] {1}, new double[] {Double.NaN}));
        assertThrows(IllegalArgumentException.class, () -> RegressionMetrics.of(new double[] {1}, new double[0]));
    }
}
