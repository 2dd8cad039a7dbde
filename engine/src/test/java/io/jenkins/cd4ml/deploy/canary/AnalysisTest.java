package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.DeploySettings;
import io.jenkins.cd4ml.deploy.router.TrafficSnapshot;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Live traffic; what replay adds is tested with the stage. */
public class AnalysisTest {
    private final Analysis analysis = new Analysis(DeploySettings.DEFAULT, null, "sha256:ab");

    private static TrafficSnapshot traffic(long requests, long errors, double p95, PredictionSummary predictions) {
        long answers = requests - errors;
        return new TrafficSnapshot(
                requests, errors, 0, 0, 0, 0, answers, p95 / 2, p95, p95 * 0.9, p95 * 1.2, predictions);
    }

    private static PredictionSummary classes(long rain, long sun) {
        return new PredictionSummary(rain + sun, Map.of("rain", rain, "sun", sun), 0, 0);
    }

    private List<Check> judge(TrafficSnapshot candidate, TrafficSnapshot champion) {
        return analysis.of(new Measurement(10, candidate, champion, champion, null, null));
    }

    @Test
    public void goodCandidatePasses() {
        List<Check> checks = judge(traffic(200, 2, 30, classes(60, 140)), traffic(1800, 0, 25, classes(540, 1260)));
        assertEquals(
                List.of("10 %: error rate", "10 %: p95 latency", "10 %: prediction shift", "10 %: accuracy"),
                checks.stream().map(Check::name).toList());
        assertEquals(
                List.of(Outcome.PASSED, Outcome.PASSED, Outcome.PASSED, Outcome.SKIPPED),
                checks.stream().map(Check::outcome).toList());
        assertEquals(0.01, checks.get(0).value(), 0);
        assertEquals(1.2, checks.get(1).value(), 1e-12);
        assertEquals(0, checks.get(2).value(), 0);
        assertEquals("live traffic has no known labels", checks.get(3).message());
    }

    @Test
    public void labelsThatCallersSentAreJudged() {
        TrafficSnapshot traffic = traffic(200, 0, 25, classes(60, 140));
        LiveLabels.Side champion = side(1000, 800);
        Check worse = accuracy(traffic, new LiveLabels(side(150, 90), champion));
        assertEquals(Outcome.FAILED, worse.outcome());
        assertEquals(-0.2, worse.value(), 1e-12);
        // Newcombe's interval from SciPy's binomtest(k, n).proportion_ci(method='wilson') of both
        assertEquals(-0.2833677330521842, worse.interval().lower(), 1e-9);
        assertEquals(-0.12068850341262856, worse.interval().upper(), 1e-9);
        assertEquals(
                Outcome.PASSED,
                accuracy(traffic, new LiveLabels(side(150, 115), champion)).outcome());
        Check few = accuracy(traffic, new LiveLabels(side(99, 90), champion));
        assertEquals(Outcome.SKIPPED, few.outcome());
        assertEquals("accuracy is not judged: 99 are too few, 100 are needed", few.message());
    }

    private static LiveLabels.Side side(int rows, int right) {
        LiveLabels.Side side = new LiveLabels.Side();
        for (int i = 0; i < rows; i++) {
            side.add("request", i, "rain", i < right ? "rain" : "sun");
        }
        side.add("request", 0, "rain", "sun");
        assertEquals("a request that is sent once more counts once", rows, side.rows());
        return side;
    }

    @Test
    public void labelsOfNumbersAreJudged() {
        TrafficSnapshot numbers = traffic(200, 0, 25, new PredictionSummary(200, Map.of(), 10, 199));
        Check worse = accuracy(numbers, new LiveLabels(errors(150, 3, 5), errors(1000, 2, 4)));
        assertEquals("10 %: rmse", worse.name());
        assertEquals(Outcome.FAILED, worse.outcome());
        assertEquals(Math.sqrt(17.0 / 10) - 1, worse.value(), 1e-12);
        // half of them 9 and 25, 4 and 16: standard deviations 8 and 6, by the delta method
        double s = Math.hypot(8 / Math.sqrt(149) / 17 / 2, 6 / Math.sqrt(999) / 10 / 2);
        double l = Math.log(1.7) / 2;
        assertEquals(Math.exp(l - 1.959963984540054 * s) - 1, worse.interval().lower(), 1e-9);
        assertEquals(Math.exp(l + 1.959963984540054 * s) - 1, worse.interval().upper(), 1e-9);
        assertTrue(
                worse.message(),
                worse.message()
                        .startsWith(
                                "RMSE 4.12 against 3.16 of the champion by labels that callers sent: the relative increase, "));
        assertTrue(worse.message(), worse.message().endsWith(" is above 0.02 (150 and 1000 labelled rows)"));
        assertEquals(
                Outcome.PASSED,
                accuracy(numbers, new LiveLabels(errors(150, 2, 4), errors(1000, 2, 4)))
                        .outcome());
        Check perfect = accuracy(numbers, new LiveLabels(errors(150, 2, 4), errors(1000, 0, 0)));
        assertEquals(Outcome.FAILED, perfect.outcome());
        assertNull(perfect.value());
        assertNull(perfect.interval());
        LiveLabels.Side few = errors(99, 1, 1);
        few.add("other", 0, "1.5", "not a number");
        assertEquals(
                "rmse is not judged: 99 are too few, 100 are needed",
                accuracy(numbers, new LiveLabels(few, errors(1000, 2, 4))).message());
    }

