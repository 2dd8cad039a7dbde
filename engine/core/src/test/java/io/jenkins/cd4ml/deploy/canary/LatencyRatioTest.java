package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficBlocks;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.Test;

public class LatencyRatioTest {
    private static final double SECOND = 1e9;

    /** A minute of 6,000 requests, one in three of the candidate; the machine is three times slower from the 20th second to the 30th. */
    private static List<TrafficBlock> minute(double slower, boolean candidateAlone, int seconds) {
        TrafficBlocks blocks = new TrafficBlocks(0);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 100 * seconds; i++) {
            boolean candidate = random.nextInt(3) == 0;
            double time = i / 100.0;
            boolean burst = time >= 20 && time < 30 && (candidate || !candidateAlone);
            // exponential
            double nanos = -30e6 * Math.log(1 - random.nextDouble()) * (burst ? 3 : 1) * (candidate ? slower : 1);
            blocks.answered(candidate, (long) (time * SECOND + nanos), (long) nanos);
        }
        return blocks.snapshot();
    }

    @Test
    public void aFactorIsFoundThoughTheMachineIsSlowAtTimes() {
        LatencyRatio ratio = new LatencyRatio(List.of(minute(1.3, false, 60)), false);
        assertEquals(1.3, ratio.estimate(), 0.1);
        assertTrue(ratio.interval().lower() < 1.3 && 1.3 < ratio.interval().upper());
        assertTrue("" + ratio.pValue(1), ratio.pValue(1) < 0.005);
        assertTrue(ratio.pValue(1.5) > 0.5);
    }

    @Test
    public void versionsThatAreAlikeAreAlike() {
        LatencyRatio ratio = new LatencyRatio(List.of(minute(1, false, 60)), false);
        assertEquals(1, ratio.estimate(), 0.1);
        assertTrue(ratio.interval().lower() < 1 && 1 < ratio.interval().upper());
        assertTrue(ratio.pValue(1) > 0.01);
    }

    /** The exact test takes ten slow seconds of one server for a thousand pieces of evidence; there is one. */
    @Test
    public void aSlowTimeOfOneServerAloneIsNoProof() {
        LatencyRatio ratio = new LatencyRatio(List.of(minute(1, true, 60)), false);
        assertTrue("" + ratio.pValue(1), ratio.pValue(1) > 0.01);
    }

    @Test
    public void halfAMinuteIsNeeded() {
        LatencyRatio early = new LatencyRatio(List.of(minute(3, false, 15)), false);
        assertFalse(early.settled());
        assertEquals(1, early.pValue(1), 0);
        assertTrue("in turn, no time is", new LatencyRatio(List.of(minute(3, false, 15)), true).pValue(1) < 1e-6);
        assertFalse(new LatencyRatio(List.of(List.of()), false).compares());
    }
}
