package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.Environment;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

/** {@code kill -STOP} of a router: it lives, holds its port and its lock, and answers nobody. */
public class HangingRouterTest {
    @Rule
    public Environment guarded = new Environment(60_000);

    @Rule
    public Environment standingBy = new Environment(60_000);

    @Test
    public void anotherOneTakesItsPlace() throws Exception {
        RouterClient first = guarded.router();
        first.champion(guarded.version("1", Behaviour.classifier(5)), "first");
        ServingServer champion = first.state().routes().champion();
        RouterClient other = standingBy.router();
        other.champion(standingBy.version("1", Behaviour.classifier(5)), "first");
        ProcessIdentity next = new FakeLauncher().router(standingBy.folder());
        assertEquals("1", guarded.predict(7, "caller"));
        Await.until("one stands by", () -> Files.exists(standingBy.folder().standbyLock()));

        stop(first);
        stop(other);
        Await.until("its server has ended it", () -> !first.alive());
        Await.until("and started another one", () -> guarded.client().pid() != first.pid());
        assertEquals("where its callers know it", first.url(), guarded.client().url());
        assertEquals(champion, guarded.client().state().routes().champion());
        assertEquals("1", guarded.predict(7, "caller"));

        Await.until(
                "who stood by has taken its place", () -> standingBy.client().pid() == next.pid());
        assertEquals(other.url(), standingBy.client().url());
        assertFalse(other.alive());
    }

    /** It would be woken to take the lock, and does not take it. */
    @Test
    public void oneThatStandsByAndHangsIsInNobodysWay() throws Exception {
        RouterClient first = guarded.router();
        first.champion(guarded.version("1", Behaviour.classifier(5)), "first");
        ProcessIdentity next = new FakeLauncher().router(guarded.folder());
        // proc_locks(5): one that waits behind a lock
        Await.until("it waits for the lock", () -> Files.readAllLines(Path.of("/proc/locks")).stream()
                .anyMatch(line -> line.matches(".* -> POSIX .* " + next.pid() + " .*")));
        stop(next.pid());
        ProcessIdentity.of(first.pid()).orElseThrow().kill();
        Await.until("another one serves", () -> guarded.client().pid() != first.pid());
        assertEquals("1", guarded.predict(7, "caller"));
        next.kill();
    }

    private static void stop(RouterClient router) throws Exception {
        stop(router.pid());
    }

    private static void stop(long pid) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor());
    }
}
