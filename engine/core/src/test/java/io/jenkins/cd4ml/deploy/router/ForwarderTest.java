package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.http.Headers;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;

/** Whom a router asks, what it passes on, and what it counts. */
public class ForwarderTest extends SteeredFixture {
    private String canary;

    @Before
    public void deploy() throws Exception {
        rollout.champion(version("1"), "first");
        canary = rollout.canary(version("2"), "X-Routing-Key");
    }

    private TrafficSnapshot candidate() {
        return rollout.traffic().candidate().snapshot();
    }

    private TrafficSnapshot champion() {
        return rollout.traffic().champion().snapshot();
    }

    @Test
    public void aRequestIsPassedOnWithoutWhatIsNoneOfAModelsBusiness() throws Exception {
        Reply reply = forwarder.infer(
                request(
                        "POST",
                        PREDICT + "?a=%20b",
                        "{\"rows\":[]}",
                        "Authorization",
                        "Bearer x",
                        "Cookie",
                        "a=b",
                        "Host",
                        "elsewhere",
                        "X-Request-Id",
                        "mine",
                        "X-CD4ML-Replay",
                        "true",
                        "x-cd4ml-ask",
                        "candidate",
                        "X-Trace",
                        "first",
                        "X-Trace",
                        "second"),
                Map.of("X-CD4ML-Token", "proof"));
        Headers headers = models.get("1").asked.headers();
        for (String absent : List.of("Authorization", "Cookie", "X-CD4ML-Replay", "X-CD4ML-Ask")) {
            assertNull(absent, headers.getFirst(absent));
        }
        assertEquals(List.of("first", "second"), headers.all("X-Trace"));
        assertEquals(List.of("r-1"), headers.all("X-Request-Id"));
        assertEquals("proof", headers.getFirst("X-CD4ML-Token"));
        assertEquals(PREDICT + "?a=%20b", models.get("1").asked.target());
        assertEquals("POST", models.get("1").asked.method());
        assertEquals("{\"rows\":[]}", new String(models.get("1").asked.body(), StandardCharsets.UTF_8));
        assertEquals("1", reply.headers().get("x-model-version"));
        assertNull(
                "what the answer has besides is not passed on", reply.headers().get("x-secret"));
        assertEquals("application/json", reply.contentType());
    }

    @Test
    public void theSplitDecidesAndItsCallersAreCounted() throws Exception {
        assertEquals("200 1", predict("a"));
        assertEquals("no key: the row decides", "200 1", by(forwarder.infer(request("POST", PREDICT, "{}"), Map.of())));
        rollout.weight(canary, 100);
        assertEquals("200 2", predict("a"));
        assertEquals("200 2", by(forwarder.infer(request("POST", PREDICT, "{}", "X-Routing-Key", ""), Map.of())));
        assertEquals(2, candidate().requests());
        assertEquals(0, candidate().errors());
        assertEquals(2, candidate().answers());
        assertEquals(Map.of("rain", 2L, "sun", 2L), candidate().predictions().classes());
        assertEquals("counted since the weight was set", 0, champion().requests());
        assertTrue(candidate().p50Millis() > 0
                && candidate().p50Millis() <= candidate().p95Millis());
        assertTrue(candidate().p95Lower() <= candidate().p95Millis()
                && candidate().p95Millis() <= candidate().p95Upper());
    }

    @Test
    public void theOtherVersionAnswersWhereOneFails() throws Exception {
        rollout.weight(canary, 100);
        models.get("2").status = 500;
        assertEquals("200 1", predict("a"));
        assertEquals(1, candidate().requests());
        assertEquals(1, candidate().errors());
        assertEquals(0, candidate().answers());
        assertEquals(1, champion().fallbacks());
        assertEquals(0, champion().requests());
        models.get("1").status = 500;
        assertEquals("500 1", predict("a"));
        assertEquals(2, candidate().errors());
        assertEquals(0, unreachable.get());
    }

    @Test
    public void whatBothRefuseIsTheCallersMistake() throws Exception {
        rollout.weight(canary, 100);
        models.get("1").status = 400;
        models.get("2").status = 400;
        assertEquals("the first one's words", "400 2", predict("a"));
        assertEquals(1, candidate().requests());
        assertEquals(1, candidate().rejected());
        assertEquals(0, candidate().errors());
        models.get("1").status = 200;
        assertEquals("what one of them answers is no mistake", "200 1", predict("a"));
        assertEquals(1, candidate().errors());
        models.get("1").status = 499;
        models.get("2").status = 500;
        assertEquals("499 1", predict("a"));
    }

    @Test
    public void whoIsBusyIsAskedAgainAndCountedOnce() throws Exception {
        rollout.rollBack(canary, "only one is left");
        models.get("1").busy = 2;
        assertEquals("200 1", predict("a"));
        assertEquals(3, models.get("1").count);
        assertEquals(2, champion().requests());
        assertEquals(1, champion().errors());
    }

