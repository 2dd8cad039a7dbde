package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class MeasurementTest {
    private static final TrafficSnapshot CANDIDATE =
            new TrafficSnapshot(100, 3, 4, 0, 20, 2, 110, 5.0, 25.0, 24.0, 26.0, MeasuredSteps.classes(60, 37));

    private static Measurement step(TrafficSnapshot champion, List<List<TrafficBlock>> blocks, PairedRows pairs) {
        return new Measurement(10, 0.01, CANDIDATE, champion, blocks, pairs, null, null);
    }

    @Test
    public void shadowsCountAsAskedAndRefusalsAreTheCallersMistake() {
        Measurement step = step(null, List.of(List.of()), null);
        assertEquals(120, step.candidateAsked());
        assertEquals(5, step.candidateErrors());
        assertEquals(
                new Traffic(100, 3, 5.0, 25.0, Map.of("rain", 60L, "sun", 37L), null, null, null),
                step.candidateTraffic());
        assertNull(step.championTraffic());
        assertFalse(step.rehearsed());
    }

    @Test
    public void theLastStepIsThisOne() {
        List<TrafficBlock> first = List.of(MeasuredSteps.block(20, 0, 20, 0));
        List<TrafficBlock> second = List.of(MeasuredSteps.block(30, 0, 20, 0));
        Measurement alone = step(null, List.of(first), null);
        assertEquals(List.of(first), alone.thisStep());
        assertFalse(alone.hasEarlierSteps());
        Measurement both = step(null, List.of(first, second), null);
        assertEquals(List.of(second), both.thisStep());
        assertTrue(both.hasEarlierSteps());
    }

    @Test
    public void accuracyIsOfRowsThatBothHaveAnswered() {
        Measurement live = step(CANDIDATE, List.of(List.of()), MeasuredSteps.classRows(6, 2, 1, 1));
        assertEquals(10, live.labelled());
        assertEquals(10, live.labelledByBoth().longValue());
        assertEquals(0.8, live.candidateTraffic().accuracy(), 1e-12);
        assertEquals(0.7, live.championTraffic().accuracy(), 1e-12);
        assertNull(live.candidateTraffic().rmse());
        assertNull(
                "no other version",
                step(null, List.of(List.of()), PairedRows.NONE).labelledByBoth());
        Measurement callers = step(CANDIDATE, List.of(List.of()), null);
        assertEquals(0, callers.labelled());
        assertNull(callers.labelledByBoth());
    }

    @Test
    public void numbersHaveAMeanAndAnRmse() {
        PredictionSummary numbers = MeasuredSteps.numbers(4, i -> i);
        TrafficSnapshot some = MeasuredSteps.traffic(4, 0, numbers);
        TrafficSnapshot none = MeasuredSteps.traffic(0, 0, PredictionSummary.none());
        PairedRows pairs = MeasuredSteps.numberRows(8, i -> i + 3, i -> i - 2, i -> i);
        Measurement step = new Measurement(10, 0.01, some, none, List.of(List.of()), pairs, null, null);
        assertTrue(step.numbers());
        assertEquals(1.5, step.candidateTraffic().meanPrediction(), 0);
        assertEquals(3, step.candidateTraffic().rmse(), 1e-12);
        assertNull(step.candidateTraffic().accuracy());
        assertEquals(2, step.championTraffic().rmse(), 1e-12);
        assertNull("it has predicted nothing", step.championTraffic().meanPrediction());
        assertTrue(
                "as far as anything was predicted",
                new Measurement(10, 0.01, none, some, List.of(), null, null, null).numbers());
        assertFalse(new Measurement(10, 0.01, none, none, List.of(), null, null, null).numbers());
        assertFalse(new Measurement(10, 0.01, none, null, List.of(), null, null, null).numbers());
    }
}
