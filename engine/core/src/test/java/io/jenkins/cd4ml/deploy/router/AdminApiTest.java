package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** The calls of a driver, and the sentences for wrong ones. */
public class AdminApiTest extends SteeredFixture {
    private void refused(int status, String sentence, String path, Object body) {
        refused(status, sentence, () -> steer(path, body));
    }

    private static void refused(int status, String sentence, ThrowingRunnable call) {
        HttpProblem problem = assertThrows(HttpProblem.class, call);
        assertEquals(sentence, problem.getMessage());
        assertEquals(status, problem.status());
    }

    private String canary() throws Exception {
        return steer("/admin/canary", Map.of("version", version("2"), "stickyBy", "X-Key"))
                .path("canary")
                .asText();
    }

    @Test
    public void onlyTheTokenSteers() throws Exception {
        String sentence = "send the token of the serving folder's file admin.token: Authorization: Bearer …";
        for (String wrong : new String[] {"Bearer wrong", "Basic " + TOKEN, TOKEN, "Bearer "}) {
            HttpProblem problem = assertThrows(
                    HttpProblem.class, () -> admin.answer(request("GET", "/admin/state", "", "Authorization", wrong)));
            assertEquals(401, problem.status());
            assertEquals(sentence, problem.getMessage());
        }
        assertEquals(
                401,
                assertThrows(HttpProblem.class, () -> admin.answer(request("GET", "/admin/state", "")))
                        .status());
        assertTrue(admin.isToken(TOKEN));
        assertFalse(admin.isToken(null));
        assertFalse(admin.isToken(TOKEN + "x"));
    }

    @Test
    public void aCanaryFromBeginningToEnd() throws Exception {
        steer("/admin/champion", Map.of("version", version("1"), "reason", "first"));
        assertEquals("1", rollout.routes().champion().version().version());
        String canary = canary();
        steer("/admin/weight", Map.of("canary", canary, "weight", 30));
        assertEquals(30, rollout.routes().split().weight());
        assertEquals("X-Key", rollout.routes().split().stickyBy());
        seconds(4);
        steer("/admin/lease", Map.of("canary", canary));
        seconds(4);
        rollout.endExpired();
        assertNotNull("renewed", rollout.routes().split());
        assertEquals(
                "2",
                body(admin.answer(request("GET", "/admin/state", "", "Authorization", "Bearer " + TOKEN)))
                        .at("/routes/candidate/version/version")
                        .asText());
        assertTrue(body(admin.answer(request("GET", "/admin/blocks", "", "Authorization", "Bearer " + TOKEN)))
                .path("blocks")
                .isArray());
        steer("/admin/promote", Map.of("canary", canary));
        assertEquals("2", rollout.routes().champion().version().version());
        assertNull(alias.champion);
        steer("/admin/stop", Map.of());
        assertEquals(1, stopped.get());
    }

    @Test
    public void aPromotionThatRegisters() throws Exception {
        steer("/admin/champion", Map.of("version", version("1"), "reason", "first"));
        String canary = canary();
        String body = "{\"canary\":\"" + canary + "\",\"register\":\"it passed\"%s}";
        refused(
                400,
                "a promotion that registers needs 'from', the champion's version or null",
                () -> steered("/admin/promote", String.format(body, "")));
        refused(
                400,
                "the 'action' of a promotion is PROMOTE or ROLLBACK",
                () -> steered("/admin/promote", String.format(body, ",\"from\":null,\"action\":\"NOTHING\"")));
        steered("/admin/promote", String.format(body, ",\"from\":null,\"action\":\"ROLLBACK\""));
        assertEquals("2", alias.champion);
        assertEquals(Action.ROLLBACK, alias.action);
    }

    @Test
    public void aPromotionIsOneWhereNothingElseIsSaid() throws Exception {
        steer("/admin/champion", Map.of("version", version("1"), "reason", "first"));
        steer("/admin/promote", Map.of("canary", canary(), "register", "it passed", "from", 1));
        assertEquals(Action.PROMOTE, alias.action);
    }

    @Test
    public void aRollbackEndsIt() throws Exception {
        steer("/admin/champion", Map.of("version", version("1"), "reason", "first"));
        steer("/admin/rollback", Map.of("canary", canary(), "reason", "worse"));
        assertNull(rollout.routes().split());
        assertEquals(List.of("2"), retired);
    }

    @Test
    public void wrongCallsGetASentence() throws Exception {
        refused(404, "the admin API has no /admin/nothing", "/admin/nothing", Map.of());
        refused(400, "the body needs the text 'canary'", "/admin/lease", Map.of());
        refused(400, "the body needs the text 'canary'", "/admin/lease", Map.of("canary", 7));
        String version = "the body needs a 'version' with model, version, digest, packageFolder, heap";
        refused(400, version, "/admin/champion", Map.of("reason", "r"));
        refused(400, version, "/admin/champion", Map.of("version", Map.of("model", "m", "digest", "d"), "reason", "r"));
        refused(
                400,
                version,
                "/admin/champion",
                Map.of("version", Map.of("model", "m", "packageFolder", "/p"), "reason", "r"));
        String driver = "the body needs a 'driver' with process, run, result";
        refused(400, driver, "/admin/propose", Map.of("canary", "c"));
        refused(400, driver, "/admin/propose", Map.of("canary", "c", "driver", Map.of("run", "r", "result", "x")));
        HttpProblem damaged = assertThrows(
                HttpProblem.class, () -> steer("/admin/champion", Map.of("version", List.of(1), "reason", "r")));
        assertTrue(damaged.getMessage(), damaged.getMessage().startsWith("the body's 'version' is wrong: "));
        steer("/admin/champion", Map.of("version", version("1"), "reason", "first"));
        String canary = canary();
        HttpProblem weight = assertThrows(HttpProblem.class, () -> steer("/admin/weight", Map.of("canary", canary)));
        assertEquals(400, weight.status());
        assertEquals(
                405,
                assertThrows(
                                HttpProblem.class,
                                () -> admin.answer(
                                        request("GET", "/admin/stop", "", "Authorization", "Bearer " + TOKEN)))
                        .status());
    }
}
