package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.Test;

/** Callers of their own who send back what turned out to be right: real servers write both logs, the stage reads and judges. */
public class LiveCanaryTest extends CanaryFixture {
    /** Nothing but the labels can end it. */
    private static final String LIVE =
            "requests: 40, seconds: 1, traffic: live, steps: [50, 100], analysis: {maxPredictionShift: 100, maxLatencyRatio: 1000}";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    public void classesAreJudgedByTheLabelsThatCallersSend() throws Exception {
        project.packaged("r1", 14.5);
        project.champion(1);
        project.packaged("r2", 22);
        project.packaged("r3", 14.6);
        project.deploy(LIVE);
        IntFunction<String> truth = radius -> radius >= 15 ? "\"malignant\"" : "\"benign\"";
        StageOutcome worse = deployed("r2", truth);
        Check accuracy = check(worse, "50 %: accuracy");
        assertEquals(accuracy.message(), Outcome.FAILED, accuracy.outcome());
        // of the radii 0 to 29 it is wrong on 15 to 21, the champion never
        assertEquals(-7 / 30.0, accuracy.value(), 0.17);
        assertTrue(accuracy.message(), accuracy.message().contains(", only the candidate on 0 of "));
        assertEquals("Rolled back at 50 %: " + accuracy.message(), worse.summary());

        StageOutcome good = deployed("r3", truth);
        assertEquals(good.summary(), Verdict.PASSED, good.verdict());
        for (String step : new String[] {"50 %", "100 %"}) {
            Check same = check(good, step + ": accuracy");
            assertTrue(same.message(), !same.failed());
            assertEquals(0, same.value(), 0);
        }
    }

    @Test
    public void numbersAreJudgedByTheLabelsThatCallersSend() throws Exception {
        project.regression("mean_area");
        project.packaged("r1", 7);
        project.champion(1);
        project.packaged("r2", 7.5);
        project.packaged("r3", 6.99);
        project.deploy(LIVE);
        // What the champion predicts, 100 (radius - 7), is off by 20 and by 10, in turn.
        IntFunction<String> truth = radius -> "" + (100 * (radius - 7) + (radius % 2 == 0 ? 20 : -10));
        StageOutcome worse = deployed("r2", truth);
        Check rmse = check(worse, "50 %: rmse");
        assertEquals(rmse.message(), Outcome.FAILED, rmse.outcome());
        // the candidate's predictions are 50 lower: off by 70 and 40
        double expected = Math.sqrt((70 * 70 + 40 * 40) / (20 * 20 + 10 * 10.0)) - 1;
        assertTrue(
                rmse.message(),
                rmse.interval().lower() < expected && expected < rmse.interval().upper());
        assertEquals("Rolled back at 50 %: " + rmse.message(), worse.summary());

        // 1 higher: off by 19 and 11, which is less
        StageOutcome good = deployed("r3", truth);
        assertEquals(good.summary(), Verdict.PASSED, good.verdict());
        assertTrue(
                check(good, "100 %: rmse").message(),
                !check(good, "100 %: rmse").failed());
    }

    /** Deploys while callers ask and send labels; each by the id that it gave its request. */
    private StageOutcome deployed(String run, IntFunction<String> truth) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<StageOutcome> stage = thread.submit(() -> deploy(run));
            Await.until("the canary is on", () -> status().routes().candidate() != null);
            String url = status().url();
            for (int i = 0; !stage.isDone() && i < 50_000; i++) {
                try {
                    ask(url, run + "-" + i, i % 30, truth.apply(i % 30));
                } catch (IOException e) {
                    // a call that broke is no reason to send no more labels; at the canary's end the router is gone
                }
            }
            return stage.get(60, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
    }

    private void ask(String url, String id, int radius, String truth) throws Exception {
        send(url + "/v1/models/cells:predict", id, "{\"rows\":[{\"mean_radius\":" + radius + "}]}");
        send(url + "/feedback", id, "{\"id\":\"" + id + "\",\"truth\":" + truth + "}");
    }

    private void send(String url, String id, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("X-Request-Id", id)
                .header("X-Routing-Key", id)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
    }

    private static Check check(StageOutcome outcome, String name) {
        return outcome.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
