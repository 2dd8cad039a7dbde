package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Interval;
import java.util.SplittableRandom;
import org.junit.Test;

/** Expected values: the score test with the restricted likelihood maximised numerically by scipy.optimize and inverted by brentq. */
public class PairedProportionsTest {

    @Test
    public void isTangosIntervalAsPublished() {
        // airway hyper-responsiveness: Fagerland, Lydersen, Laake, Statistics in Medicine 33 (2014): -0.517 to -0.026
        expect(new PairedProportions(1, 7, 21), 0.025, -0.5172322773, -0.0260030311);
        // contact lenses: Tango 1998, table II, 12 and 2 of 44
        expect(new PairedProportions(12, 2, 44), 0.025, 0.0691662177, 0.3860037701);
    }

    @Test
    public void asksForAnyTail() {
        expect(new PairedProportions(9, 3, 44), 0.05, 0.00750006, 0.2680026001);
        expect(new PairedProportions(30, 46, 300), 0.025, -0.1109222371, 0.0036898161);
        expect(new PairedProportions(30, 46, 300), 1e-5, -0.1832918167, 0.0753822494);
    }

    @Test
    public void needsNoDiscordantRows() {
        double z2 = 1.959963984540054 * 1.959963984540054;
        expect(new PairedProportions(0, 0, 30), 0.025, -z2 / (30 + z2), z2 / (30 + z2));
        expect(new PairedProportions(5, 0, 40), 0.025, 0.0264256970, 0.2611211984);
        Interval all = new PairedProportions(20, 0, 20).interval(0.025);
        assertEquals(1, all.upper(), 1e-12);
        assertEquals(20 / (20 + z2), all.lower() / 2 + 0.5, 0.1);
    }

    @Test
    public void coversTheDifference() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        for (int i = 0; i < 4000; i++) {
            int first = 0;
            int second = 0;
            for (int row = 0; row < 60; row++) {
                double drawn = random.nextDouble();
                first += drawn < 0.08 ? 1 : 0;
                second += drawn >= 0.08 && drawn < 0.2 ? 1 : 0;
            }
            Interval interval = new PairedProportions(first, second, 60).interval(0.025);
            covered += interval.lower() <= -0.04 && -0.04 <= interval.upper() ? 1 : 0;
        }
        assertEquals(0.95, covered / 4000.0, 0.013);
    }

    @Test
    public void refusesWhatIsNoCount() {
        assertThrows(IllegalArgumentException.class, () -> new PairedProportions(3, 3, 5));
        assertThrows(IllegalArgumentException.class, () -> new PairedProportions(-1, 0, 5));
        assertTrue(new PairedProportions(2, 3, 5).interval(0.025).lower() >= -1);
    }

    private static void expect(PairedProportions pairs, double tail, double lower, double upper) {
        Interval interval = pairs.interval(tail);
        assertEquals(lower, interval.lower(), 1e-7);
        assertEquals(upper, interval.upper(), 1e-7);
        assertTrue(lower <= pairs.value() && pairs.value() <= upper);
    }
}
