package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Test;

/** What the stage leaves behind, and what it refuses. */
public class CanaryEndsTest extends CanaryFixture {
    @Test
    public void keepsServingAndReusesTheRouter() throws Exception {
        project.deploy("requests: 10, keepServing: true, steps: [50, 100]");
        project.packaged("r1", 15);
        DeployCanaryDetail first = detail(deploy("r1"));
        assertEquals(
                List.of("router", "champion"),
                first.processes().stream()
                        .map(DeployCanaryDetail.ServingProcess::role)
                        .toList());
        assertTrue(project.events
                .messages
                .get(project.events.messages.size() - 1)
                .startsWith("serving at " + first.endpoint()));
        RouterState before = status();
        assertEquals("1", before.routes().champion().version().version());

        project.packaged("r2", 15.01);
        DeployCanaryDetail second = detail(deploy("r2"));
        assertEquals(first.endpoint(), second.endpoint());
        assertEquals(first.processes().get(0).pid(), second.processes().get(0).pid());
        assertEquals(
                "2",
                Serving.status(home(), "production")
                        .orElseThrow()
                        .routes()
                        .champion()
                        .version()
                        .version());

        Rollback.RolledBack back = Rollback.run(project.context("r2"), "it was a mistake");
        assertEquals(
                "Rolled back production from version 2 to version 1, serving at " + first.endpoint(), back.summary());
        assertEquals(Integer.valueOf(1), champion());
        assertEquals(
                "1",
                Serving.status(home(), "production")
                        .orElseThrow()
                        .routes()
                        .champion()
                        .version()
                        .version());
        InputException none = assertThrows(InputException.class, () -> Rollback.run(project.context("r2"), null));
        assertTrue(none.getMessage(), none.getMessage().contains("there is no earlier one to go back to"));

        assertEquals(2, Serving.stop(home(), "production").size());
        assertTrue(nothingRuns());
        assertTrue(Serving.stop(home(), "production").isEmpty());
    }

