package io.jenkins.cd4ml.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.PairedProportions;
import io.jenkins.cd4ml.statistics.Proportion;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.Test;

public class MetricBoundsTest {
    private static final int ROWS = 120;

    @Test
    public void influencesAreDerivativesByTheWeightOfARow() {
        for (int classes : new int[] {2, 3}) {
            same(classes(new SplittableRandom(4), ROWS, classes, 1));
        }
        same(numbers(new SplittableRandom(4), ROWS));
    }

    /** 1,000 of each row, and one more of it: n times the difference quotient. */
    private static void same(MetricSample sample) {
        int[] counts = new int[sample.rows()];
        Arrays.fill(counts, 1000);
        double[] values = sample.evaluate();
        for (int metric = 0; metric < values.length; metric++) {
            double[] influence = sample.influence(metric);
            if (influence == null) {
                continue;
            }
            String name = sample.metrics().get(metric).toString();
            assertEquals(
                    name, values[metric], Arrays.stream(influence).average().orElseThrow(), 1e-9);
            for (int row = 0; row < sample.rows(); row += 7) {
                counts[row]++;
                double more = sample.evaluate(counts)[metric];
                counts[row]--;
                double slope = (more - values[metric]) * 1000 * sample.rows();
                assertEquals(
                        name + " row " + row, slope, influence[row] - values[metric], 0.02 + 0.01 * Math.abs(slope));
            }
        }
    }

