package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.Ending;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.router.ServingServer;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.CellsProject;
import io.jenkins.cd4ml.deploy.testing.Driver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * {@code kill -9} of driver, router, candidate and champion, in each phase of a canary with live traffic that never comes, so
 * that each phase lasts as long as the test needs. Afterwards callers get the champion's predictions.
 */
public class KillTest {
    private static final long LEASE_MILLIS = 1500;

    @ClassRule
    public static final TemporaryFolder temporary = new TemporaryFolder();

    private static CellsProject served;

    private final HttpClient http = HttpClient.newHttpClient();
    private CellsProject project;
    private Process driver;
    private Path output;
    private Ending before;

    /** Its router and its champion's server live, and are started again, through all the tests. */
    @BeforeClass
    public static void makeTheVersions() throws Exception {
        served = new CellsProject(temporary.newFolder("project").toPath());
        served.packaged("r1", 15);
        served.champion(1);
        served.packaged("r2", 15.01);
        served.deploy("requests: 1000000, traffic: live, keepServing: true");
    }

    @AfterClass
    public static void endAll() throws Exception {
        Serving.stop(served.folder.resolve(".cd4ml"), "production");
    }

    @Before
    public void begin() throws Exception {
        project = served;
        output = temporary.newFile().toPath();
        before = Serving.status(home(), "production").map(RouterState::ending).orElse(null);
    }

    @After
    public void endTheDriver() throws Exception {
        if (driver != null) {
            driver.destroyForcibly().waitFor();
        }
    }

    private Path home() {
        return project.folder.resolve(".cd4ml");
    }

    private ServingFolder folder() {
        return ServingFolder.of(home(), "production");
    }

    private RouterState state() throws Exception {
        return Serving.status(home(), "production").orElseThrow();
    }

    private boolean isOver() throws Exception {
        return !Objects.equals(before, state().ending());
    }

    private void startDriver() throws Exception {
        driver = Driver.start(project.folder, "r2", LEASE_MILLIS, output);
    }

    /** Waits for a phase of the canary, then says which process is who. */
    private RouterState during(String phase, Function<RouterState, Boolean> reached) throws Exception {
        Await.until(phase, () -> {
            assertTrue("the driver ended: " + Files.readString(output), driver.isAlive());
            return reached.apply(state());
        });
        return state();
    }

    private RouterState duringStep(int weight) throws Exception {
        return during(
                weight + " %",
                state ->
                        state.routes().split() != null && state.routes().split().weight() == weight);
    }

