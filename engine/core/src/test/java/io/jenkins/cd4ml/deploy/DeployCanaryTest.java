package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.canary.HeldOutRows;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Decision;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Step;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Test;

/** How the stage judges, with real processes that serve real packages. */
public class DeployCanaryTest extends CanaryFixture {
    @Test
    public void firstVersionGoesThroughTheStepsAloneAndBecomesTheChampion() throws Exception {
        project.packaged("r1", 15);
        StageOutcome outcome = deploy("r1");
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .matches(
                                "Promoted version 1 in production, rehearsed with held-out rows: \\d+ requests, 0 errors,"
                                        + " p95 [0-9.]+ ms, accuracy 0\\.\\d+ on \\d+ rows"));
        DeployCanaryDetail detail = detail(outcome);
        assertEquals(Decision.PROMOTED, detail.decision());
        assertNull(detail.champion());
        assertEquals(3, detail.steps().size());
        for (Step step : detail.steps()) {
            assertNull(step.champion());
            assertTrue(step.candidate().requests() >= 20);
            assertNotNull(step.candidate().accuracy());
        }
        assertEquals(Outcome.PASSED, check(outcome, "10 %: error rate").outcome());
        assertEquals(Outcome.SKIPPED, check(outcome, "10 %: prediction shift").outcome());
        assertEquals(Integer.valueOf(1), champion());
        assertTrue(detail.processes().isEmpty());
        assertNull(detail.endpoint());
        assertTrue(nothingRuns());
    }

    @Test
    public void betterVersionIsPromoted() throws Exception {
        project.packaged("r1", 18);
        project.champion(1);
        project.packaged("r2", 15);
        StageOutcome outcome = deploy("r2");
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        Step first = detail(outcome).steps().get(0);
        assertEquals(10, first.weight());
        // the shares that the weight says, within five standard deviations
        double requests = first.candidate().requests() + first.champion().requests();
        assertEquals(0.1, first.candidate().requests() / requests, 5 * Math.sqrt(0.09 / requests));
        assertTrue(first.candidate().accuracy() > first.champion().accuracy());
        Check accuracy = check(outcome, "10 %: accuracy");
        assertEquals("these rows are no new evidence", Outcome.SKIPPED, accuracy.outcome());
        assertEquals("rehearsal", accuracy.group());
        assertEquals(first.candidate().accuracy() - first.champion().accuracy(), accuracy.value(), 1e-12);
        assertTrue(
                accuracy.message(),
                accuracy.message()
                        .endsWith("; validateModel read these held-out rows too, so they are no new evidence"));
        assertEquals(
                "nothing worse was shown at any step; a rehearsal with rows that validateModel has read adds no evidence of its"
                        + " quality",
                detail(outcome).reason());
        assertEquals(Integer.valueOf(2), champion());
        List<HistoryEntry> history = project.registry().history("cells");
        HistoryEntry last = history.get(history.size() - 1);
        assertEquals(Action.PROMOTE, last.action());
        assertEquals("canary of run r2 passed", last.reason());
        assertTrue(nothingRuns());
        roundTrips(outcome);
    }

    @Test
    public void versionThatFailsIsRolledBackAtTheFirstStep() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.packaged("r2", 15.01);
        project.faults(2, "{\"failEvery\": 4, \"from\": 110}");
        // Most of its rows are shadows at 10 %, so that it has begun to fail however short the warm-up was.
        project.deploy("requests: 60");
        StageOutcome outcome = deploy("r2");
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .matches(
                                "Rolled back at 10 %: more errors are shown, by 0\\.\\d+ .*, and 0\\.01 is not excluded: .*"));
        assertEquals(Decision.ROLLED_BACK, detail(outcome).decision());
        assertEquals(1, detail(outcome).steps().size());
        assertTrue("failed checks come first", outcome.checks().get(0).failed());
        assertEquals(Integer.valueOf(1), champion());
        assertTrue(nothingRuns());
    }

    @Test
    public void rehearsalShowsAnotherMixOfPredictionsAndLeavesTheVerdictToValidateModel() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.packaged("r2", 100);
        StageOutcome outcome = deploy("r2");
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        Check shift = check(outcome, "10 %: prediction shift");
        assertEquals(Outcome.SKIPPED, shift.outcome());
        assertTrue(shift.message(), shift.message().startsWith("rehearsed: distance 0."));
        assertTrue(shift.value() > 0.3);
        Check accuracy = check(outcome, "10 %: accuracy");
        assertEquals(Outcome.SKIPPED, accuracy.outcome());
        assertTrue(accuracy.value() < -0.2);
    }

    @Test
    public void versionThatIsTooSlowIsRolledBack() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.packaged("r2", 15.01);
        // a limit that no version keeps, however fast the machine
        project.deploy("requests: 150, steps: [50, 100], analysis: {maxLatencyRatio: 0.000001, latencyFloorMillis: 0}");
        StageOutcome outcome = deploy("r2");
        assertEquals(Verdict.FAILED, outcome.verdict());
        Check latency = check(outcome, "50 %: p95 latency");
        assertEquals(Outcome.FAILED, latency.outcome());
        assertTrue(latency.interval().lower() <= latency.value()
                && latency.value() <= latency.interval().upper());
        assertEquals("Rolled back at 50 %: " + latency.message(), outcome.summary());
    }

    /** A new process that warms up for longer than its warm-up: it is measured once more, and promoted. */
    @Test
    public void versionThatIsSlowAtFirstGetsASecondLook() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.packaged("r2", 15.01);
        project.faults(2, "{\"delayMillis\": 150, \"slowUntil\": \"warm\"}");
        // On a busy machine some of the champion's answers are as slow: then it takes more requests to be shown.
        project.deploy("requests: 400, steps: [100],"
                + " analysis: {maxErrorIncrease: 1, maxLatencyRatio: 1.01, falseAlarms: 0.5}");
        Thread warming = new Thread(this::becomesWarmAtTheSecondLook);
        warming.start();
        StageOutcome outcome = deploy("r2");
        warming.interrupt();
        warming.join();
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        Check latency = check(outcome, "100 %: p95 latency");
        assertTrue(latency.message(), latency.message().contains(", measured once more after a slow start: "));
    }

    private void becomesWarmAtTheSecondLook() {
        try {
            Await.until("a second look", () -> project.events.messages.stream()
                    .anyMatch(line -> line.startsWith("100 %: p95 latency ")
                            && line.endsWith("a new process is slow at first, so it is measured once more")));
            Files.createFile(project.folder.resolve("faults/warm"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Training and serving skew: a server that takes a text as "no value" which the training read as a number. */
    @Test
    public void versionThatReadsRequestsOtherwiseThanTheTrainingIsRolledBack() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.packaged("r2", 15.01);
        HeldOutRows rows = HeldOutRows.of(project.context("r2"));
        // The largest radius: malignant, and benign to a model that takes it as missing or average.
        int largest = 0;
        for (int row = 1; row < rows.size(); row++) {
            largest = radius(rows, row) > radius(rows, largest) ? row : largest;
        }
        project.faults(2, "{\"missing\": [\"" + text(rows, largest) + "\"]}");
        project.deploy("requests: " + 2 * rows.size() + ", steps: [100]");
        StageOutcome outcome = deploy("r2");
        assertEquals(outcome.summary(), Verdict.FAILED, outcome.verdict());
        Check served = check(outcome, "100 %: answers of the package");
        assertEquals(Outcome.FAILED, served.outcome());
        assertEquals("rehearsal", served.group());
        assertTrue(
                served.message(),
                served.message().contains(" the first one is row " + rows.places()[largest] + " of the data "));
        String line = Files.readAllLines(project.folder.resolve("data/breast-cancer.csv"))
                .get(rows.places()[largest]);
        assertTrue("row numbers are those of the file: " + line, line.contains(text(rows, largest)));
        assertEquals("Rolled back at 100 %: " + served.message(), outcome.summary());
        assertEquals(Integer.valueOf(1), champion());

        project.faults(2, "{}");
        StageOutcome good = deploy("r2");
        assertEquals(good.summary(), Verdict.PASSED, good.verdict());
        Check same = check(good, "100 %: answers of the package");
        assertEquals(same.message(), Outcome.PASSED, same.outcome());
        assertEquals(same.message(), Long.valueOf(rows.size()), same.sampleSize());
        assertTrue(
                "the rows beside an accuracy: " + good.summary(),
                good.summary().contains(" on " + rows.size() + " rows"));
        roundTrips(good);
    }

    private static String text(HeldOutRows rows, int row) throws Exception {
        return Protocol.mapper()
                .readTree(rows.texts().get(row))
                .at("/rows/0/mean_radius")
                .textValue();
    }

    private static double radius(HeldOutRows rows, int row) throws Exception {
        return Double.parseDouble(text(rows, row));
    }

    @Test
    public void versionThatCannotPredictIsRolledBackBeforeItGetsTraffic() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.packaged("r2", 15.01);
        project.faults(2, "{\"failEvery\": 1, \"from\": 1}");
        StageOutcome outcome = deploy("r2");
        assertEquals(
                "Rolled back at 0 %: the candidate does not predict held-out rows: the server failed:"
                        + " java.lang.IllegalStateException: this one fails",
                outcome.summary());
        assertTrue(detail(outcome).steps().isEmpty());
        assertEquals(Integer.valueOf(1), champion());
    }

    @Test
    public void numbersAreJudgedByRmse() throws Exception {
        project.regression("mean_area").deploy("requests: 20, steps: [50, 100]");
        project.packaged("r1", 7);
        project.champion(1);
        project.packaged("r2", 7.5);
        StageOutcome outcome = deploy("r2");
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        assertTrue(outcome.summary(), outcome.summary().matches(".*, RMSE [0-9.]+ against [0-9.]+ on [0-9]+ rows"));
        assertEquals(Outcome.SKIPPED, check(outcome, "100 %: rmse").outcome());
        Step last = detail(outcome).steps().get(1);
        assertNotNull(last.candidate().meanPrediction());
        assertTrue(last.candidate().predictions().isEmpty());
        roundTrips(outcome);
    }

    @Test
    public void rowsThatAVersionWasTrainedOnAreNotJudged() throws Exception {
        project.deploy("requests: 10, steps: [100]");
        long[] all = project.data("r1").keys();
        project.packaged("r1", 15, all);
        project.champion(1);
        project.packaged("r2", 15.01);
        StageOutcome outcome = deploy("r2");
        Check accuracy = check(outcome, "100 %: accuracy");
        assertEquals(Outcome.SKIPPED, accuracy.outcome());
        assertEquals(
                "rehearsed: no row to measure accuracy on; validateModel read these held-out rows too, so they are no new evidence",
                accuracy.message());
    }

    @Test
    public void headerOfTheConnectionIsNoCaller() throws Exception {
        project.packaged("r1", 15);
        project.deploy("stickyBy: Host");
        InputException e = assertThrows(InputException.class, () -> deploy("r1"));
        assertTrue(e.getMessage(), e.getMessage().startsWith("deploy.stickyBy 'Host' belongs to the connection"));
    }

    @Test
    public void liveCallersCarryACanary() throws Exception {
        project.packaged("r1", 15);
        project.champion(1);
        project.packaged("r2", 15.01);
        // At 30 % the champion has had its requests long before the candidate.
        project.deploy("requests: 40, seconds: 1, traffic: live, steps: [30, 100]");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<StageOutcome> stage = thread.submit(() -> deploy("r2"));
            Await.until("the canary is on", () -> status().routes().candidate() != null);
            InputException busy = assertThrows(InputException.class, () -> Rollback.run(project.context("r2"), null));
            assertEquals(
                    "version 1 is the first champion of 'production': there is no earlier one to go back to",
                    busy.getMessage());
            InputException second = assertThrows(InputException.class, () -> deploy("r2"));
            assertEquals(
                    "another deployment to 'production' is under way: wait for its end, or stop it, which rolls it back",
                    second.getMessage());
            HttpClient http = HttpClient.newHttpClient();
            String url = status().url() + "/v1/models/cells:predict";
            for (int i = 0; !stage.isDone() && i < 20_000; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .header("X-Routing-Key", "caller-" + i)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"rows\":[{\"mean_radius\":" + (i % 30) + "}]}"))
                        .build();
                try {
                    http.send(request, HttpResponse.BodyHandlers.discarding());
                } catch (IOException e) {
                    break;
                }
            }
            StageOutcome outcome = stage.get(60, TimeUnit.SECONDS);
            assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
            assertEquals("live", detail(outcome).traffic());
            assertEquals(
                    Outcome.PASSED, check(outcome, "30 %: prediction shift").outcome());
            assertEquals(
                    Outcome.PASSED, check(outcome, "100 %: prediction shift").outcome());
            assertEquals(Outcome.SKIPPED, check(outcome, "30 %: accuracy").outcome());
            assertTrue(outcome.summary(), outcome.summary().endsWith("; not compared: accuracy"));
            List<Step> steps = detail(outcome).steps();
            assertTrue(steps.get(0).champion().requests() > 0);
            assertNull(steps.get(0).holdBack());
            assertEquals(
                    "a part stays with the champion",
                    Integer.valueOf(5),
                    steps.get(1).holdBack());
            assertTrue(steps.get(1).candidate().requests()
                    > 5 * steps.get(1).champion().requests());
        } finally {
            thread.shutdownNow();
        }
        try (Stream<Path> logs =
                Files.list(ServingFolder.of(home(), "production").requests())) {
            assertTrue("live requests are logged", logs.findAny().isPresent());
        }
    }

    private static Check check(StageOutcome outcome, String name) {
        return outcome.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void roundTrips(StageOutcome outcome) throws Exception {
        StageResult result = StageResult.of(Stage.DEPLOY_CANARY, "r2", "cells", outcome.verdict(), outcome.summary())
                .checks(outcome.checks())
                .detail(outcome.detail())
                .files(outcome.files())
                .provenance(outcome.provenance())
                .time(Instant.EPOCH, Instant.EPOCH)
                .build();
        String json = Protocol.write(result);
        assertEquals(json, Protocol.write(Protocol.readResult(json)));
    }
}
