package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Interval;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.Test;

/** Expected values: statsmodels 0.15, {@code proportion_confint(method='wilson')} and {@code method='beta'}. */
public class ProportionTest {

    @Test
    public void isWilsonsIntervalOnManyRows() {
        Interval interval = new Proportion(81, 263).interval(0.025);
        // also Newcombe, Statistics in Medicine 17 (1998), 857: 0.2553 to 0.3662
        assertEquals(0.2552885198782742, interval.lower(), 1e-9);
        assertEquals(0.36620957698280004, interval.upper(), 1e-9);
        Interval far = new Proportion(81, 263).interval(1e-5);
        assertEquals(0.20233353933318377, far.lower(), 1e-9);
        assertEquals(0.4384778203435833, far.upper(), 1e-9);
        assertEquals(0.6276792992295218, new Proportion(45, 60).lower(0.025), 1e-9);
    }

    @Test
    public void isExactOnFewRowsAndWhereFewAreOnASide() {
        assertEquals(0.8842966917779722, new Proportion(30, 30).lower(0.025), 1e-9);
        assertEquals(1, new Proportion(30, 30).upper(0.025), 0);
        assertEquals(0, new Proportion(0, 30).lower(0.025), 0);
        assertEquals(1 - 0.8842966917779722, new Proportion(0, 30).upper(0.025), 1e-9);
        Proportion rare = new Proportion(995, 1000);
        // scipy.stats.beta.isf(.025, 996, 5)
        assertEquals(0.9983745804, rare.upper(0.025), 1e-9);
        assertEquals(Proportion.wilsonLower(995, 1000, 0.025), rare.lower(0.025), 0);
    }

    @Test
    public void coversInNearlyAllRowsAndProportions() {
        for (int rows : new int[] {1, 7, 30, 50, 100, 300}) {
            double[] lower = new double[rows + 1];
            double[] upper = new double[rows + 1];
            for (int hits = 0; hits <= rows; hits++) {
                lower[hits] = new Proportion(hits, rows).lower(0.025);
                upper[hits] = new Proportion(hits, rows).upper(0.025);
                assertTrue(lower[hits] <= (double) hits / rows && (double) hits / rows <= upper[hits]);
            }
            for (double p = 0.002; p < 1; p += 0.002) {
                double covered = 0;
                BinomialDistribution count = BinomialDistribution.of(rows, p);
                for (int hits = 0; hits <= rows; hits++) {
                    covered += lower[hits] <= p && p <= upper[hits] ? count.probability(hits) : 0;
                }
                assertTrue(rows + " rows, " + p + ": " + covered, covered > 0.926);
            }
        }
    }

    @Test
    public void acceptsAnEffectiveNumberOfRows() {
        assertEquals(0.75, new Proportion(67.5, 90).value(), 0);
        assertTrue(new Proportion(67.5, 90).lower(0.025) > new Proportion(45, 60).lower(0.025));
        // scipy.stats.beta.ppf(.025, 7.5, 3.5)
        assertEquals(0.3941816818, new Proportion(7.5, 10).lower(0.025), 1e-9);
    }

    @Test
    public void refusesWhatIsNoProportion() {
        assertThrows(IllegalArgumentException.class, () -> new Proportion(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(3, 2));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(Double.NaN, 2));
    }

    @Test
    public void newcombesDifferenceIsThatOfStatsmodels() {
        // confint_proportions_2indep(56, 70, 48, 80, method='newcomb', compare='diff'); Newcombe 1998, table II,
        // example a
        TwoShares shares = new TwoShares(56, 70, 48, 80);
        assertEquals(0.05243147240236498, shares.interval().lower(), 1e-9);
        assertEquals(0.33387265403690614, shares.interval().upper(), 1e-9);
        assertEquals(0.2, shares.difference(), 1e-12);
    }
}
