package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.Environment;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.Oracle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.Rule;
import org.junit.Test;

/** Real router and server processes, steered as the driver does. */
public class RouterTest {
    @Rule
    public Environment environment = new Environment(60_000);

    @Test
    public void splitsTrafficAndKeepsCallers() throws Exception {
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
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
        router.promote(canary);
        assertEquals("2", environment.predict(7, "caller-1"));
        RouterState state = router.state();
        assertEquals("promoted", state.ending().outcome());
        assertNull(state.routes().candidate());
        Await.until("the old server ended", () -> environment.processes().size() == 2);
    }

    @Test
    public void callersDoNotSeeACandidatesFailure() throws Exception {
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
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
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
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
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
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
        RouterClient router = environment.router();
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
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
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

    @Test
    public void takesItsServersAlongWhenItIsTerminated() throws Exception {
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
        router.canary(environment.version("2", Behaviour.classifier(5)), "X-Key");
        List<ProcessIdentity> processes = environment.processes();
        assertEquals(3, processes.size());
        processes.get(0).terminate();
        Await.until("all ended", () -> processes.stream().noneMatch(ProcessIdentity::alive));
        assertTrue(environment.processes().isEmpty());
    }

    @Test
    public void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new RouterLaunch(taken.getLocalPort(), 5000)
                    .write(environment.folder().routerLaunch());
            ProcessIdentity process = new FakeLauncher().router(environment.folder());
            InputException e = assertThrows(
                    InputException.class,
                    () -> Startup.await(
                            "the router",
                            environment.folder().router(),
                            process,
                            environment.folder().log("router"),
                            Duration.ofSeconds(30)));
            assertEquals(
                    "port " + taken.getLocalPort()
                            + " on 127.0.0.1 is in use or not allowed: set 'deploy.port' to 0 for a"
                            + " free one, or to another port",
                    e.getMessage());
        }
    }

    @Test
    public void comesBackAtItsPortWithItsChampion() throws Exception {
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
        int port = URI.create(router.url()).getPort();
        ProcessIdentity second = new FakeLauncher().router(environment.folder());
        Await.until("a second router ends by itself", () -> !second.alive());
        assertEquals(router.pid(), environment.client().pid());
        assertEquals(RouterLaunch.read(environment.folder().routerLaunch()).port(), port);
        router.stop();
        Await.until("all processes ended", () -> environment.processes().isEmpty());
        Await.until("the router ended", () -> !router.alive());
        assertFalse(Files.exists(environment.folder().token()));
        List<String> journal = Files.readAllLines(environment.folder().journal());
        assertTrue(journal.get(journal.size() - 1).contains("\"event\":\"stopped\""));
    }
}
