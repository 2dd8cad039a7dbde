package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ColumnImportance;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Importance;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.train.LearningTask;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.Test;

public class PermutationImportanceTest {
    private static final String SCRIPT =
            """
            import json, sys
            import numpy as np
            from sklearn.inspection import permutation_importance
            d = json.load(sys.stdin)
            x = np.array(d['x']).T; y = np.array(d['y'])
            class Rule:
                def fit(self, x, y): return self
                def predict(self, x): return 3 * x[:, 0] + x[:, 1]
            found = permutation_importance(Rule(), x, y, scoring='neg_root_mean_squared_error', n_repeats=30, random_state=1)
            json.dump({'mean': found.importances_mean.tolist(), 'std': found.importances_std.tolist()}, sys.stdout)
            """;

    private static final int ROWS = 300;

    @Test
    public void equalsScikitLearnWithinTheNoiseOfPermutations() throws Exception {
        SplittableRandom random = new SplittableRandom(6);
        double[][] x = new double[3][ROWS];
        double[] y = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            for (double[] column : x) {
                column[row] = random.nextGaussian();
            }
            y[row] = 3 * x[0][row] + x[1][row] + 0.5 * random.nextGaussian();
        }
        JsonNode expected = Oracle.python(
                List.of("sklearn"), SCRIPT, new ObjectMapper().writeValueAsString(Map.of("x", x, "y", y)));
        Table table = new Table(
                new Schema(IntStream.range(0, 3)
                        .mapToObj(i -> new Column("x" + i, ColumnType.DECIMAL, false))
                        .toList()),
                List.of(new ColumnValues.Numbers(x[0]), new ColumnValues.Numbers(x[1]), new ColumnValues.Numbers(x[2])),
                new long[ROWS]);
        Truth truth = new Truth(Task.REGRESSION, Labels.NONE, new int[0], y);
        Rule rule = new Rule();
        Resampling resampling = new Resampling(200, 5, .95, 2, Cancellation.NEVER, done -> {});
        int repeats = 30;
        PermutationImportance importance =
                new PermutationImportance(rule, truth, MetricKey.of(MetricName.RMSE), repeats, resampling);
        Importance found = importance.of(
                table, rule.predict(table, IntStream.range(0, ROWS).toArray()));

