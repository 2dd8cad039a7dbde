package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.DeploySettings.Analysis;
import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficBlocks;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** One caller, on the machine that builds: a rehearsal finds what is slow, ends nothing for less, and passes nothing undecided. */
public class RehearsalTest {
    private static final double LEVEL = 0.002;

    @Test
    public void endsWhatTakesMuchLongerOnly() {
        Check little = latency(1.35, 2000);
        assertTrue(little.message(), little.outcome() != Outcome.FAILED);
        Check much = latency(4, 2000);
        assertEquals(much.message(), Outcome.FAILED, much.outcome());
        assertEquals("a rehearsal's limit", 2, much.threshold(), 0);
        assertEquals("rehearsal", much.group());
    }

    @Test
    public void passesNothingThatItCannotDecide() {
        Check few = latency(1.9, 40);
        assertEquals(few.message(), Outcome.SKIPPED, few.outcome());
        Check atTheLimit = latency(2, 2000);
        assertNotNull("it was compared", atTheLimit.interval());
        assertEquals(atTheLimit.message(), Outcome.SKIPPED, atTheLimit.outcome());
        assertTrue(atTheLimit.message(), atTheLimit.message().startsWith("rehearsed, and nothing went wrong: "));
    }

    @Test
    public void keepsALimitThatIsSet() {
        Check check = latency(new Analysis(null, null, 1.1, null, null, null, null), 1.35, 2000);
        assertEquals(1.1, check.threshold(), 0);
        assertEquals(check.message(), Outcome.FAILED, check.outcome());
    }

    private static Check latency(double slower, int answers) {
        return latency(Analysis.DEFAULT, slower, answers);
    }

    private static Check latency(Analysis limits, double slower, int answers) {
        return new LatencyCheck(new StepChecks("sha256:d", "sha256:m"), limits).of(step(slower, answers));
    }

    /** Latencies of 1 to 50 ms, times the factor for the candidate, in blocks of 40 requests of either version. */
    private static Measurement step(double slower, int answers) {
        TrafficBlocks blocks = new TrafficBlocks(0);
        for (int i = 0; i < answers; i++) {
            long start = i / 40 * 2_000_000_000L;
            long nanos = 1_000_000L * (1 + i * 7 % 50);
            blocks.answered(true, start + nanos, (long) (nanos * slower));
            blocks.answered(false, start + nanos, nanos);
        }
        List<TrafficBlock> counted = blocks.snapshot();
        PredictionSummary none = new PredictionSummary(0, Map.of(), 0, 0);
        TrafficSnapshot both = new TrafficSnapshot(answers, 0, 0, 0, 0, 0, answers, 30.0, 60.0, 55.0, 70.0, none);
        PairedAnswers rehearsed =
                RehearsedRows.of(Task.CLASSIFICATION, List.of("rain"), new double[0], new double[][] {{1}});
        return new Measurement(10, LEVEL, both, both, List.of(counted), null, rehearsed, null);
    }
}
