package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficBlocks;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import org.junit.Test;

/** A process that is slow at first is measured once more; one that stays slow is not let off. */
public class SlowStartTest {
    private static final double LEVEL = 0.002;
    private double level = LEVEL;

    private final Analysis analysis = new Analysis(DeploySettings.DEFAULT, null, "sha256:ab");
    private final SlowStart start = new SlowStart();
    private final TrafficBlocks blocks = new TrafficBlocks(0);

    /** A minute: so many answers of either in each of 30 blocks, 21 to 70 ms, the candidate's times the factor. */
    private void minute(int from, int answers, double slower) {
        answers(from, from + 30, answers, slower);
    }

    /** The same where each ten seconds are slower or faster than those before. */
    private void unsteadyMinute(int from, int answers) {
        for (int block = from; block < from + 30; block += 10) {
            answers(block, block + 5, answers, 0.7);
            answers(block + 5, block + 10, answers, 1.6);
        }
    }

    private void answers(int from, int to, int answers, double slower) {
        for (int block = from; block < to; block++) {
            for (int i = 0; i < answers; i++) {
                long nanos = 1_000_000L * (21 + (i * 7 + block) % 50);
                long begun = block * 2_000_000_000L;
                blocks.answered(true, begun + (long) (nanos * slower), (long) (nanos * slower));
                blocks.answered(false, begun + nanos, nanos);
            }
        }
    }

    private Measurement measured() {
        List<List<TrafficBlock>> all = List.of(blocks.snapshot());
        long answers = all.get(0).stream()
                .mapToLong(block -> block.candidate().answered())
                .sum();
        TrafficSnapshot both = new TrafficSnapshot(
                answers, 0, 0, 0, 0, 0, answers, 40.0, 68.0, 65.0, 70.0, TrafficSnapshot.NONE.predictions());
        return start.timed(new Measurement(10, level, both, both, all, PairedRows.NONE, null, null));
    }

    private Check latency() {
        return analysis.of(measured()).get(1);
    }

    private boolean putsAside() {
        Measurement measured = measured();
        return start.putsAside(measured, analysis.of(measured));
    }

    private boolean isOpen() {
        return start.isOpen(measured(), analysis.of(measured()));
    }

    @Test
    public void slowFirstAnswersArePutAsideAndWhatComesLaterCounts() {
        minute(0, 30, 4);
        assertTrue(latency().message(), latency().failed());
        assertTrue(putsAside());
        assertEquals(
                "not shown: its first answers were slow, and no others came yet",
                latency().message());
        assertTrue("the step goes on for a second look", isOpen());
        minute(30, 3, 1);
        assertTrue("a tenth as many is too few", isOpen());
        minute(60, 27, 1);
        assertEquals(latency().message(), Outcome.PASSED, latency().outcome());
        assertEquals(1, latency().value(), 0.03);
        assertEquals(
                "those that were put aside are not counted",
                Long.valueOf(900),
                latency().sampleSize());
        assertTrue(latency().message(), latency().message().contains(", measured once more after a slow start: "));
        assertFalse(isOpen());
    }

    @Test
    public void whatStaysSlowEndsTheCanaryAtTheSecondLook() {
        minute(0, 30, 4);
        assertTrue(putsAside());
        minute(30, 30, 4);
        assertTrue(latency().message(), latency().failed());
        assertEquals(4, latency().value(), 0.2);
        level = 1e-12;
        assertTrue(
                "looks while a step waits have smaller and smaller levels of their own",
                latency().failed());
        assertFalse("once", putsAside());
    }

    @Test
    public void theSecondLookHasTwiceAsManyAnswersUnlessFewerShowIt() {
        minute(0, 10, 4);
        assertTrue(putsAside());
        unsteadyMinute(30, 10);
        assertEquals(latency().message(), Outcome.INCONCLUSIVE, latency().outcome());
        assertTrue(isOpen());
        unsteadyMinute(60, 11);
        assertEquals(latency().message(), Outcome.INCONCLUSIVE, latency().outcome());
        assertFalse(isOpen());
    }

    @Test
    public void aWarmProcessIsJudgedAtOnce() {
        minute(0, 40, 4);
        assertTrue(latency().failed());
        assertFalse(putsAside());
    }

    @Test
    public void whatAlsoFailsOtherwiseIsNotLetOff() {
        minute(0, 30, 4);
        for (int block = 0; block < 30; block++) {
            for (int i = 0; i < 10; i++) {
                blocks.failed(true, block * 2_000_000_000L + 1, 1);
            }
        }
        assertTrue(analysis.of(measured()).get(0).failed());
        assertTrue(latency().failed());
        assertFalse(putsAside());
    }
}