    @Test
    public void everyEstimateLiesWithinItsBoundsAtAnyTail() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MetricSample first = classes(random, 60, 2 + seed % 3, 1);
            MetricSample second = classes(new SplittableRandom(seed), 60, 2 + seed % 3, 0.6);
            MetricSample numbers = numbers(random, 60);
            for (MetricSample sample : new MetricSample[] {first, numbers}) {
                MetricSample other = sample == first ? second : sample;
                for (int metric = 0; metric < sample.metrics().size(); metric++) {
                    MetricBounds found = MetricBounds.of(sample, metric, 1);
                    within(sample.metrics().get(metric), found);
                    within(sample.metrics().get(metric), MetricBounds.difference(sample, other, metric, 1));
                }
            }
        }
    }

    private static void within(MetricKey key, MetricBounds found) {
        if (found.bounds() == null) {
            assertTrue(key + ": " + found, found.tooFew() != null || Double.isNaN(found.value()));
            return;
        }
        Interval before = null;
        for (double tail : new double[] {0.25, 0.05, 0.025, 1e-3, 1e-5}) {
            Interval interval = found.bounds().interval(tail);
            String shown = key + " " + found.value() + " in " + interval;
            assertTrue(shown, interval.lower() <= found.value() + 1e-9 && found.value() <= interval.upper() + 1e-9);
            assertTrue(shown, before == null || interval.lower() <= before.lower() + 1e-9);
            assertTrue(shown, before == null || interval.upper() >= before.upper() - 1e-9);
            before = interval;
        }
    }

    @Test
    public void sharesAreProportionsOfTheirRows() {
        ClassificationMetrics sample = classes(new SplittableRandom(1), 200, 2, 1);
        ClassCounts counts = sample.counts();
        assertEquals(
                new Proportion(counts.hits()[0] + counts.hits()[1], 200), bounds(sample, MetricName.ACCURACY, null));
        Proportion recall = new Proportion(counts.hits()[1], counts.actual(1));
        assertEquals(recall.lower(0.025), bounds(sample, MetricName.RECALL, 1).lower(0.025), 1e-12);
        Proportion precision = new Proportion(counts.hits()[1], counts.predicted()[1]);
        assertEquals(
                precision.upper(0.05), bounds(sample, MetricName.PRECISION, 1).upper(0.05), 1e-12);
        long either = counts.actual(1) + counts.predicted()[1] - counts.hits()[1];
        double jaccard = new Proportion(counts.hits()[1], either).lower(0.025);
        assertEquals(
                2 * jaccard / (1 + jaccard), bounds(sample, MetricName.F1, 1).lower(0.025), 1e-9);
    }

    @Test
    public void accuraciesDifferByTangosInterval() {
        ClassificationMetrics first = classes(new SplittableRandom(1), 200, 2, 1);
        ClassificationMetrics second = classes(new SplittableRandom(1), 200, 2, 0.5);
        long onlyFirst = IntStream.range(0, 200)
                .filter(row -> first.isRight(row) && !second.isRight(row))
                .count();
        long onlySecond = IntStream.range(0, 200)
                .filter(row -> !first.isRight(row) && second.isRight(row))
                .count();
        assertTrue(onlyFirst > 0);
        assertEquals(
                new PairedProportions(onlyFirst, onlySecond, 200),
                MetricBounds.difference(first, second, 0, 1).bounds());
        Interval same = MetricBounds.difference(first, first, 0, 1).bounds().interval(0.025);
        assertEquals(new PairedProportions(0, 0, 200).interval(0.025), same);
    }

    @Test
    public void groupedRowsCountLess() {
        // each row four times: as wide as a quarter of the rows
        int[] quarter = IntStream.range(0, 400).map(row -> row / 4).toArray();
        SplittableRandom random = new SplittableRandom(9);
        int[] actual = new int[100];
        double[][] said = new double[100][];
        for (int row = 0; row < 100; row++) {
            actual[row] = random.nextInt(2);
            float p = (float) Math.min(.9, Math.max(.1, .5 + .3 * (actual[row] - .5) + .4 * random.nextGaussian()));
            said[row] = new double[] {1 - p, p};
        }
        int[] actual4 = Arrays.stream(quarter).map(row -> actual[row]).toArray();
        double[][] said4 = Arrays.stream(quarter).mapToObj(row -> said[row]).toArray(double[][]::new);
        MetricSample one = ClassificationMetrics.of(actual, said, 2);
        MetricSample four = ClassificationMetrics.of(actual4, said4, 2).clustered(Clusters.of(quarter));
        for (MetricName name : new MetricName[] {
            MetricName.ACCURACY, MetricName.RECALL, MetricName.ROC_AUC, MetricName.LOG_LOSS, MetricName.F1_MACRO
        }) {
            Interval alone = bounds(one, name, null).interval(0.025);
            Interval together = bounds(four, name, null).interval(0.025);
            assertEquals(name.id(), alone.lower(), together.lower(), 0.012);
            assertEquals(name.id(), alone.upper(), together.upper(), 0.012);
        }
    }

    @Test
    public void saysInWordsWhatIsTooLittle() {
        int[] actual = new int[40];
        double[][] said = new double[40][];
        Arrays.setAll(said, row -> new double[] {.7, .3});
        actual[0] = 1;
        ClassificationMetrics sample = ClassificationMetrics.of(actual, said, 2);
        assertEquals(
                "a single row of the class is too few",
                found(sample, MetricName.ROC_AUC).tooFew());
        assertEquals(
                "0 predictions of the class are too few",
                found(sample, MetricName.PRECISION).tooFew());
        assertNotNull(found(sample, MetricName.ACCURACY).bounds());
        MetricSample grouped = sample.clustered(
                Clusters.of(IntStream.range(0, 40).map(row -> row / 4).toArray()));
        assertEquals(
                "10 groups are too few", found(grouped, MetricName.ACCURACY).tooFew());
        MetricSample numbers = numbers(new SplittableRandom(1), 30);
        assertEquals("30 rows are too few", found(numbers, MetricName.RMSE).tooFew());
        assertNull(found(numbers, MetricName.MAE).tooFew());
    }

    @Test
    public void aCalibratedModelHasAnErrorOfAboutNothing() {
        SplittableRandom random = new SplittableRandom(2);
        int above = 0;
        double sum = 0;
        for (int i = 0; i < 60; i++) {
            int[] actual = new int[300];
            double[][] said = new double[300][];
            for (int row = 0; row < 300; row++) {
                float p = (float) random.nextDouble();
                actual[row] = random.nextDouble() < p ? 1 : 0;
                said[row] = new double[] {1 - p, p};
            }
            ClassificationMetrics sample = ClassificationMetrics.of(actual, said, 2);
            MetricBounds found = found(sample, MetricName.ECE);
            assertTrue(found.value() < sample.evaluate()[index(sample, MetricName.ECE, null)]);
            sum += found.value();
            above += found.bounds().lower(0.025) > 0 ? 1 : 0;
        }
        // the plain error is 0.085 on average
        assertEquals(0.015, sum / 60, 0.015);
        assertTrue("" + above, above <= 6);
    }

    @Test
    public void aModelThatIsOffByAFifthHasAnErrorOfAFifth() {
        SplittableRandom random = new SplittableRandom(2);
        int[] actual = new int[2000];
        double[][] said = new double[2000][];
        for (int row = 0; row < 2000; row++) {
            double p = 0.1 + 0.6 * random.nextDouble();
            actual[row] = random.nextDouble() < p ? 1 : 0;
            said[row] = new double[] {(float) (.8 - p), (float) (p + .2)};
        }
        MetricBounds found = found(ClassificationMetrics.of(actual, said, 2), MetricName.ECE);
        assertEquals(0.2, found.value(), 0.03);
        Interval interval = found.bounds().interval(0.025);
        assertTrue(interval.lower() > 0.15 && interval.upper() < 0.25);
    }

    private static MetricBounds found(MetricSample sample, MetricName name) {
        return MetricBounds.of(sample, index(sample, name, null), 1);
    }

    private static io.jenkins.cd4ml.statistics.Bounds bounds(MetricSample sample, MetricName name, Integer label) {
        return MetricBounds.of(sample, index(sample, name, label), 1).bounds();
    }

    private static int index(MetricSample sample, MetricName name, Integer label) {
        return sample.metrics().indexOf(new MetricKey(name, label));
    }

    private static ClassificationMetrics classes(SplittableRandom random, int rows, int classes, double skill) {
        int[] actual = new int[rows];
        double[][] said = new double[rows][classes];
        for (int row = 0; row < rows; row++) {
            actual[row] = random.nextInt(classes);
            float sum = 0;
            for (int c = 0; c < classes; c++) {
                said[row][c] = (float) Math.exp(random.nextGaussian() + (c == actual[row] ? 1.5 * skill : 0));
                sum += said[row][c];
            }
            for (int c = 0; c < classes; c++) {
                said[row][c] /= sum;
            }
        }
        return ClassificationMetrics.of(actual, said, classes);
    }

    private static MetricSample numbers(SplittableRandom random, int rows) {
        double[] actual = random.doubles(rows, 5, 9).toArray();
        double[] predicted = Arrays.stream(actual)
                .map(value -> value + random.nextGaussian())
                .toArray();
        return RegressionMetrics.of(actual, predicted);
    }
}