    @Test
    public void championOnceMoreIsNothingToDo() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        StageOutcome outcome = deploy("r1");
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertEquals("Nothing to do: version 1 is the champion of production already", outcome.summary());
    }

    @Test
    public void proposingLeavesTheRegistryAlone() throws Exception {
        project.packaged("r1", 15);
        StageOutcome outcome = deploy("r1", RegistryMode.PROPOSE);
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertNull(champion());
        assertNull(detail(outcome).candidate().version());
        assertTrue(
                outcome.summary(),
                outcome.summary().matches("Promoted version [0-9a-f]{12} in production, rehearsed .*"));
    }

    @Test
    public void theCallersRegistryNumbersTheCandidate() throws Exception {
        project.packaged("r1", 15);
        ModelReference unnumbered = detail(deploy("r1", RegistryMode.PROPOSE)).candidate();
        project.numbered(new ModelReference(unnumbered.model(), 7, unnumbered.digest(), unnumbered.path()));
        StageOutcome outcome = deploy("r1", RegistryMode.PROPOSE);
        assertTrue(outcome.summary(), outcome.summary().startsWith("Promoted version 7 in production, rehearsed "));
        assertEquals(Integer.valueOf(7), detail(outcome).candidate().version());
        project.numbered(new ModelReference(unnumbered.model(), 7, "sha256:other", unnumbered.path()));
        InputException e = assertThrows(InputException.class, () -> deploy("r1", RegistryMode.PROPOSE));
        assertTrue(e.getMessage(), e.getMessage().contains("is not version 7"));
    }

    @Test
    public void unregisteredPackageIsRefused() throws Exception {
        project.packaged("r1", 15);
        try (Stream<Path> files = Files.walk(home().resolve("registry"))) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        InputException e = assertThrows(InputException.class, () -> deploy("r1"));
        assertTrue(
                e.getMessage(), e.getMessage().startsWith("the run's package of cells is no version in the registry"));
    }

    @Test
    public void championThatCannotBeServedIsNamed() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.faults(1, "{\"problem\": \"model.onnx is damaged\"}");
        project.packaged("r2", 15.01);
        InputException e = assertThrows(InputException.class, () -> deploy("r2"));
        assertEquals("the champion, version 1, cannot be served: model.onnx is damaged", e.getMessage());
        assertTrue(nothingRuns());
    }

    @Test
    public void candidateThatCannotBeServedIsNamed() throws Exception {
        project.packaged("r1", 15);
        project.faults(1, "{\"problem\": \"model.onnx is damaged\"}");
        InputException e = assertThrows(InputException.class, () -> deploy("r1"));
        assertEquals("version 1 cannot be served: model.onnx is damaged", e.getMessage());
        assertTrue(nothingRuns());
    }

    @Test
    public void stoppedCanaryLeavesWhatServedBefore() throws Exception {
        project.deploy("requests: 10, keepServing: true, steps: [100]");
        project.packaged("r1", 15);
        deploy("r1");
        RouterState before = status();
        project.packaged("r2", 15.01);
        project.deploy("requests: 1000000, traffic: live");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<StageOutcome> stage = thread.submit(() -> deploy("r2"));
            Await.until(
                    "the canary is at a step", () -> status().routes().split().weight() == 10);
            project.cancel();
            ExecutionException e = assertThrows(ExecutionException.class, () -> stage.get(30, TimeUnit.SECONDS));
            assertTrue(e.getCause().toString(), e.getCause() instanceof CancellationException);
        } finally {
            thread.shutdownNow();
        }
        RouterState after = status();
        assertEquals(before.routes(), after.routes());
        assertEquals("the deployment was stopped", after.ending().reason());
        Await.until("the candidate ended", () -> {
            try (Stream<Path> servers =
                    Files.list(ServingFolder.of(home(), "production").servers())) {
                return servers.allMatch(file -> file.getFileName().toString().startsWith("v1-"));
            }
        });
        assertEquals(Integer.valueOf(1), champion());
    }

    @Test
    public void canaryOfAKilledDriverIsInNobodysWay() throws Exception {
        project.deploy("requests: 10, keepServing: true, steps: [100]");
        project.packaged("r1", 15);
        deploy("r1");
        project.packaged("r2", 15.01);
        RouterClient router =
                RouterClient.find(ServingFolder.of(home(), "production")).orElseThrow();
        String left = router.canary(status().routes().champion().version(), "X-Key");
        StageOutcome outcome = deploy("r2");
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        List<String> journal =
                Files.readAllLines(ServingFolder.of(home(), "production").journal());
        assertTrue(journal.stream()
                .anyMatch(line -> line.contains("its driver is gone, and another deployment has begun")
                        || line.contains("did not renew the lease")));
        assertEquals(Integer.valueOf(2), champion());
        assertTrue(left, router.state().ending().outcome().equals("promoted"));
    }

    @Test
    public void candidateThatDiesAtItsStartIsNamed() throws Exception {
        project.packaged("r1", 15);
        project.faults(1, "{\"exit\": true}");
        InputException e = assertThrows(InputException.class, () -> deploy("r1"));
        assertTrue(
                e.getMessage(),
                e.getMessage()
                        .startsWith("version 1 cannot be served: the server of version 1 ended before it served;"));
        assertTrue(nothingRuns());
    }

    @Test
    public void portInUseIsNamed() throws Exception {
        project.packaged("r1", 15);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            project.deploy("port: " + taken.getLocalPort());
            InputException e = assertThrows(InputException.class, () -> deploy("r1"));
            assertEquals(
                    "port " + taken.getLocalPort()
                            + " on 127.0.0.1 is in use or not allowed: set 'deploy.port' to 0 for a"
                            + " free one, or to another port",
                    e.getMessage());
        }
        assertTrue(nothingRuns());
    }
}
