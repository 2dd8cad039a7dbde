package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.router.RouterState;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.CellsProject;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.LabelledCallers;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail.Step;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * What a live canary learns and does with it, with a router, servers and callers that are real: second answers, late labels, a part that is
 * held back, steps that show neither. The router and the champion's server live through all the tests; versions 1, 3, 4 and 5 are alike.
 */
public class LiveEvidenceTest {
    /** Neither a busy machine's latency nor the other mix of a worse version's answers ends a canary here. */
    private static final String LIVE =
            "traffic: live, keepServing: true, seconds: 1, analysis: {maxPredictionShift: 100, latencyFloorMillis: 100000, maxErrorIncrease: ";

    private static final Pattern LOST =
            Pattern.compile(".*only the champion is right on (\\d+), only the candidate on 0 of (\\d+) labelled rows");

    @ClassRule
    public static final TemporaryFolder temporary = new TemporaryFolder();

    private static CellsProject project;

    @BeforeClass
    public static void makeTheVersions() throws Exception {
        project = new CellsProject(temporary.newFolder("project").toPath());
        project.packaged("r1", 14.5);
        project.champion(1);
        project.packaged("r2", 22);
        project.packaged("r3", 14.6);
        project.packaged("r4", 14.7);
        project.packaged("r5", 14.8);
    }

    @AfterClass
    public static void end() throws Exception {
        Serving.stop(home(), "production");
    }

    private static Path home() {
        return project.folder.resolve(".cd4ml");
    }

    private static RouterState status() throws Exception {
        return Serving.status(home(), "production").orElseThrow();
    }

    private static Integer champion() throws Exception {
        return project.registry().aliases("cells").get("production");
    }

    /** What a test does while the canary is on and callers ask. */
    @FunctionalInterface
    private interface Meanwhile {
        void act(LabelledCallers callers, Future<StageOutcome> stage) throws Exception;
    }