    /** Predictions that are off by the one as often as by the other. */
    private static LiveLabels.Side errors(int rows, int one, int other) {
        LiveLabels.Side side = new LiveLabels.Side();
        for (int i = 0; i < rows; i++) {
            side.add("request-" + i, 0, "7.0", Integer.toString(7 + (i % 2 == 0 ? one : -other)));
        }
        return side;
    }

    private Check accuracy(TrafficSnapshot traffic, LiveLabels labels) {
        return analysis.of(new Measurement(10, traffic, traffic, traffic, null, labels))
                .get(3);
    }

    @Test
    public void eachLimitIsHeld() {
        TrafficSnapshot champion = traffic(1800, 0, 25, classes(540, 1260));
        Check errors = judge(traffic(112, 4, 25, classes(33, 75)), champion).get(0);
        assertEquals(Outcome.FAILED, errors.outcome());
        assertEquals("error rate 0.0357 is above 0.01 (112 requests)", errors.message());
        Check latency = judge(traffic(200, 0, 70, classes(60, 140)), champion).get(1);
        assertEquals(Outcome.FAILED, latency.outcome());
        assertEquals(63 / 30.0, latency.interval().lower(), 1e-12);
        assertEquals(
                Outcome.PASSED,
                judge(traffic(200, 0, 60, classes(60, 140)), champion).get(1).outcome());
        assertEquals(
                "p95 latency 19 ms against 2 ms of the champion: below the floor of 20 ms (200 answers)",
                judge(traffic(200, 0, 19, classes(60, 140)), traffic(1800, 0, 2, classes(540, 1260)))
                        .get(1)
                        .message());
        Check shift = judge(traffic(200, 0, 25, classes(180, 20)), champion).get(2);
        assertEquals(Outcome.FAILED, shift.outcome());
        // scipy.spatial.distance.jensenshannon([0.3, 0.7], [0.9, 0.1])
        assertEquals(0.45281125128036026, shift.value(), 1e-12);
        Check numbers = judge(
                        traffic(200, 0, 25, new PredictionSummary(200, Map.of(), 11, 199)),
                        traffic(1800, 0, 25, new PredictionSummary(1800, Map.of(), 10, 1799)))
                .get(2);
        assertEquals(Outcome.FAILED, numbers.outcome());
        assertEquals(1, numbers.value(), 1e-12);
    }

    @Test
    public void tooFewRequestsAreNotJudged() {
        List<Check> checks = judge(traffic(99, 50, 500, classes(49, 0)), traffic(900, 0, 2, classes(0, 900)));
        assertTrue(checks.stream().allMatch(check -> check.outcome() == Outcome.SKIPPED));
        assertEquals(
                "error rate is not judged: 99 are too few, 100 are needed",
                checks.get(0).message());
        assertNull(checks.get(0).value());
    }

    @Test
    public void numbersThatNeverVaryAreNoProblemForJson() {
        Check check = judge(
                        traffic(200, 0, 25, new PredictionSummary(200, Map.of(), 2, 0)),
                        traffic(1800, 0, 25, new PredictionSummary(1800, Map.of(), 1, 0)))
                .get(2);
        assertEquals(Outcome.FAILED, check.outcome());
        assertNull(check.value());
        assertTrue(check.message(), check.message().contains("|Cohen's d| infinite"));
    }

    @Test
    public void figuresAreShort() {
        assertEquals("0.0357", Figures.of(1 / 28.0));
        assertEquals("2", Figures.of(2));
        assertEquals("12300", Figures.of(12345));
        assertEquals("-0.02", Figures.of(-0.02));
        assertEquals("0", Figures.of(0));
    }
}
