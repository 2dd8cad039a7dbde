package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Interval;
import java.util.SplittableRandom;
import org.junit.Test;

public class SkewedMeanTest {

    @Test
    public void ofASymmetricSampleItIsStudentsInterval() {
        // scipy.stats.t.interval(.95, 4, loc=3, scale=scipy.stats.sem([1, 2, 3, 4, 5]))
        Interval interval = SkewedMean.of(new double[] {1, 2, 3, 4, 5}, 0, 0).interval(0.025);
        assertEquals(1.0367568385, interval.lower(), 1e-9);
        assertEquals(4.9632431615, interval.upper(), 1e-9);
    }

    @Test
    public void halls1992TransformationIsInvertedExactly() {
        double[] values = {0.1, 0.2, 0.2, 0.4, 0.5, 0.9, 1.4, 2.0, 3.5, 7.1};
        SkewedMean mean = SkewedMean.of(values, 0, 0);
        SkewedMean.Moments moments = mean.values();
        double n = values.length;
        double skewness = moments.cube() / Math.pow(moments.square(), 1.5);
        double sd = Math.sqrt(moments.square() * n / (n - 1));
        // g(w) = w + b w² / 3 + b² w³ / 27 + b / (6 n) of Hall's statistic at a bound is the quantile
        for (double tail : new double[] {0.025, 0.05, 1e-4}) {
            double w = (mean.value() - mean.lower(tail)) / sd;
            double g = w + skewness * w * w / 3 + skewness * skewness * w * w * w / 27 + skewness / (6 * n);
            assertEquals(Normal.t(tail, n - 1) / Math.sqrt(n), g, 1e-9);
        }
        assertTrue(mean.upper(0.025) - mean.value() > 1.5 * (mean.value() - mean.lower(0.025)));
    }

    @Test
    public void momentsWithOneMoreValueAreThoseOfAll() {
        SkewedMean.Moments more = SkewedMean.Moments.of(new double[] {1, 2, 4}).with(9);
        SkewedMean.Moments all = SkewedMean.Moments.of(new double[] {1, 2, 4, 9});
        assertEquals(all.mean(), more.mean(), 1e-12);
        assertEquals(all.square(), more.square(), 1e-12);
        assertEquals(all.cube(), more.cube(), 1e-12);
    }

    @Test
    public void aConstantSampleHasTheWidthOfTheRowThatWasNotSeen() {
        double[] same = new double[50];
        Interval none = SkewedMean.of(same, 0, 0).interval(0.025);
        assertEquals(0, none.upper(), 0);
        Interval one = SkewedMean.of(same, 1, 1).interval(0.025);
        // a hit that was not seen among 50: scipy.stats.beta.isf(.025, 2, 50), the exact upper bound of 1 of 51, is
        // 0.1045
        assertTrue("" + one.upper(), one.upper() > 0.1045 && one.upper() < 0.15);
        assertEquals(-one.upper(), one.lower(), 1e-12);
    }

    @Test
    public void coversMeansOfHeavyTails() {
        SplittableRandom random = new SplittableRandom(8);
        int covered = 0;
        for (int i = 0; i < 2000; i++) {
            double[] squares = new double[100];
            for (int row = 0; row < squares.length; row++) {
                squares[row] = Math.exp(2 * random.nextGaussian());
            }
            double mean = SkewedMean.of(squares, 0, 0).value();
            Bounds bounds = SkewedMean.of(squares, 0, Tail.beyond(squares, 2.5) - mean);
            covered += bounds.lower(0.025) <= Math.exp(2) && Math.exp(2) <= bounds.upper(0.025) ? 1 : 0;
        }
        assertTrue("covered " + covered, covered >= 0.93 * 2000);
    }

    @Test
    public void hillsExponentIsThatOfThePareto() {
        // quantiles of a Pareto distribution with exponent 1/2: a value that is ten times as rare is sqrt(10) times as
        // large
        double[] values = new double[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.pow(1 - (i + 0.5) / values.length, -0.5);
        }
        double greatest = values[values.length - 1];
        assertEquals(greatest, Tail.beyond(values, 1), 0);
        assertEquals(Math.sqrt(10), Tail.beyond(values, 10) / greatest, 0.15);
    }

    @Test
    public void clustersCountAsOne() {
        double[] values = {1, 1, 1, 0, 0, 0};
        Clusters clusters = Clusters.of(new int[] {7, 7, 7, 3, 3, 3});
        assertEquals(2, clusters.count());
        double[] units = Clusters.units(values, clusters);
        assertEquals(0.5, (units[0] + units[1]) / 2, 1e-12);
        assertEquals(1, Math.abs(units[0] - units[1]), 1e-12);
        // variance of the mean: of 2 clusters 0.5 / 2, of 6 rows 0.3 / 6
        assertEquals(0.25 / 0.05, Clusters.designEffect(values, clusters), 1e-12);
        assertEquals(3, Clusters.designEffect(new double[] {1, 1, 1, 1, 1, 1}, clusters), 1e-12);
        assertEquals(null, Clusters.of(new int[] {1, 2, 3}));
    }
}
