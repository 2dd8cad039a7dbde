package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.data.LoadedData;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.Assert;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a server wrote, joined with the labels it was sent, in a project whose user has configured nothing. */
public class FeedbackDriftTest {
    private static final String DEPLOY = ".cd4ml/deploy/production/";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private DriftProject project;
    private Manifest data;

    @Before
    public void weather() throws Exception {
        project = new DriftProject(temporary.newFolder().toPath());
        data = project.version("r1");
    }

    private ModelReference champion(String task, String metric, double value, Map<String, Object> interval)
            throws Exception {
        project.metrics = List.of(Map.of(
                "name", metric, "value", value, "sampleSize", 400, "interval", interval, "higherIsBetter", true));
        Path folder = project.packaged("champion", data, task, new long[0]);
        return new ModelReference(
                "seattle-weather", 3, PackageReader.read(folder).digest(), "champion");
    }

    private static String request(String id, String version, String[] row, Object prediction) {
        return "{\"time\":\"2026-11-21T12:00:00Z\",\"id\":\"" + id + "\",\"index\":0,\"version\":\"" + version
                + "\",\"row\":{\"precipitation\":" + row[1] + ",\"temp_max\":" + row[2] + ",\"temp_min\":" + row[3]
                + ",\"wind\":" + row[4] + "},\"prediction\":" + prediction + "}\n";
    }

    private static String label(String time, String id, String truth) {
        return "{\"time\":\"2026-11-21T" + time + "Z\",\"id\":\"" + id + "\",\"index\":0,\"truth\":" + truth + "}\n";
    }

