package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.Environment;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** How a router begins and ends, and what becomes of its servers. */
public class RouterEndsTest {
    @Rule
    public Environment environment = new Environment(60_000);

    @Test
    public void promotedServerStaysAndAllEndWithTheRouter() throws Exception {
        RouterClient router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
        String canary = router.canary(environment.version("2", Behaviour.classifier(5)), "X-Key");
        router.promote(canary);
        assertEquals("2", environment.predict(7, "caller-1"));
        RouterState state = router.state();
        assertEquals("promoted", state.ending().outcome());
        assertNull(state.routes().candidate());
        Await.until("the old server ended", () -> environment.processes().size() == 2);
        router.canary(environment.version("3", Behaviour.classifier(5)), "X-Key");
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
    public void oneThatStandsByTakesThePlaceOfADeadRouterAndEndsWithAStoppedOne() throws Exception {
        RouterClient first = environment.router();
        first.champion(environment.version("1", Behaviour.classifier(5)), "first");
        ServingServer champion = first.state().routes().champion();
        ProcessIdentity one = new FakeLauncher().router(environment.folder());
        ProcessIdentity other = new FakeLauncher().router(environment.folder());
        Await.until("one stands by, a third ends by itself", () -> !one.alive() || !other.alive());
        ProcessIdentity second = one.alive() ? one : other;
        assertEquals(first.pid(), environment.client().pid());

        ProcessIdentity.of(first.pid()).orElseThrow().kill();
        Await.until("the second serves", () -> environment.client().pid() == second.pid());
        RouterClient router = environment.client();
        assertEquals("where its callers know it", first.url(), router.url());
        assertEquals("with the same server", champion, router.state().routes().champion());
        assertEquals("1", environment.predict(7, "caller"));

        ProcessIdentity next = new FakeLauncher().router(environment.folder());
        router.stop();
        Await.until("all processes ended", () -> environment.processes().isEmpty());
        Await.until("the router ended", () -> !router.alive());
        Await.until("and who stood by", () -> !next.alive());
        assertFalse(Files.exists(environment.folder().router()));
        assertFalse(Files.exists(environment.folder().token()));
        List<String> journal = Files.readAllLines(environment.folder().journal());
        assertTrue(journal.get(journal.size() - 1).contains("\"event\":\"stopped\""));
    }

    @Test
    public void startsAnotherThatStandsByWhereThereIsNone() throws Exception {
        List<ProcessIdentity> started = new ArrayList<>();
        Launcher launcher = new Launcher() {
            @Override
            public ProcessIdentity server(ServingFolder folder, String id, ServedVersion version) {
                throw new AssertionError("no server is wanted");
            }

            @Override
            public ProcessIdentity router(ServingFolder folder) throws IOException {
                ProcessIdentity process = ProcessIdentity.of(
                                new ProcessBuilder("sleep", "60").start().pid())
                        .orElseThrow();
                started.add(process);
                return process;
            }
        };
        Standby late = new Standby(environment.folder(), launcher, Duration.ofHours(1));
        late.look();
        assertTrue("most canaries are over before it is worth its memory", started.isEmpty());
        Standby standby = new Standby(environment.folder(), launcher, Duration.ZERO);
        standby.look();
        standby.look();
        assertEquals(1, started.size());
        started.get(0).kill();
        Await.until("it is dead", () -> !started.get(0).alive());
        standby.look();
        assertEquals(2, started.size());
        started.get(1).kill();
    }
}
