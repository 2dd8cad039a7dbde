package io.jenkins.cd4ml.drift;

import static io.jenkins.cd4ml.drift.DriftProject.check;
import static io.jenkins.cd4ml.drift.DriftProject.column;
import static io.jenkins.cd4ml.drift.DriftProject.detail;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is found: columns, verdicts, words. */
public class CheckDriftTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private DriftProject project;

    @Before
    public void weather() throws Exception {
        project = new DriftProject(temporary.newFolder().toPath());
    }

    @Test
    public void theYear2015AgainstTheTrainingRows() throws Exception {
        project.version("r1");
        StageOutcome outcome = project.check(project.context("{current: incoming/*.csv}"));
        CheckDriftDetail detail = (CheckDriftDetail) outcome.detail();
        assertEquals(731, detail.referenceRows());
        assertEquals(365, detail.currentRows());
        assertEquals(5, detail.testedColumns());
        assertNull(detail.prediction());
        assertEquals(List.of(DriftResult.NO_MODEL), project.warnings);

        String script =
                """
                import json, sys
                import numpy as np
                import pandas as pd
                from scipy import stats
                frame = pd.read_csv(sys.stdin)
                reference, current = frame[frame.date < '2014'], frame[frame.date >= '2015']
                out = {}
                for name in ['precipitation', 'temp_max', 'temp_min', 'wind']:
                    a, b = reference[name], current[name]
                    out[name] = [stats.ks_2samp(a, b)[1], len(a), len(b)]
                a, b = reference.weather.value_counts(), current.weather.value_counts()
                keys = sorted(set(a.index) | set(b.index))
                a, b = a.reindex(keys, fill_value=0), b.reindex(keys, fill_value=0)
                out['weather'] = [stats.chisquare(b, a * len(current) / len(reference))[1], len(reference), len(current)]
                p = sorted(v[0] for v in out.values())
                out['smallest adjusted'] = min(p[i] * len(p) / (i + 1) for i in range(len(p)))
                print(json.dumps(out))
                """;
        JsonNode expected = Oracle.python(List.of("scipy", "pandas"), script, DriftProject.weather(line -> true));
        int drifted = 0;
        for (ColumnDrift column : detail.columns()) {
            JsonNode figures = expected.get(column.column());
            assertEquals(
                    column.column(),
                    figures.get(0).asDouble(),
                    column.pValue(),
                    1e-9 * figures.get(0).asDouble());
            assertEquals(column.pValue(), column.score());
            assertEquals(column.column(), figures.get(0).asDouble() <= 0.05, column.drifted());
            drifted += column.drifted() ? 1 : 0;
        }
        assertEquals(drifted, detail.driftedColumns());
        assertEquals(drifted / 5.0, detail.share(), 0);
        assertEquals(drifted / 5.0 >= 0.5 ? Verdict.FAILED : Verdict.PASSED, outcome.verdict());
        double smallest = detail.columns().stream()
                .mapToDouble(ColumnDrift::adjustedPValue)
                .min()
                .orElseThrow();
        assertEquals(expected.get("smallest adjusted").asDouble(), smallest, 1e-9 * smallest);
        assertTrue(outcome.summary(), outcome.summary().endsWith("(365 rows against 731)"));
    }

    @Test
    public void bothSidesShareTheirBins() throws Exception {
        project.version("r1");
        CheckDriftDetail detail = detail(project.check(project.context("{current: incoming/*.csv}")));
        ColumnDrift wind = column(detail, "wind");
        assertEquals(wind.referenceHistogram().edges(), wind.currentHistogram().edges());
        assertTrue(wind.referenceHistogram().counts().size() <= 30);
        assertEquals(
                731,
                wind.referenceHistogram().counts().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        assertEquals(
                365,
                wind.currentHistogram().counts().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        assertEquals(List.of(), wind.referenceCounts());
        ColumnDrift weather = column(detail, "weather");
        assertNull(weather.referenceHistogram());
        assertEquals("target", weather.role());
        assertEquals("chisquare", weather.test());
        assertEquals(
                weather.referenceCounts().stream().map(count -> count.value()).toList(),
                weather.currentCounts().stream().map(count -> count.value()).toList());
    }

    @Test
    public void theSameRowsHaveNotDrifted() throws Exception {
        project.version("r1");
        project.write("incoming/2015.csv", DriftProject.weather(line -> line.compareTo("2014") < 0));
        StageOutcome outcome = project.check(project.context("{current: incoming/2015.csv}"));
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertEquals(
                "No drift: 0 of 5 columns differ from the training data; share 0 < 0.5 (731 rows against 731)",
                outcome.summary());
        outcome.checks().stream()
                .filter(check -> !check.name().equals("predictions"))
                .forEach(check -> assertEquals(check.message(), Outcome.PASSED, check.outcome()));
    }

    @Test
    public void colderAndWindier() throws Exception {
        project.version("r1");
        project.write(
                "incoming/2015.csv",
                DriftProject.weather(line -> line.compareTo("2014") < 0)
                        .replaceAll("(?m)^([^,]+),([^,]+),-?([\\d.]+),-?([\\d.]+),(\\d)", "$1,$2,-$3,-$4,1$5"));
        StageOutcome outcome = project.check(project.context("{current: incoming/2015.csv}"));
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertEquals(
                "Drift: 3 of 5 columns (temp_max, temp_min, wind) differ from the training data; share 0.6 >= 0.5"
                        + " (731 rows against 731)",
                outcome.summary());
        Check dataSet = check(outcome, "data set");
        assertEquals(Outcome.FAILED, dataSet.outcome());
        assertEquals(0.6, dataSet.value(), 1e-12);
        assertEquals(0.5, dataSet.threshold(), 0);
        assertEquals(Long.valueOf(731), dataSet.sampleSize());
        assertTrue(outcome.checks().get(0).failed());
        ColumnDrift temperature = column(detail(outcome), "temp_max");
        assertTrue(temperature.effectSize() < -3);
        assertTrue(temperature.message(), temperature.message().contains("(large)"));
    }

    @Test
    public void noTrafficIsNotDrift() throws Exception {
        project.version("r1");
        project.write("requests/a.jsonl", "");
        StageOutcome outcome = project.check(project.context("{current: requests/*.jsonl}"));
        assertEquals(Verdict.INCONCLUSIVE, outcome.verdict());
        assertEquals("Not judged: no column has values enough on both sides (0 rows against 731)", outcome.summary());
        outcome.checks()
                .forEach(check -> assertEquals(
                        check.name(),
                        check.name().equals("current rows") ? Outcome.INCONCLUSIVE : Outcome.SKIPPED,
                        check.outcome()));
        String settings = "{current: requests/*.jsonl, onEmpty: %s}";
        assertEquals(
                Verdict.FAILED,
                project.check(project.context(settings.formatted("fail"))).verdict());
        assertEquals(
                Verdict.PASSED,
                project.check(project.context(settings.formatted("pass"))).verdict());
    }

    @Test
    public void whatCannotBeReadIsCountedAndTheRestIsJudged() throws Exception {
        project.version("r1");
        String rows = DriftProject.weather(line -> line.startsWith("2015"));
        List<String> lines = new ArrayList<>(rows.lines().toList());
        lines.set(7, lines.get(7).replaceFirst("^([^,]*),[^,]*", "$1,oops"));
        lines.set(9, lines.get(9).replaceFirst("^([^,]*),[^,]*", "$1,inf"));
        project.write("incoming/2015.csv", String.join("\n", lines) + "\n");
        StageOutcome outcome = project.check(project.context("{current: incoming/*.csv}"));
        Check unreadable = check(outcome, "unreadable precipitation");
        assertEquals(
                "2 values of column precipitation left out: not a finite number, the first is 'oops' at"
                        + " incoming/2015.csv:8",
                unreadable.message());
        assertEquals(2.0 / 365, unreadable.value(), 1e-12);
        assertEquals(Outcome.PASSED, unreadable.outcome());
        assertEquals(5, detail(outcome).testedColumns());
        StageOutcome strict = project.check(project.context("{current: incoming/*.csv, maxUnreadable: 0.001}"));
        assertEquals(Verdict.FAILED, strict.verdict());
        assertTrue(strict.summary(), strict.summary().startsWith("2 values of column precipitation left out"));
    }

    @Test
    public void brokenLinesOfALogAreCounted() throws Exception {
        project.version("r1");
        StringBuilder log =
                new StringBuilder("{\"row\":{\"precipitation\":1,\"temp_max\":9,\"temp_min\":2,\"wind\":3}}\n");
        log.append("{\"row\":{\"precip\n").append("{\"line\":1}\n");
        for (int i = 0; i < 57; i++) {
            log.append("{\"row\":{\"precipitation\":1,\"temp_max\":%d,\"temp_min\":2,\"wind\":3}}\n".formatted(i));
        }
        project.write("requests/a.jsonl", log.toString());
        StageOutcome outcome = project.check(project.context("{current: requests/*.jsonl}"));
        Check lines = check(outcome, "unreadable lines");
        assertEquals("2 lines left out: not a row that can be read, the first is requests/a.jsonl:2", lines.message());
        assertEquals(2.0 / 60, lines.value(), 1e-12);
        assertEquals(58, detail(outcome).currentRows());
    }

    @Test
    public void brokenRowsOfFilesAreCounted() throws Exception {
        project.version("r1");
        StringBuilder json = new StringBuilder("{\"precip\n");
        StringBuilder csv = new StringBuilder("precipitation,temp_max,temp_min,wind\n1,2,3\n");
        for (int i = 0; i < 58; i++) {
            json.append("{\"precipitation\":1,\"temp_max\":%d,\"temp_min\":2,\"wind\":3}\n".formatted(i));
            csv.append("1,%d,2,3\n".formatted(i));
        }
        csv.append("1,2,3,4,5\n");
        project.write("broken/a.csv", csv.toString()).write("broken/b.jsonl", json.toString());
        StageOutcome outcome = project.check(project.context("{current: broken}"));
        Check lines = check(outcome, "unreadable lines");
        assertEquals("3 lines left out: not a row that can be read, the first is broken/a.csv:2", lines.message());
        assertEquals(3.0 / 119, lines.value(), 1e-12);
        assertEquals(116, detail(outcome).currentRows());
    }

    @Test
    public void bytesOfAnotherEncodingAndOpenQuotesAreCounted() throws Exception {
        project.version("r1");
        StringBuilder csv = new StringBuilder("precipitation,temp_max,temp_min,wind,weather,note\n");
        for (int i = 0; i < 57; i++) {
            csv.append("1,%d,2,3,%s,%s\n".formatted(i, i == 20 ? "s\u00fcn" : "sun", i == 30 ? "\u00fc" : "x"));
        }
        csv.append("1,60,2,3,\"sun\"ny,x\n1,61,2,3,\"sun,x\n1,62,2,3,sun,x\n");
        Path file = project.write("broken/a.csv", "").folder.resolve("broken/a.csv");
        Files.write(file, csv.toString().getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String weather = i == 2 ? "r\u00fcin" : "rain";
            log.append(
                    ("{\"row\":{\"precipitation\":1,\"temp_max\":%d,\"temp_min\":2,\"wind\":3,\"weather\":\"%s\"}}\n")
                            .formatted(i, weather));
        }
        Files.write(file.resolveSibling("b.jsonl"), log.toString().getBytes(StandardCharsets.ISO_8859_1));
        Files.write(
                file.resolveSibling("c.jsonl"),
                log.toString()
                        .replaceAll("\\{\"row\":|}$", "")
                        .replace("}}", "}")
                        .getBytes(StandardCharsets.ISO_8859_1));
        StageOutcome outcome = project.check(project.context("{current: broken}"));
        Check lines = check(outcome, "unreadable lines");
        // A row of another encoding in each file, and two that an open quote has swallowed.
        assertEquals("5 lines left out: not a row that can be read, the first is broken/a.csv:22", lines.message());
        assertEquals(57 - 1 + 1 + 39 + 39, detail(outcome).currentRows());
        assertEquals(5.0 / (135 + 5), lines.value(), 1e-12);

        Files.write(
                file,
                "precipitation,temp_max,temp_min,wind,w\u00fcther\n1,2,3,4,sun\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "broken/a.csv:1: not valid UTF-8; say what it is with data.encoding",
                assertThrows(InputException.class, () -> project.check(project.context("{current: broken}")))
                        .getMessage());
    }

    /** From none to 30 % is a drift of its own, though the values that are left are as they were. */
    @Test
    public void missingValuesDrift() throws Exception {
        project.version("r1");
        List<String> lines = new ArrayList<>(
                DriftProject.weather(line -> !line.startsWith("2015")).lines().toList());
        for (int i = 1; i < lines.size(); i++) {
            if (i % 10 < 3) {
                lines.set(i, lines.get(i).replaceFirst("^([^,]*),[^,]*", "$1,"));
            }
        }
        project.write("incoming/2015.csv", String.join("\n", lines) + "\n");
        ColumnDrift rain = column(detail(project.check(project.context("{current: incoming/*.csv}"))), "precipitation");
        assertTrue(rain.drifted());
        assertTrue(
                rain.message(),
                rain.message()
                        .startsWith(
                                "precipitation drifted: more of its values are missing than drift.maxMissingRise allows"));
        assertFalse(column(
                        detail(project.check(project.context("{current: incoming/*.csv, maxMissingRise: 0.5}"))),
                        "precipitation")
                .drifted());
    }

    @Test
    public void fewRowsAreNotJudged() throws Exception {
        project.version("r1");
        project.write("incoming/2015.csv", DriftProject.weather(line -> line.startsWith("2015-01-0")));
        StageOutcome outcome = project.check(project.context("{current: incoming/*.csv}"));
        assertEquals(Verdict.PASSED, outcome.verdict());
        Check wind = check(outcome, "column wind");
        assertEquals(Outcome.SKIPPED, wind.outcome());
        assertEquals("wind not judged: 9 values in the current data, drift.minRows is 30", wind.message());
        assertEquals(0, detail(outcome).testedColumns());
        assertEquals(
                5,
                detail(project.check(project.context("{current: incoming/*.csv, minRows: 9}")))
                        .testedColumns());
    }

    @Test
    public void aColumnThatLosesItsValuesHasDrifted() throws Exception {
        project.version("r1");
        project.write(
                "incoming/2015.csv",
                DriftProject.weather(line -> line.startsWith("2015"))
                        .replaceAll("(?m)^(2015-[^,]+,[^,]+,[^,]+,[^,]+),[^,]+,", "$1,,"));
        StageOutcome outcome = project.check(project.context("{current: incoming/*.csv}"));
        ColumnDrift wind = column(detail(outcome), "wind");
        assertTrue(wind.drifted());
        assertNull(wind.test());
        assertEquals(1, wind.currentMissing(), 0);
        assertEquals(
                "wind drifted: it has lost its values; missing in 100 % of the rows, before in 0 %", wind.message());
        assertEquals(Outcome.FAILED, check(outcome, "column wind").outcome());
    }

    @Test
    public void newCategoriesAreNamed() throws Exception {
        project.version("r1");
        project.write(
                "incoming/2015.csv",
                DriftProject.weather(line -> line.startsWith("2015"))
                        .replaceAll("(?m)^2015-01-0(\\d),(.*),[a-z]+$", "2015-01-0$1,$2,hail$1"));
        ColumnDrift weather = column(detail(project.check(project.context("{current: incoming/*.csv}"))), "weather");
        assertEquals(IntStream.rangeClosed(1, 9).mapToObj(i -> "hail" + i).toList(), weather.newCategories());
        assertEquals("a new category gives p = 0, as Evidently has it", 0, weather.pValue(), 0);
        assertTrue(
                weather.message(),
                weather.message().contains("9 new categories: hail1, hail2, hail3, hail4, hail5, …"));
    }

    @Test
    public void sensitiveColumnsShowNoValue() throws Exception {
        String yaml = DriftProject.YAML.replace(
                "target: weather",
                "target: weather, columns: {precipitation: {sensitive: true}, temp_max: {sensitive: true},"
                        + " temp_min: {sensitive: true}, wind: {sensitive: true}, weather: {sensitive: true}}");
        project.version("r1", yaml);
        project.write(
                "incoming/2015.csv",
                DriftProject.weather(line -> line.startsWith("2015"))
                        .replaceAll("(?m)^2015-01-0(\\d),(.*),[a-z]+$", "2015-01-0$1,$2,hail$1"));
        StageOutcome outcome = project.check(project.context(yaml, "{current: incoming/*.csv}"));
        String json = Protocol.write(outcome);
        for (String value : List.of("hail", "drizzle", "snow", "edges", "12.8")) {
            assertFalse(value, json.contains(value));
        }
        ColumnDrift weather = column(detail(outcome), "weather");
        assertNotNull(weather.score());
        assertEquals(List.of(), weather.newCategories());
        assertTrue(weather.message(), weather.message().contains("9 new categories"));
    }

    @Test
    public void aTestOfOnesOwnChoice() throws Exception {
        project.version("r1");
        CheckDriftDetail detail = detail(project.check(project.context(
                "{current: incoming/*.csv, tests: {wind: {test: psi, threshold: 0.2}, weather: {test: tvd}}}")));
        assertEquals("psi", column(detail, "wind").test());
        assertEquals(0.2, column(detail, "wind").threshold(), 0);
        assertEquals("tvd", column(detail, "weather").test());
        assertEquals(0.1, column(detail, "weather").threshold(), 0);
        assertEquals("ks", column(detail, "temp_min").test());
    }
}
