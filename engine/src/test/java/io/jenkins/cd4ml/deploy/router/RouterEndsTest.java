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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
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
        router.promote(canary, null);
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
