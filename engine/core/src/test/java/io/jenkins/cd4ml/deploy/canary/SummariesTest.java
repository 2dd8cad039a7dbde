package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Step;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Traffic;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class SummariesTest {
    private static Traffic traffic(long requests, long errors, Double accuracy, Double rmse) {
        return new Traffic(requests, errors, 1.0, 2.14, Map.of(), null, accuracy, rmse);
    }

    private static Check check(String name, String group, Outcome outcome, Long rows) {
        return new Check(name, group, outcome, null, null, null, null, rows, null, null, "");
    }

    private static Step step(int weight, Traffic candidate, Traffic champion, Check... checks) {
        return new Step(weight, null, null, null, candidate, champion, null, List.of(checks));
    }

    @Test
    public void requestsOfAllStepsAndFiguresOfTheLast() {
        Step first = step(10, traffic(100, 1, 0.5, null), traffic(900, 0, 0.5, null));
        Step last = step(
                50,
                traffic(200, 2, 0.8341, null),
                traffic(200, 0, 0.8, null),
                check("50 %: accuracy", "canary", Outcome.PASSED, 140L));
        assertEquals(
                "300 requests, 3 errors, p95 2.14 ms, accuracy 0.834 against 0.8 on 140 rows",
                Summaries.of(List.of(first, last)));
    }

    @Test
    public void whatIsOpenIsNamed() {
        Step step = step(
                100,
                traffic(10, 1, null, null),
                traffic(5, 0, null, null),
                check("100 %: error increase", "canary", Outcome.PASSED, 10L),
                check("100 %: p95 latency", "canary", Outcome.INCONCLUSIVE, 10L),
                check("100 %: prediction shift", "canary", Outcome.INCONCLUSIVE, 10L),
                check("100 %: accuracy", "canary", Outcome.SKIPPED, null));
        assertEquals(
                "10 requests, 1 error, p95 2.14 ms; not shown: p95 latency, prediction shift; not compared: accuracy",
                Summaries.of(List.of(step)));
    }

    @Test
    public void rmseOfAFirstVersionStandsAlone() {
        Step step = step(
                100,
                traffic(10, 0, null, 1.25),
                null,
                check("100 %: rmse", "canary", Outcome.SKIPPED, 1L),
                check("100 %: p95 latency", "canary", Outcome.SKIPPED, 10L));
        assertEquals("10 requests, 0 errors, p95 2.14 ms, RMSE 1.25 on 1 row", Summaries.of(List.of(step)));
    }

    @Test
    public void aRehearsalComparesNoQuality() {
        Step step = step(
                100,
                traffic(10, 0, 0.9, null),
                traffic(10, 0, null, null),
                check("100 %: accuracy", "rehearsal", Outcome.SKIPPED, null));
        assertEquals("10 requests, 0 errors, p95 2.14 ms, accuracy 0.9", Summaries.of(List.of(step)));
    }

    @Test
    public void withoutAnswersALatencyIsUnknown() {
        Traffic none = new Traffic(2, 2, null, null, Map.of(), null, null, null);
        assertEquals("2 requests, 2 errors, p95 unknown", Summaries.of(List.of(step(100, none, null))));
    }
}