    private static StageOutcome deployed(String run, String id, boolean labels, Meanwhile meanwhile) throws Exception {
        project.events.progress.clear();
        project.events.messages.clear();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<StageOutcome> stage = thread.submit(() -> new DeployCanary(context -> new FakeLauncher(), 30_000)
                    .run(project.request(run, RegistryMode.LOCAL, null), project.context(run)));
            Await.until("the canary is on", () -> {
                assertTrue("the stage ended: " + stage, !stage.isDone());
                return status().routes().candidate() != null;
            });
            try (LabelledCallers callers = new LabelledCallers(status().url(), id, labels)) {
                meanwhile.act(callers, stage);
                return stage.get(300, TimeUnit.SECONDS);
            }
        } finally {
            thread.shutdownNow();
        }
    }

    private static Check check(StageOutcome outcome, String name) {
        return outcome.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of " + outcome.checks()));
    }

    private static List<Step> steps(StageOutcome outcome) {
        return ((DeployCanaryDetail) outcome.detail()).steps();
    }

    @Test
    public void eachLabelledRowIsAnsweredByBothAndPairsDecide() throws Exception {
        project.deploy("requests: 40, steps: [50, 100], " + LIVE + "1}");
        StageOutcome worse = deployed("r2", "pairs", true, (callers, stage) -> {});
        Check accuracy = check(worse, "50 %: accuracy");
        assertEquals(accuracy.message(), Outcome.FAILED, accuracy.outcome());
        Matcher rows = LOST.matcher(accuracy.message());
        assertTrue(accuracy.message(), rows.matches());
        int lost = Integer.parseInt(rows.group(1));
        int all = Integer.parseInt(rows.group(2));
        assertEquals("of all pairs, by their counts", -(double) lost / all, accuracy.value(), 1e-12);
        assertEquals(Long.valueOf(all), accuracy.sampleSize());
        Step step = steps(worse).get(0);
        assertEquals(Long.valueOf(all), step.labelled());
        // The champion is right on all rows, and both accuracies are of the same ones.
        assertEquals(1, step.champion().accuracy(), 0);
        assertEquals(1 - (double) lost / all, step.candidate().accuracy(), 1e-12);
        assertTrue("more than one version's own callers", all > step.candidate().requests());
        // A second answer is no traffic, and it is not logged.
        assertTrue(metrics().contains("kind=\"second\""));
        List<String> ids =
                logged().stream().filter(id -> id.startsWith("pairs-")).toList();
        assertEquals("each row is logged once", new HashSet<>(ids).size(), ids.size());
        assertEquals("Rolled back at 50 %: " + accuracy.message(), worse.summary());
        assertTrue(
                "what a look has shown is reported: " + project.events.messages,
                project.events.messages.stream()
                        .anyMatch(
                                line -> line.matches("50 %: looked after \\d+ requests of the candidate; error increase"
                                        + " passed, p95 latency passed, prediction shift .*, accuracy failed")));
    }

    @Test
    public void aStepWaitsForLateLabelsAtItsWeight() throws Exception {
        project.deploy("requests: 20, steps: [50, 100], labels: {within: 1h, min: 60}, " + LIVE + "1}");
        StageOutcome worse = deployed("r2", "late", false, (callers, stage) -> {
            Await.until("the step waits for labels", () -> {
                assertTrue("the stage ended, " + project.events.messages, !stage.isDone());
                return project.events.progress.contains("0/60 labelled rows at 50 %");
            });
            int asked = callers.answered();
            Await.until("callers are served meanwhile", () -> callers.answered() > asked + 100);
            assertTrue("it waits", !stage.isDone());
            assertEquals(50, status().routes().split().weight());
            callers.label();
        });
        Check accuracy = check(worse, "50 %: accuracy");
        assertEquals(accuracy.message(), Outcome.FAILED, accuracy.outcome());
        assertTrue(accuracy.message(), accuracy.sampleSize() >= 60);
        assertEquals(1, steps(worse).size());
    }

    @Test
    public void labelsThatDoNotComeInTimeAreReported() throws Exception {
        project.deploy("requests: 20, steps: [50, 100], labels: {within: 1s, min: 60}, " + LIVE + "1}");
        StageOutcome outcome = deployed("r3", "never", false, (callers, stage) -> {});
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        assertEquals(
                "not shown: no label came, so accuracy was not compared",
                check(outcome, "50 %: accuracy").message());
        assertEquals(Outcome.INCONCLUSIVE, check(outcome, "100 %: accuracy").outcome());
        assertTrue(outcome.summary(), outcome.summary().endsWith("; not shown: accuracy"));
        assertEquals(Integer.valueOf(3), champion());
    }

    @Test
    public void withoutAHeldBackPartNothingIsComparedAtTheSameTime() throws Exception {
        project.deploy("requests: 20, steps: [100], holdBack: 0, " + LIVE + "0.5}");
        StageOutcome outcome = deployed("r4", "all", false, (callers, stage) -> {});
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        Step step = steps(outcome).get(0);
        assertEquals(null, step.holdBack());
        assertEquals(0, step.champion().requests());
        assertEquals(
                "not shown: errors cannot be compared, for no request of the champion came at the same time as one of the"
                        + " candidate's",
                check(outcome, "100 %: error increase").message());
        assertTrue(outcome.summary(), outcome.summary().contains("; not shown: error increase, p95 latency"));
        // The champion is asked again for the same rows all the same.
        assertEquals(Outcome.PASSED, check(outcome, "100 %: prediction shift").outcome());
    }

    @Test
    public void anInconclusiveStepWaitsForMoreRequestsOrEndsTheCanary() throws Exception {
        // n requests of either without an error exclude 3.84 / (n + 3.84) more and above: 0.01 % is never excluded
        // here, 2 % from 190 on.
        project.deploy("requests: 20, steps: [50, 100], onInconclusive: rollback, " + LIVE + "0.0001}");
        Integer before = champion();
        StageOutcome ended = deployed("r5", "end", false, (callers, stage) -> {});
        assertEquals(ended.summary(), Verdict.INCONCLUSIVE, ended.verdict());
        Check open = check(ended, "50 %: error increase");
        assertEquals(Outcome.INCONCLUSIVE, open.outcome());
        assertTrue(open.message(), open.message().contains("; so many requests can exclude "));
        assertEquals("Rolled back at 50 %: " + open.message(), ended.summary());
        assertEquals(before, champion());
        assertEquals(null, status().routes().candidate());

        project.deploy("requests: 20, steps: [50, 100], onInconclusive: [wait, continue], " + LIVE + "0.02}");
        StageOutcome waited = deployed("r5", "wait", false, (callers, stage) -> {});
        assertEquals(waited.summary(), Verdict.PASSED, waited.verdict());
        Check shown = check(waited, "50 %: error increase");
        assertEquals(shown.message(), Outcome.PASSED, shown.outcome());
        assertTrue(shown.message(), steps(waited).get(0).candidate().requests() >= 150);
        assertTrue(
                project.events.progress.toString(),
                project.events.progress.contains("40/40 requests of the candidate at 50 %"));
        assertEquals(Integer.valueOf(5), champion());
    }

    private static String metrics() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(status().url() + "/metrics")).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Ids of the logged rows. */
    private static List<String> logged() throws Exception {
        List<String> ids = new ArrayList<>();
        Path folder = ServingFolder.of(home(), "production").requests();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder).sorted()) {
                for (Path file : files.toList()) {
                    boolean packed = file.toString().endsWith(".gz");
                    try (InputStream in = Files.newInputStream(file);
                            InputStream lines = packed ? new GZIPInputStream(in) : in) {
                        String text = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
                        for (String line : text.lines().toList()) {
                            ids.add(Protocol.mapper().readTree(line).path("id").asText());
                        }
                    }
                }
            }
        }
        return ids;
    }
}
