package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.Callers;
import io.jenkins.cd4ml.deploy.testing.Environment;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** Callers who try nothing twice, at 240 requests/s, while versions come, go, and die. */
public class RolloutUnderLoadTest {
    private static final int REQUESTS = 120;

    @Rule
    public Environment environment = new Environment(60_000);

    private RouterClient router;
    private Callers callers;

    private String canary(String version, int... weights) throws Exception {
        String canary = router.canary(environment.version(version, Behaviour.classifier(5)), "X-Routing-Key");
        for (int weight : weights) {
            router.weight(canary, weight);
            callers.awaitMore(REQUESTS);
        }
        return canary;
    }

    private int models() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(router.url() + "/v2/models/weather"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void championComesBackAfterItsDeath() throws Exception {
        ProcessIdentity champion = router.state().routes().champion().process();
        champion.kill();
        assertEquals("what is no inference waits, too", 200, models());
        Await.until(
                "the champion is back",
                () -> !router.state().routes().champion().process().equals(champion));
        callers.awaitMore(REQUESTS);
    }

    @Test
    public void noRequestFailsWhateverHappensToTheServers() throws Exception {
        router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
        try (Callers load = new Callers(router.url(), 8, 4, 240)) {
            callers = load;
            callers.awaitMore(REQUESTS);

            String promoted = canary("2", 10, 50, 100);
            assertEquals(Set.of("1", "2"), callers.versions());
            router.promote(promoted);
            callers.awaitMore(REQUESTS);
            callers.versions();
            callers.awaitMore(REQUESTS);
            assertEquals("promoted", Set.of("2"), callers.versions());

            String rolledBack = canary("3", 10, 50, 100);
            router.rollBack(rolledBack, "a check failed");
            callers.awaitMore(REQUESTS);
            assertTrue(callers.versions().contains("3"));
            callers.awaitMore(REQUESTS);
            assertEquals("rolled back", Set.of("2"), callers.versions());

            canary("4", 50);
            router.state().routes().candidate().process().kill();
            Await.until(
                    "the dead candidate's canary is over",
                    () -> router.state().routes().candidate() == null);
            callers.awaitMore(REQUESTS);

            String withoutChampion = canary("5", 50);
            championComesBackAfterItsDeath();
            router.rollBack(withoutChampion, "enough");
            championComesBackAfterItsDeath();
            callers.versions();
            callers.awaitMore(REQUESTS);
            assertEquals("back", Set.of("2"), callers.versions());
        }
        assertEquals(List.of(), callers.failures());
    }

    @Test
    public void deadRouterCostsConnectionsAndNoWrongAnswer() throws Exception {
        router = environment.router();
        router.champion(environment.version("1", Behaviour.classifier(5)), "first");
        try (Callers load = new Callers(router.url(), 4, 2, 120)) {
            callers = load;
            canary("2", 50);
            long pid = router.pid();
            ProcessIdentity.of(pid).orElseThrow().kill();
            Await.until("its server starts it again", () -> environment.client().pid() != pid);
            callers.awaitMore(REQUESTS);
            int failures = callers.failures().size();
            callers.versions();
            callers.awaitMore(REQUESTS);
            assertEquals("a canary does not survive its router", Set.of("1"), callers.versions());
            assertEquals("none after it is back", failures, callers.failures().size());
        }
        for (String failure : callers.failures()) {
            assertFalse(
                    "no connection, or none any more, but never an answer: " + failure, failure.contains("HTTP/1.1"));
        }
    }
}
