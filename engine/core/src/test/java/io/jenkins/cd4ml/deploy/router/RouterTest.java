package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.testing.Environment;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** A real router with real server processes, steered as the driver does: one router and one champion for all tests. */
public class RouterTest {
    @ClassRule
    public static final Environment environment = new Environment(60_000);

    private static RouterClient router;

    @BeforeClass
    public static void deployTheChampion() throws Exception {
        router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
    }

    @After
    public void endTheCanary() throws Exception {
        StickySplit split = router.state().routes().split();
        if (split != null) {
            router.rollBack(split.canary(), "the test is over");
        }
    }

    @Test
    public void splitsTrafficAndKeepsCallers() throws Exception {
        String canary = router.canary(environment.version("2", Behaviour.classifier(5)), "X-Routing-Key");
        boolean[] moved = new boolean[60];
        for (int weight : new int[] {0, 10, 50, 100}) {
            router.weight(canary, weight);
            int candidates = 0;
            for (int caller = 0; caller < moved.length; caller++) {
                boolean candidate = environment.predict(7, "caller-" + caller).equals("2");
                assertFalse("caller " + caller + " moved back at " + weight, moved[caller] && !candidate);
                moved[caller] = candidate;
                candidates += candidate ? 1 : 0;
            }
            RouterState state = router.state();
            assertEquals(candidates, state.candidateTraffic().requests());
            assertEquals(moved.length - candidates, state.championTraffic().requests());
            assertEquals(
                    candidates == 0 ? null : Long.valueOf(candidates),
                    state.candidateTraffic().predictions().classes().get("sun"));
        }
    }

    @Test
    public void callersDoNotSeeACandidatesFailure() throws Exception {
        String canary =
                router.canary(environment.version("2", Behaviour.classifier(5).failing(2)), "X-Routing-Key");
        router.weight(canary, 100);
        int fallbacks = 0;
        for (int i = 0; i < 20; i++) {
            String version = environment.predict(7, "caller-" + i);
            assertTrue(version, version.matches("[12]"));
            fallbacks += version.equals("1") ? 1 : 0;
        }
        assertEquals(10, fallbacks);
        RouterState state = router.state();
        assertEquals(10, state.candidateTraffic().errors());
        assertEquals(20, state.candidateTraffic().requests());
        assertEquals(10, state.championTraffic().fallbacks());
        assertEquals(0, state.championTraffic().requests());
    }

    @Test
    public void aRowThatBothRefuseIsTheCallersMistake() throws Exception {
        String canary = router.canary(environment.version("2", Behaviour.classifier(5)), "X-Routing-Key");
        router.weight(canary, 100);
        String answer = Oracle.run(
                List.of(
                        "curl",
                        "-s",
                        "-H",
                        "Content-Type: application/json",
                        "-H",
                        "X-Request-Id: a-1",
                        "-i",
                        "-d",
                        "{\"rows\":[{}]}",
                        router.url() + "/v1/models/weather:predict"),
                "");
        assertTrue(answer, answer.toLowerCase(Locale.ROOT).contains("\nx-request-id: a-1\r\n"));
        assertTrue(
                answer,
                answer.endsWith("{\"error\":\"rows[0]: column x is not there; send null for a missing value\","
                        + "\"id\":\"a-1\"}\n"));
        RouterState state = router.state();
        assertEquals(1, state.candidateTraffic().rejected());
        assertEquals(0, state.candidateTraffic().errors());
    }

    @Test
    public void forwardsTheV2ProtocolAndNamedVersions() throws Exception {
        router.canary(environment.version("2", Behaviour.classifier(5)), "X-Routing-Key");
        String models = router.url() + "/v2/models/weather";
        assertTrue(Oracle.run(List.of("curl", "-s", models), "").contains("\"versions\":[\"1\"]"));
        assertTrue(Oracle.run(List.of("curl", "-s", models + "/versions/2"), "").contains("\"versions\":[\"2\"]"));
        assertEquals(
                "{\"error\":\"version '9' is not served here\",\"id\":\"a-2\"}\n",
                Oracle.run(List.of("curl", "-s", "-H", "X-Request-Id: a-2", models + "/versions/9"), ""));
        assertEquals("{\"ready\":true}\n", Oracle.run(List.of("curl", "-s", router.url() + "/v2/health/ready"), ""));
        assertEquals("1", environment.predict(7, "somebody"));
        String metrics = Oracle.run(List.of("curl", "-s", router.url() + "/metrics"), "");
        assertTrue(metrics, metrics.contains("cd4ml_router_weight_ratio{role=\"champion\",version=\"1\"} 1.0"));
        Oracle.require("promtool", List.of("promtool", "--version"));
        assertEquals("", Oracle.run(List.of("promtool", "check", "metrics"), metrics));
    }

    @Test
    public void adminWantsTheToken() throws Exception {
        for (String header : List.of("X-Nothing: 1", "Authorization: Bearer wrong", "Authorization: Basic abc")) {
            assertEquals(
                    "401",
                    Oracle.run(
                            List.of(
                                    "curl",
                                    "-s",
                                    "-o",
                                    "/dev/null",
                                    "-w",
                                    "%{http_code}",
                                    "-H",
                                    header,
                                    router.url() + "/admin/state"),
                            ""));
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(environment.folder().token())));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(environment.folder().path())));
    }

    @Test
    public void saysWhyAVersionCannotServe() throws Exception {
        RouterProblem problem = assertThrows(
                RouterProblem.class,
                () -> router.canary(
                        environment.version("2", Behaviour.classifier(5).broken("model.onnx is damaged")), "X-Key"));
        assertTrue(problem.isUnservable());
        assertEquals("model.onnx is damaged", problem.getMessage());
        assertEquals("1", environment.predict(7, "a"));
        router.canary(environment.version("3", Behaviour.classifier(5)), "X-Key");
        RouterProblem second = assertThrows(
                RouterProblem.class, () -> router.canary(environment.version("4", Behaviour.classifier(5)), "X-Key"));
        assertTrue(second.isOver());
    }
}