        assertEquals(
                List.of("x0", "x1", "x2"),
                found.columns().stream().map(ColumnImportance::column).toList());
        assertEquals(ROWS, found.rows());
        for (int i = 0; i < 3; i++) {
            ColumnImportance column = found.columns().get(i);
            // both are means of 30 permutations
            double noise = expected.get("std").get(i).asDouble() * Math.sqrt(2.0 / repeats);
            assertEquals(column.column(), expected.get("mean").get(i).asDouble(), column.value(), 4.5 * noise + 1e-9);
            assertTrue(column.interval().lower() <= column.value()
                    && column.value() <= column.interval().upper());
        }
        assertEquals(0, found.columns().get(2).value(), 0);
        assertEquals(
                found,
                importance.of(
                        table, rule.predict(table, IntStream.range(0, ROWS).toArray())));
    }

    @Test
    public void aMetricThatIsNotDefinedHereGivesNoImportance() throws Exception {
        Table table = new Table(
                new Schema(List.of(
                        new Column("x0", ColumnType.DECIMAL, false), new Column("x1", ColumnType.DECIMAL, false))),
                List.of(new ColumnValues.Numbers(new double[] {1, 2, 3}), new ColumnValues.Numbers(new double[] {1, 2, 3
                })),
                new long[3]);
        Truth zero = new Truth(Task.REGRESSION, Labels.NONE, new int[0], new double[] {0, 1, 2});
        Rule rule = new Rule();
        Resampling resampling = new Resampling(20, 5, .95, 2, Cancellation.NEVER, done -> {});
        assertNull(new PermutationImportance(rule, zero, MetricKey.of(MetricName.MAPE), 3, resampling)
                .of(table, rule.predict(table, new int[] {0, 1, 2})));
    }

    /**
     * Of 1,200 columns four rows were shuffled, and each column showed 0.0. Of independent standard normal columns and the prediction 3 x0 + x1 the
     * mean squared error becomes 2 * 9 and 2 * 1 larger.
     */
    @Test
    public void ofVeryManyColumnsThoseThatMatterAreMeasuredOnEnoughRows() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        int width = 1_200;
        double[][] x = new double[width][ROWS];
        double[] y = new double[ROWS];
        for (double[] column : x) {
            for (int row = 0; row < ROWS; row++) {
                column[row] = random.nextGaussian();
            }
        }
        List<String> names = IntStream.range(0, width).mapToObj(i -> "x" + i).toList();
        for (int row = 0; row < ROWS; row++) {
            y[row] = 3 * x[0][row] + x[1][row] + 0.5 * random.nextGaussian();
        }
        Table table = new Table(
                new Schema(names.stream()
                        .map(name -> new Column(name, ColumnType.DECIMAL, false))
                        .toList()),
                IntStream.range(0, width)
                        .<ColumnValues>mapToObj(i -> new ColumnValues.Numbers(x[i]))
                        .toList(),
                new long[ROWS]);
        Truth truth = new Truth(Task.REGRESSION, Labels.NONE, new int[0], y);
        Rule rule = new Rule(names);
        Resampling resampling = new Resampling(50, 5, .95, 2, Cancellation.NEVER, done -> {});
        Importance found = new PermutationImportance(rule, truth, MetricKey.of(MetricName.RMSE), 5, resampling)
                .of(table, rule.predict(table, IntStream.range(0, ROWS).toArray()));
        assertEquals(
                "100 million values / (1,200 columns * 5 * 200 rows)",
                83,
                found.columns().size());
        assertEquals(Integer.valueOf(width - 83), found.unmeasured());
        assertEquals(200, found.rows());
        assertEquals("x0", found.columns().get(0).column());
        assertEquals("x1", found.columns().get(1).column());
        double noise = 0.5;
        assertEquals(
                Math.sqrt(noise * noise + 18) - noise, found.columns().get(0).value(), 0.5);
        assertEquals(
                Math.sqrt(noise * noise + 2) - noise, found.columns().get(1).value(), 0.25);
        assertEquals(
                "what the model does not read loses nothing",
                0,
                found.columns().get(2).value(),
                0);
    }

    @Test
    public void aColumnExplainsWhatItsGroupsDo() {
        double[] output = {1, 1, 5, 5, 9, 9};
        assertEquals(1, ColumnScreening.explained(new int[] {0, 0, 1, 1, 2, 2}, output), 1e-12);
        // groups {1, 1, 5, 5} and {9, 9}: 16 of 64 within, with 4 and 5 degrees of freedom
        assertEquals(
                1 - (16 / 4.0) / (64 / 5.0), ColumnScreening.explained(new int[] {0, 0, 0, 0, 1, 1}, output), 1e-12);
        assertEquals(0, ColumnScreening.explained(new int[] {0, 1, 0, 1}, new double[] {7, 7, 7, 7}), 0);
        assertEquals(
                "each row a group of its own explains nothing",
                0,
                ColumnScreening.explained(new int[] {0, 1, 2}, new double[] {1, 2, 3}),
                0);
        assertArrayEquals(
                "missing values are a group, equal numbers one",
                new int[] {1, 0, 1, 6, 0, 8},
                ColumnScreening.groups(new ColumnValues.Numbers(new double[] {2, Double.NaN, 2, 5, Double.NaN, 9}), 6));
        assertArrayEquals(
                new int[] {0, 1, 0, 2},
                ColumnScreening.groups(new ColumnValues.Texts(new String[] {"a", null, "a", "b"}), 4));
    }

    /** A model that is known: 3 x0 + x1. */
    private record Rule(List<String> columns) implements Candidate {
        Rule() {
            this(List.of("x0", "x1", "x2"));
        }

        @Override
        public Predictions predict(Table table, int[] rows) {
            double[] x0 = ((ColumnValues.Numbers) table.column("x0")).values();
            double[] x1 = ((ColumnValues.Numbers) table.column("x1")).values();
            return new Predictions(
                    List.of(),
                    IntStream.of(rows)
                            .mapToObj(row -> new double[] {(float) (3 * x0[row] + x1[row])})
                            .toArray(double[][]::new));
        }

        @Override
        public String version() {
            return "sha256:0";
        }

        @Override
        public String source() {
            return null;
        }

        @Override
        public List<String> classes() {
            return List.of();
        }

        @Override
        public TrainingKeys trainedOn() {
            return TrainingKeys.of(new long[0]);
        }

        @Override
        public void requireFits(LearningTask task) {
            // it fits
        }
    }
}