    private void packed(String path, String text) throws IOException {
        Path file = project.folder.resolve(path);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The year 2015 as version 3 answered it, rain where it rained; every third request has a label. */
    private int classified(boolean wrong) throws Exception {
        StringBuilder requests = new StringBuilder();
        StringBuilder labels = new StringBuilder(label("12:00:00", "unknown", "\"rain\""));
        List<String> lines = Files.readAllLines(project.folder.resolve("incoming/2015.csv"));
        int right = 0;
        for (int i = 1; i < lines.size(); i++) {
            String[] row = lines.get(i).split(",");
            String predicted = Double.parseDouble(row[1]) > 0 ? "rain" : "sun";
            String truth = wrong ? (predicted.equals("rain") ? "sun" : "rain") : row[5];
            requests.append(request("r" + i, "3", row, "\"" + predicted + "\""));
            requests.append(request("o" + i, "2", row, "\"" + predicted + "\""));
            if (i % 3 == 0) {
                // corrected later, and sent once more in between
                labels.append(label("13:00:00", "r" + i, "\"" + truth + "\""));
                labels.append(label("12:00:00", "r" + i, "\"fog\""));
                right += truth.equals(predicted) ? 1 : 0;
            }
            if (i % 5 == 0) {
                labels.append(label("13:00:00", "o" + i, "\"snow\""));
            }
        }
        packed(DEPLOY + "requests/3-20261121T110000Z-1.jsonl.gz", requests.toString());
        project.write(DEPLOY + "requests/3-20261121T120000Z-1.jsonl", "{\"time\":\"2026-11-21T12:0");
        packed(DEPLOY + "feedback/feedback-20261121T110000Z-1.jsonl.gz", labels.toString());
        project.write(
                DEPLOY + "feedback/feedback-20261121T120000Z-1.jsonl", label("14:00:00", "x", "\"sun\"") + "{\"ti");
        return right;
    }

    @Test
    public void aRequestThatWasSentTwiceHasOneLabel() throws Exception {
        ModelReference champion =
                champion("classification", "accuracy", 0.8, Map.of("lower", 0.75, "upper", 0.85, "level", 0.95));
        classified(false);
        double once = DriftProject.check(project.check(project.context("{share: 1}"), champion), "accuracy")
                .value();
        String[] row = Files.readAllLines(project.folder.resolve("incoming/2015.csv"))
                .get(3)
                .split(",");
        packed(
                DEPLOY + "requests/3-20261121T113000Z-1.jsonl.gz",
                request("r3", "3", row, "\"snow\"").repeat(50));
        Check check = DriftProject.check(project.check(project.context("{share: 1}"), champion), "accuracy");
        assertEquals(121, (long) check.sampleSize());
        assertEquals(once, check.value(), 0);
    }

    @Test
    public void aModelThatIsAsRightAsItWasHasNotDrifted() throws Exception {
        ModelReference champion =
                champion("classification", "accuracy", 0.8, Map.of("lower", 0.75, "upper", 0.85, "level", 0.95));
        int right = classified(false);
        StageOutcome outcome = project.check(project.context("{share: 1}"), champion);
        Check check = DriftProject.check(outcome, "accuracy");
        assertEquals(121, (long) check.sampleSize());
        JsonNode expected = Oracle.python(
                List.of("scipy"),
                """
                import json, math, sys
                from scipy.stats import binomtest
                k = int(sys.stdin.read())
                p, q = k / 121, 320 / 400
                a = binomtest(k, 121).proportion_ci(method='wilson')
                b = binomtest(320, 400).proportion_ci(method='wilson')
                print(json.dumps([p - q, p - q - math.hypot(p - a.low, b.high - q), p - q + math.hypot(a.high - p, q - b.low)]))
                """,
                "" + right);
        assertEquals(expected.get(0).asDouble(), check.value(), 1e-12);
        assertEquals(expected.get(1).asDouble(), check.interval().lower(), 1e-9);
        assertEquals(expected.get(2).asDouble(), check.interval().upper(), 1e-9);
        assertEquals(expected.get(2).asDouble() < -0.05 ? Outcome.FAILED : Outcome.PASSED, check.outcome());
        assertTrue(check.message(), check.message().contains("on 121 labelled rows against 0.8 when it was validated"));
        assertTrue(
                "" + project.warnings,
                project.warnings.contains(
                        "2 lines were left out: the last of a log, torn by a crash or being written now"));
        long known = DriftProject.column(DriftProject.detail(outcome), "weather").currentCounts().stream()
                .mapToLong(count -> count.count())
                .sum();
        assertEquals("labels that came count, others are not missing", 194, known);
    }

    @Test
    public void aModelThatHasBecomeWrongHas() throws Exception {
        ModelReference champion =
                champion("classification", "accuracy", 0.8, Map.of("lower", 0.75, "upper", 0.85, "level", 0.95));
        assertEquals(0, classified(true));
        StageOutcome outcome = project.check(project.context("{share: 1, predictions: false}"), champion);
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertTrue(
                outcome.summary(), outcome.summary().startsWith("Worse: accuracy 0 on 121 labelled rows against 0.8"));
        StageOutcome few = project.check(project.context("{share: 1, predictions: false, minRows: 122}"), champion);
        Check check = DriftProject.check(few, "accuracy");
        assertEquals(Outcome.SKIPPED, check.outcome());
        assertEquals(
                "accuracy not judged: only 121 predictions of seattle-weather version 3 have a label, 122 are needed",
                check.message());
        project.metrics = List.of();
        Path without = project.packaged("without", data, "classification", new long[0]);
        check = DriftProject.check(
                project.check(
                        project.context("{share: 1, predictions: false}"),
                        new ModelReference(
                                "seattle-weather",
                                3,
                                PackageReader.read(without).digest(),
                                "without")),
                "accuracy");
        assertEquals(Outcome.SKIPPED, check.outcome());
        assertTrue(check.message(), check.message().endsWith("validateModel records it"));
    }

    @Test
    public void numbersAreJudgedByTheirRmse() throws Exception {
        String yaml = DriftProject.YAML.replace(
                "target: weather", "target: wind, features: [precipitation, temp_max, temp_min]");
        data = project.version("r1", yaml);
        ModelReference champion =
                champion("regression", "rmse", 1.2, Map.of("lower", 1.1, "upper", 1.3, "confidence", 0.95));
        StringBuilder requests = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        List<String> lines = Files.readAllLines(project.folder.resolve("incoming/2015.csv"));
        for (int i = 1; i < lines.size(); i++) {
            String[] row = lines.get(i).split(",");
            requests.append(request("r" + i, "3", row, 3.0).replace("\"wind\":" + row[4], "\"wind\":null"));
            labels.append(label("12:00:00", "r" + i, row[4]));
        }
        project.write(DEPLOY + "requests/3-20261121T110000Z-1.jsonl", requests.toString());
        project.write(DEPLOY + "feedback/feedback-20261121T110000Z-1.jsonl", labels.toString());
        StageOutcome outcome = project.check(project.context(yaml, "{share: 1, predictions: false}"), champion);
        Check check = DriftProject.check(outcome, "rmse");
        JsonNode expected = Oracle.python(
                List.of("numpy", "pandas", "scipy"),
                """
                import json, sys
                import numpy as np, pandas as pd
                from scipy.stats import t
                e2 = (3.0 - pd.read_csv(sys.stdin).wind.to_numpy()) ** 2
                def hall(x, side):
                    n, g = len(x), ((x - x.mean()) ** 3).mean() / x.std() ** 3
                    y = side * t.isf(0.025, n - 1) / np.sqrt(n)
                    return x.mean() - x.std(ddof=1) * (np.cbrt(1 + g * (y - g / (6 * n))) - 1) * 3 / g
                top = np.sort(e2)[::-1]
                k = max(10, int(np.sqrt(len(e2))))
                more = np.append(e2, top[0] * 2.5 ** min(1.5, np.log(top[:k] / top[k]).mean()))
                r, low, high = np.sqrt([e2.mean(), hall(e2, 1), max(hall(e2, -1), hall(more, -1))])
                l = np.log(r / 1.2)
                print(json.dumps([np.exp(l) - 1, np.exp(l - np.hypot(np.log(r / low), np.log(1.3 / 1.2))) - 1,
                                  np.exp(l + np.hypot(np.log(high / r), np.log(1.2 / 1.1))) - 1]))
                """,
                Files.readString(project.folder.resolve("incoming/2015.csv")));
        assertEquals(expected.get(0).asDouble(), check.value(), 1e-9);
        assertEquals(expected.get(1).asDouble(), check.interval().lower(), 1e-9);
        assertEquals(expected.get(2).asDouble(), check.interval().upper(), 1e-9);
        assertEquals(expected.get(1).asDouble() > 0.05 ? Outcome.FAILED : Outcome.PASSED, check.outcome());
    }

    @Test
    public void samplesOfDifferentSharesAreBroughtToTheSmallest() throws Exception {
        String[] row = "2015-01-01,1.5,5,2,3,rain".split(",");
        StringBuilder half = new StringBuilder();
        StringBuilder tenth = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            half.append(request("h" + i, "3", row, 1).replace(",\"row\"", ",\"share\":0.5,\"row\""));
            tenth.append(request("t" + i, "3", row, 1).replace(",\"row\"", ",\"share\":0.1,\"row\""));
        }
        project.write("logs/a.jsonl", half.toString());
        packed("logs/b.jsonl.gz", tenth.toString());
        // packed a moment ago and not yet removed
        project.write("logs/b.jsonl", tenth.toString());
        LoadedData loaded = TableLoader.ofFiles(project.context("{}"), List.of("logs"), data.schema());
        JsonNode expected = Oracle.python(
                List.of("hashlib"),
                """
                import hashlib
                place = lambda i: int.from_bytes(hashlib.sha256(i.encode()).digest()[:8], 'big') / 2**64
                print(sum(place(a + str(n)) < 0.1 for a in 'ht' for n in range(400)))
                """,
                "");
        assertEquals(expected.asInt(), loaded.table().rows());
        assertEquals(
                List.of((800 - expected.asInt())
                        + " logged rows were left out: the logs have samples of different shares,"
                        + " from 0.1 to 0.5, and the smallest holds for all"),
                project.warnings);
    }

