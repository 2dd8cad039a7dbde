package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** Exact powers are sums over the trinomial distribution with Tango's score test, computed with SciPy 1.10. */
public class PairedPowerTest {
    private static final PairedPower POWER = new PairedPower(.025);

    /** The example of the weather: 184 held-out rows, one in ten answered differently. */
    @Test
    public void theWeathersRowsExcludeALossOfEightPercent() {
        double smallest = POWER.smallestMarginOfShares(.1, 184);
        assertTrue("" + smallest, smallest > .07 && smallest <= .08);
        // (1.959964 + 0.841621)^2 * 0.1 / 0.02^2
        assertEquals(1963, POWER.rows(Math.sqrt(.1), .02));
    }

    @Test
    public void agreesWithExactPowers() {
        assertEquals(.6689, POWER.passShares(.1, 184, .06), .035);
        assertEquals(.8051, POWER.passShares(.1, 184, .07), .03);
        assertEquals(.8894, POWER.passShares(.1, 184, .08), .03);
        assertEquals(.1849, POWER.passShares(.1, 300, .02), .02);
        assertEquals(.5052, POWER.passShares(.1, 1000, .02), .02);
        assertEquals(.7954, POWER.passShares(.1, 1962, .02), .01);
    }

    @Test
    public void withoutAMarginNoRowsSuffice() {
        assertEquals(Long.MAX_VALUE, POWER.rows(.3, 0));
        assertEquals(.025, POWER.pass(.01, 0), 1e-9);
        assertEquals(.975, POWER.passUnlessShownWorse(.01, 0), 1e-9);
    }

    @Test
    public void fewRowsWithoutADifferenceExcludeLittle() {
        assertEquals(.354330, POWER.leastLoss(7), 1e-6);
        assertEquals(.003827, POWER.leastLoss(1000), 1e-6);
        assertEquals(0, POWER.passShares(0, 7, .02), 0);
        assertEquals(1, POWER.passShares(0, 1000, .02), 0);
    }
}
