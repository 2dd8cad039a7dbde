package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.Test;

public class StickySplitTest {
    private static final int CALLERS = 20_000;

    private static byte[] caller(int i) {
        return ("user-" + i).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    public void higherWeightOnlyMovesCallersToTheCandidate() {
        StickySplit split = new StickySplit("canary-1", "X-Routing-Key", 0);
        for (int i = 0; i < 500; i++) {
            boolean before = false;
            for (int weight = 0; weight <= 100; weight++) {
                boolean now = split.withWeight(weight).toCandidate(caller(i));
                assertFalse("caller " + i + " moved back at " + weight, before && !now);
                before = now;
            }
            assertTrue(before);
            assertFalse(split.toCandidate(caller(i)));
        }
    }

    @Test
    public void sharesAreWhatTheWeightSays() {
        for (int weight : new int[] {1, 10, 50, 99}) {
            StickySplit split = new StickySplit("canary-1", "X-Routing-Key", weight);
            double share = IntStream.range(0, CALLERS)
                            .filter(i -> split.toCandidate(caller(i)))
                            .count()
                    / (double) CALLERS;
            // five standard deviations of a binomial share
            double p = weight / 100.0;
            assertEquals(p, share, 5 * Math.sqrt(p * (1 - p) / CALLERS));
        }
    }

    @Test
    public void eachCanaryHasItsOwnCallers() {
        StickySplit one = new StickySplit("canary-1", "X-Routing-Key", 10);
        StickySplit two = new StickySplit("canary-2", "X-Routing-Key", 10);
        double both = IntStream.range(0, CALLERS)
                        .filter(i -> one.toCandidate(caller(i)) && two.toCandidate(caller(i)))
                        .count()
                / (double) CALLERS;
        assertEquals(0.01, both, 5 * Math.sqrt(0.01 * 0.99 / CALLERS));
    }
}
