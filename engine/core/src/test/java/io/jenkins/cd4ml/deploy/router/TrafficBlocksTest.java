package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class TrafficBlocksTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    @Test
    public void requestsAreInTheBlockInWhichTheyCame() {
        TrafficBlocks blocks = new TrafficBlocks(0);
        blocks.answered(true, SECOND, 10 * MILLI);
        blocks.answered(false, 2 * SECOND + 5 * MILLI, 10 * MILLI);
        blocks.answered(false, 5 * SECOND, 20 * MILLI);
        blocks.failed(true, 5 * SECOND, 30 * MILLI);
        blocks.answered(true, 5 * MILLI, 10 * MILLI);
        List<TrafficBlock> found = blocks.snapshot();
        assertEquals(2, found.size());
        TrafficBlock first = found.get(0);
        assertEquals(0, first.startMillis());
        assertEquals(
                "the one from before the weight was set is left out",
                1,
                first.candidate().answered());
        assertEquals("it came before the end of the block", 1, first.champion().answered());
        TrafficBlock second = found.get(1);
        assertEquals(4000, second.startMillis());
        assertEquals(1, second.candidate().errors());
        assertEquals(1, second.candidate().asked());
        assertEquals(LatencyHistogram.NONE, second.candidate().latencies());
        assertEquals(
                LatencyHistogram.bucket(20 * MILLI),
                second.champion().latencies().first());
    }

    @Test
    public void longStepsHaveLongerBlocksAndLoseNothing() {
        TrafficBlocks blocks = new TrafficBlocks(0);
        int requests = 3 * TrafficBlocks.MOST;
        for (int i = 0; i < requests; i++) {
            blocks.answered(i % 3 == 0, i * 2 * SECOND + MILLI + i, MILLI + i);
        }
        List<TrafficBlock> found = blocks.snapshot();
        assertEquals(3 * TrafficBlocks.MOST / 4, found.size());
        assertEquals(8000, found.get(1).startMillis());
        long candidates = 0;
        long all = 0;
        for (TrafficBlock block : found) {
            candidates += block.candidate().answered();
            all += block.candidate().latencies().total()
                    + block.champion().latencies().total();
        }
        assertEquals(requests / 3, candidates);
        assertEquals(requests, all);
    }

    @Test
    public void bucketsAreSoWideThatAFactorIsAShift() {
        for (double millis : new double[] {0.01, 0.3, 7, 250, 9000}) {
            int bucket = LatencyHistogram.bucket(millis * MILLI);
            assertEquals(
                    bucket + LatencyHistogram.PER_DOUBLING, LatencyHistogram.bucket(2 * millis * MILLI * 1.0000001));
            double from = 1e3 * Math.pow(2, bucket / 32.0);
            assertTrue(from <= millis * MILLI && millis * MILLI < from * Math.pow(2, 1 / 32.0));
        }
        assertEquals(0, LatencyHistogram.bucket(0));
    }

    @Test
    public void histogramsAddUp() {
        LatencyHistogram one = new LatencyHistogram(5, new int[] {1, 0, 2});
        LatencyHistogram other = new LatencyHistogram(3, new int[] {4, 1, 7});
        assertEquals(new LatencyHistogram(3, new int[] {4, 1, 8, 0, 2}), one.plus(other));
        assertEquals(one, LatencyHistogram.NONE.plus(one));
        assertEquals(15, one.plus(other).total());
    }
}