    /** What a caller gets: the version that answered, or what went wrong. */
    private String ask() throws Exception {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("mean_radius", 20.0);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("rows").add(row);
        HttpRequest request = HttpRequest.newBuilder(URI.create(state().url() + "/v1/models/cells:predict"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200
                ? response.headers().firstValue("X-Model-Version").orElseThrow()
                : response.statusCode() + " " + response.body();
    }

    private void championServesAlone() throws Exception {
        Await.until("the champion serves alone", () -> {
            RouterState now = state();
            ServingServer champion = now.routes().champion();
            return now.routes().candidate() == null
                    && champion.version().version().equals("1")
                    && ask().equals("1");
        });
        assertEquals(Integer.valueOf(1), project.registry().aliases("cells").get("production"));
        ServingServer champion = state().routes().champion();
        Await.until("nothing else is left", () -> {
            try (var files = Files.list(folder().servers())) {
                return files.allMatch(file -> file.getFileName().toString().startsWith(champion.id()));
            }
        });
    }

    private String driversSummary() throws Exception {
        assertTrue("the driver ends", driver.waitFor(30, TimeUnit.SECONDS));
        return Files.readString(output).strip();
    }

    @Test
    public void driverAtAStep() throws Exception {
        startDriver();
        ProcessIdentity candidate = duringStep(10).routes().candidate().process();
        driver.destroyForcibly().waitFor();
        championServesAlone();
        Await.until("the candidate ended", () -> !candidate.alive());
        assertEquals(
                "the driver did not renew the lease for 1.5 s", state().ending().reason());
    }

    @Test
    public void driverWhileTheCandidateStarts() throws Exception {
        project.faults(2, "{\"delayMillis\": 1500}");
        startDriver();
        Await.until("the candidate starts", () -> {
            try (var files = Files.list(folder().servers())) {
                return files.anyMatch(file -> file.getFileName().toString().startsWith("v2-"));
            }
        });
        driver.destroyForcibly().waitFor();
        Await.until("the canary is over", this::isOver);
        project.faults(2, "{}");
        championServesAlone();
    }

    @Test
    public void driverThatOnlySleptLearnsThatItIsOver() throws Exception {
        startDriver();
        duringStep(10);
        signal("STOP", driver.pid());
        Await.until("the lease ended", this::isOver);
        signal("CONT", driver.pid());
        String summary = driversSummary();
        assertTrue(summary, summary.startsWith("Rolled back at 10 %: the canary was rolled back at "));
        assertTrue(summary, summary.endsWith("the driver did not renew the lease for 1.5 s"));
        championServesAlone();
    }

    @Test
    public void routerAtAStep() throws Exception {
        startDriver();
        RouterState before = duringStep(10);
        before.process().kill();
        assertEquals("Rolled back at 10 %: the router died", driversSummary());
        championServesAlone();
        assertEquals("the router came back at its port", before.url(), state().url());
        assertEquals(before.routes().champion(), state().routes().champion());
    }

    @Test
    public void routerAndDriverTogether() throws Exception {
        startDriver();
        RouterState before = duringStep(10);
        driver.destroyForcibly();
        before.process().kill();
        Await.until(
                "a server has started the router again",
                () -> state().process().pid() != before.process().pid());
        championServesAlone();
        assertEquals(before.url(), state().url());
    }

    @Test
    public void routerJustBeforeADeployment() throws Exception {
        startDriver();
        RouterState first = duringStep(10);
        driver.destroyForcibly().waitFor();
        first.process().kill();
        startDriver();
        RouterState second = duringStep(10);
        assertEquals("callers find it where it was", first.url(), second.url());
        driver.destroyForcibly().waitFor();
        championServesAlone();
    }

    @Test
    public void candidateAtAStep() throws Exception {
        startDriver();
        RouterState before = duringStep(10);
        before.routes().candidate().process().kill();
        assertTrue(driversSummary()
                .endsWith("the candidate's server (pid "
                        + before.routes().candidate().process().pid() + ") died"));
        championServesAlone();
    }

    @Test
    public void championAtAStepAndAgainAfterwards() throws Exception {
        startDriver();
        RouterState before = duringStep(10);
        ProcessIdentity first = before.routes().champion().process();
        first.kill();
        // the candidate answers for it until it is back
        assertTrue(ask().matches("[12]"));
        Await.until(
                "the champion is back",
                () -> !state().routes().champion().process().equals(first));
        assertTrue("the canary goes on", driver.isAlive());
        driver.destroyForcibly().waitFor();
        championServesAlone();
        ProcessIdentity second = state().routes().champion().process();
        second.kill();
        assertEquals("callers wait for it", "1", ask());
        assertFalse(second.alive());
        ProcessIdentity router = state().process();
        router.kill();
        Await.until("its server has started the router again", () -> !state().process()
                .equals(router));
        championServesAlone();
    }

    @Test
    public void driverOfAFirstVersion() throws Exception {
        project = new CellsProject(temporary.newFolder("first").toPath());
        project.packaged("r2", 15);
        project.deploy("requests: 1000000, traffic: live, keepServing: true");
        startDriver();
        RouterState before = duringStep(10);
        driver.destroyForcibly().waitFor();
        Await.until(
                "nothing is left, for there is nothing that could serve",
                () -> !before.process().alive()
                        && !before.routes().candidate().process().alive());
    }

    @Test
    public void everythingAtOnce() throws Exception {
        startDriver();
        RouterState before = duringStep(10);
        driver.destroyForcibly();
        before.process().kill();
        before.routes().candidate().process().kill();
        // the champion's server is the last one there: it starts the router
        Await.until(
                "the router is back",
                () -> state().process().pid() != before.process().pid());
        championServesAlone();
    }

    private static void signal(String name, long pid) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor());
    }
}