    @Test
    public void saysWhatIsWrongWithLabels() throws Exception {
        ModelReference champion =
                champion("classification", "accuracy", 0.8, Map.of("lower", 0.75, "upper", 0.85, "level", 0.95));
        classified(false);
        project.write("labels/a.jsonl", "{\"id\":\"r1\",\"time\":\"2026-11-21T12:00:00Z\"}\n{}\n");
        assertRefused(
                "labels/a.jsonl:1: is no label: it needs \"id\", the request's, and \"truth\", the right answer",
                champion);
        project.write("labels/a.jsonl", "{\"id\":\"r1\",\"time\":\"today\",\"truth\":\"sun\"}\n{}\n");
        assertRefused("labels/a.jsonl:1: needs \"time\", when it was sent, such as 2026-11-21T12:00:00Z", champion);
        project.write("labels/a.jsonl", "{\"id\n{}\n");
        assertRefused("labels/a.jsonl:1: is not a line of JSON", champion);
    }

    private void assertRefused(String sentence, ModelReference champion) {
        InputException e = Assert.assertThrows(
                InputException.class,
                () -> project.check(project.context("{feedback: labels, predictions: false}"), champion));
        assertTrue(e.getMessage(), e.getMessage().startsWith(sentence));
        assertFalse(e.getMessage().isBlank());
    }
}
