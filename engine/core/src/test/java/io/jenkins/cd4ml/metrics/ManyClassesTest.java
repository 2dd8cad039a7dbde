package io.jenkins.cd4ml.metrics;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.Test;

/** A thousand classes, as many as there may be: what follows from the confusion matrix follows from rows and sums by class. */
public class ManyClassesTest {
    private static final int CLASSES = 1_000;
    private static final int ROWS = 2_000;

    private final int[] actual = new int[ROWS];
    private final ClassificationMetrics sample = sample();

    @Test
    public void countsAreTheMatrixsSums() {
        long[][] matrix = sample.confusion();
        ClassCounts counts = sample.counts();
        assertEquals(ROWS, counts.rows());
        long[] rowSums =
                Arrays.stream(matrix).mapToLong(row -> Arrays.stream(row).sum()).toArray();
        long[] columnSums = new long[CLASSES];
        for (long[] row : matrix) {
            for (int c = 0; c < CLASSES; c++) {
                columnSums[c] += row[c];
            }
        }
        assertArrayEquals(rowSums, counts.actual());
        assertArrayEquals(columnSums, counts.predicted());
        for (int c = 0; c < CLASSES; c++) {
            assertEquals(matrix[c][c], counts.hits()[c]);
        }
        long present = 0;
        for (int c = 0; c < CLASSES; c++) {
            present += rowSums[c] + columnSums[c] > 0 ? 1 : 0;
        }
        assertEquals(present, counts.present());
        assertEquals(Arrays.stream(rowSums).filter(sum -> sum > 0).count(), counts.withRows());
    }

    @Test
    public void rowsCountAsOftenAsTheyAreDrawn() {
        int[] twice = new int[ROWS];
        Arrays.fill(twice, 2);
        assertArrayEquals("figures do not depend on the size", sample.evaluate(), sample.evaluate(twice), 1e-12);
        ClassCounts single =
                ClassCounts.of(new int[] {5 * CLASSES + 7, 0, 0, 9 * CLASSES + 9}, CLASSES, new int[] {3, 0, 0, 1});
        assertEquals(4, single.rows());
        assertEquals(3, single.actual(5));
        assertEquals(3, single.predicted()[7]);
        assertEquals(1, single.hits()[9]);
        assertEquals(3, single.present());
        assertEquals(2, single.withRows());
        assertEquals(0.25, single.accuracy(), 0);
    }

    /** The mean of the influences is the metric, for each of the five thousand that counts decide. */
    @Test
    public void influencesAverageToTheMetric() {
        List<MetricKey> metrics = sample.metrics();
        int checked = 0;
        for (int i = 0; i < metrics.size(); i++) {
            MetricName name = metrics.get(i).name();
            boolean counted = List.of(
                            MetricName.ACCURACY,
                            MetricName.BALANCED_ACCURACY,
                            MetricName.PRECISION,
                            MetricName.RECALL,
                            MetricName.F1,
                            MetricName.PRECISION_MACRO,
                            MetricName.RECALL_MACRO,
                            MetricName.F1_MACRO,
                            MetricName.F1_WEIGHTED)
                    .contains(name);
            if (counted && Double.isFinite(sample.evaluate(i))) {
                double mean = Arrays.stream(sample.influence(i)).average().orElseThrow();
                assertEquals(metrics.get(i).toString(), sample.evaluate(i), mean, 1e-9);
                checked++;
            }
        }
        assertTrue(checked + " metrics", checked > 2_000);
    }

    private ClassificationMetrics sample() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] probabilities = new double[ROWS][CLASSES];
        for (int row = 0; row < ROWS; row++) {
            actual[row] = random.nextInt(CLASSES);
            int said = random.nextInt(3) > 0 ? actual[row] : random.nextInt(CLASSES);
            Arrays.fill(probabilities[row], 0.5 / CLASSES);
            probabilities[row][said] += 0.5;
        }
        return ClassificationMetrics.of(actual, probabilities, CLASSES);
    }
}
