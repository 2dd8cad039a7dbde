package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.protocol.Interval;
import java.util.List;
import org.junit.Test;

/** Against Newcombe's table of examples and a numerical solution by SciPy (bounded likelihood, then Brent's root). */
public class TwoProportionsTest {
    private static final List<TwoByTwo> STRATA =
            List.of(new TwoByTwo(3, 25, 4, 225), new TwoByTwo(1, 20, 6, 180), new TwoByTwo(5, 30, 10, 270));

    private static void assertInterval(double lower, double upper, TwoByTwo... strata) {
        Interval interval = new TwoProportions(List.of(strata)).interval(0.95, 1);
        assertEquals(lower, interval.lower(), 1e-6);
        assertEquals(upper, interval.upper(), 1e-6);
        assertEquals(0.95, interval.confidence(), 0);
    }

    /** Statistics in Medicine 17, 1998, 873-890, table II, method 6: 0.0528 to 0.3382, 0.1700 to 0.8406, 0.0342 to 0.8534. */
    @Test
    public void publishedExamplesAreReproduced() {
        assertInterval(0.05282971323572604, 0.33817294004901083, new TwoByTwo(56, 70, 48, 80));
        assertInterval(0.17002501671406098, 0.840649543944821, new TwoByTwo(9, 10, 3, 10));
        assertInterval(0.034175544306152106, 0.8534052599710125, new TwoByTwo(6, 7, 2, 7));
    }

    @Test
    public void rareEventsAreNoProblem() {
        assertInterval(-0.0021306625546904166, 0.01885457600498793, new TwoByTwo(0, 200, 0, 1800));
        assertInterval(0.008761282371251523, 0.024273662761423957, new TwoByTwo(15, 1000, 3, 9000));
        assertInterval(-0.003221142173719245, 0.003891306725881374, new TwoByTwo(75, 5000, 750, 50000));
        assertInterval(0.7156186604656032, 1, new TwoByTwo(10, 10, 0, 20));
    }

    @Test
    public void strataAreWeightedAsByMantelAndHaenszel() {
        TwoProportions strata = new TwoProportions(STRATA);
        assertEquals(0.09037037037037036, strata.difference(), 1e-12);
        assertInterval(0.0327249958128845, 0.1838476490449294, STRATA.toArray(TwoByTwo[]::new));
        assertEquals(
                "a group that is not there says nothing",
                strata.interval(0.95, 1),
                new TwoProportions(List.of(STRATA.get(0), STRATA.get(1), STRATA.get(2), new TwoByTwo(0, 0, 9, 10)))
                        .interval(0.95, 1));
        assertFalse(new TwoProportions(List.of(new TwoByTwo(0, 0, 9, 10))).compares());
    }

    @Test
    public void largerVarianceIsAsIfConfidenceWereHigher() {
        TwoProportions strata = new TwoProportions(STRATA);
        // 1.959964 sqrt(2) is the quantile of a confidence of 0.994425
        Interval wider = strata.interval(1 - 2 * Normal.tail(Normal.z(0.025) * Math.sqrt(2)), 1);
        assertEquals(wider.lower(), strata.interval(0.95, 2).lower(), 1e-9);
        assertEquals(wider.upper(), strata.interval(0.95, 2).upper(), 1e-9);
    }

    @Test
    public void impossibleCountsAreRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new TwoByTwo(3, 2, 0, 1));
        assertEquals("3 of 2 and 0 of 1 are no counts of events", e.getMessage());
    }
}