    @Test
    public void theDriverAsksOneOfTheTwo() throws Exception {
        assertEquals("200 2", by(forwarder.ask(request("POST", PREDICT, "{}"), "candidate", Map.of())));
        assertEquals("200 1", by(forwarder.ask(request("POST", PREDICT, "{}"), "champion", Map.of())));
        assertEquals(1, candidate().shadows());
        assertEquals(0, candidate().requests());
        assertEquals(1, candidate().answers());
        String second = Forwarder.SECOND_HEADER;
        assertEquals("200 2", by(forwarder.ask(request("POST", PREDICT, "{}", second, "true"), "candidate", Map.of())));
        assertEquals("a second answer is no traffic", 1, candidate().shadows());
        assertEquals(1, candidate().answers());
        models.get("2").status = 500;
        assertEquals("500 2", by(forwarder.ask(request("POST", PREDICT, "{}"), "candidate", Map.of())));
        assertEquals(2, candidate().shadows());
        assertEquals(1, candidate().shadowErrors());
        forwarder.ask(request("POST", PREDICT, "{}", second, "true"), "candidate", Map.of());
        assertEquals(1, candidate().shadowErrors());
        rollout.rollBack(canary, "over");
        HttpProblem none = assertThrows(
                HttpProblem.class, () -> forwarder.ask(request("POST", PREDICT, "{}"), "candidate", Map.of()));
        assertEquals(409, none.status());
        assertEquals("there is no candidate now", none.getMessage());
    }

    @Test
    public void aDriverHearsOfAServerThatIsGone() {
        models.get("2").close();
        HttpProblem gone = assertThrows(
                HttpProblem.class, () -> forwarder.ask(request("POST", PREDICT, "{}"), "candidate", Map.of()));
        assertEquals(503, gone.status());
        assertEquals("the candidate does not answer", gone.getMessage());
        assertEquals(1, unreachable.get());
        assertEquals(1, candidate().shadowErrors());
    }

    @Test
    public void callersDoNotNoticeAServerThatIsGone() throws Exception {
        rollout.weight(canary, 100);
        models.get("2").close();
        assertEquals("200 1", predict("a"));
        assertEquals(1, candidate().errors());
        assertEquals(1, unreachable.get());
        String page = new String(metrics.page().body(), StandardCharsets.UTF_8);
        assertTrue(
                page, page.contains("cd4ml_router_requests_total{kind=\"routed\",status=\"none\",version=\"2\"} 1.0"));
        assertTrue(
                page, page.contains("cd4ml_router_requests_total{kind=\"fallback\",status=\"200\",version=\"1\"} 1.0"));
        assertTrue(page, page.contains("cd4ml_router_predictions_total{class=\"rain\",version=\"1\"} 1.0"));
        assertTrue(page, page.contains("cd4ml_router_upstream_duration_seconds_count{version=\"1\"} 1"));
        assertTrue(page, page.contains("cd4ml_router_weight_ratio{role=\"candidate\",version=\"2\"} 1.0"));
        assertTrue(page, page.contains("cd4ml_router_weight_ratio{role=\"champion\",version=\"1\"} 0.0"));
        assertTrue(page, page.contains("cd4ml_router_journal_failing 0.0"));
    }

    @Test
    public void aNamedVersionAnswersOrNone() throws Exception {
        String infer = "/v2/models/weather/versions/%s/infer";
        assertEquals("200 2", by(forwarder.infer(request("POST", String.format(infer, "2"), "{}"), Map.of())));
        assertEquals("200 1", by(forwarder.infer(request("POST", String.format(infer, "1"), "{}"), Map.of())));
        HttpProblem none = assertThrows(
                HttpProblem.class, () -> forwarder.infer(request("POST", String.format(infer, "9"), "{}"), Map.of()));
        assertEquals(404, none.status());
        assertEquals("version '9' is not served here", none.getMessage());
        assertEquals("200 2", by(forwarder.forward(request("GET", "/v2/models/weather/versions/2", ""), Map.of())));
        assertEquals(
                "the champion's", "200 1", by(forwarder.forward(request("GET", "/v2/models/weather", ""), Map.of())));
    }

    @Test
    public void inferencesAreTwoPaths() {
        assertTrue(Forwarder.isInference(request("POST", PREDICT, "")));
        assertTrue(Forwarder.isInference(request("POST", "/v2/models/m/infer", "")));
        assertEquals(false, Forwarder.isInference(request("GET", PREDICT, "")));
        assertEquals(false, Forwarder.isInference(request("POST", "/feedback", "")));
    }

    /** What it may not send twice is told at once. */
    @Test
    public void aLabelThatAServerMayHaveHeardIsNotSentAgain() throws Exception {
        models.get("1").status = 503;
        assertEquals("503 1", by(forwarder.forward(request("POST", "/feedback", "{}"), Map.of())));
        assertEquals(1, models.get("1").count);
    }
}
