package io.jenkins.cd4ml.drift;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.Table;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

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
    public void aLargeReferenceIsJudgedByDistances() throws Exception {
        project.version("r1");
        StageOutcome outcome = project.check(
                project.context("{current: incoming/*.csv, reference: data/*.csv, columns: [wind, weather, date]}"));
        CheckDriftDetail detail = detail(outcome);
        assertEquals(1096, detail.referenceRows());
        assertEquals("wasserstein", column(detail, "wind").test());
        assertEquals("jensenshannon", column(detail, "weather").test());
        assertEquals(
                "a listed date is compared",
                "wasserstein",
                column(detail, "date").test());
        assertTrue(column(detail, "date").drifted());
        assertNull(column(detail, "wind").pValue());
        assertNull(column(detail, "wind").adjustedPValue());
        assertEquals(0.1, column(detail, "wind").threshold(), 0);
        assertTrue(outcome.summary(), outcome.summary().contains("the reference"));
    }

    @Test
    public void predictionsOfTheChampion() throws Exception {
        Manifest data = project.version("earlier");
        StageContext context = project.context("{current: incoming/*.csv}");
        Table table = TableLoader.of(context, data);
        project.packaged("champion", data, "classification", Arrays.copyOf(table.keys(), 500));
        ModelReference champion = new ModelReference("seattle-weather", 3, null, "champion");
        Files.delete(project.folder.resolve("data/weather.csv"));
        StageOutcome outcome = project.check(context, champion);
        CheckDriftDetail detail = detail(outcome);
        assertEquals("the rows it was trained on", 500, detail.referenceRows());
        assertEquals(data.version(), detail.reference());
        assertEquals(champion, detail.model());
        ColumnDrift prediction = detail.prediction();
        assertEquals("prediction", prediction.role());
        assertEquals("z", prediction.test());
        assertEquals(
                List.of("rain", "sun"),
                prediction.referenceCounts().stream()
                        .map(count -> count.value())
                        .sorted()
                        .toList());
        assertEquals("3", check(outcome, "predictions").modelVersion());
        assertEquals(5, detail.testedColumns());
    }

    @Test
    public void driftOfThePredictionsAloneFails() throws Exception {
        Manifest data = project.version("r1");
        StageContext context = project.context("{current: incoming/2015.csv, columns: [wind]}");
        project.packaged(
                ".cd4ml/runs/r1/package",
                data,
                "classification",
                TableLoader.of(context, data).keys());
        project.write(
                "incoming/2015.csv", DriftProject.weather(line -> true).replaceAll("(?m)^([^,d]+),[^,]+,", "$1,1.0,"));
        StageOutcome outcome = project.check(context);
        assertEquals(Verdict.FAILED, outcome.verdict());
        assertFalse(detail(outcome).drifted());
        assertTrue(detail(outcome).prediction().drifted());
        assertTrue(
                outcome.summary(),
                outcome.summary()
                        .startsWith(
                                "Drift: the predictions differ: Jensen-Shannon distance 0.502 >= 0.1; 0 of 1 column differs from"));
        assertNull(detail(outcome).model().version());
    }

    @Test
    public void numbersPredicted() throws Exception {
        Manifest data = project.version("r1");
        StageContext context = project.context("{current: incoming/*.csv}");
        project.packaged(
                ".cd4ml/runs/r1/package",
                data,
                "regression",
                TableLoader.of(context, data).keys());
        ColumnDrift prediction = detail(project.check(context)).prediction();
        assertEquals("decimal", prediction.type());
    }

    @Test
    public void predictionsMayBeLeftAlone() throws Exception {
        project.version("r1");
        StageOutcome outcome = project.check(project.context("{current: incoming/*.csv, predictions: false}"));
        assertTrue(outcome.checks().stream().noneMatch(check -> check.name().equals("predictions")));
        assertEquals(List.of(), project.warnings);
    }

    @Test
    public void requestLogsHaveNoTarget() throws Exception {
        project.version("r1");
        String log = DriftProject.weather(line -> line.startsWith("2015"))
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .map(v -> "{\"time\":\"2026-01-01T00:00:00Z\",\"row\":{\"precipitation\":" + v[1] + ",\"temp_max\":"
                        + v[2] + ",\"temp_min\":" + v[3] + ",\"wind\":" + v[4] + "},\"prediction\":\"sun\"}")
                .collect(Collectors.joining("\n", "", "\n"));
        project.write("requests/a.jsonl", log);
        StageOutcome outcome = project.check(project.context("{current: requests/*.jsonl}"));
        CheckDriftDetail detail = detail(outcome);
        assertEquals(365, detail.currentRows());
        assertEquals(4, detail.testedColumns());
        assertTrue(detail.columns().stream().noneMatch(column -> column.role().equals("target")));
    }

    @Test
    public void noTrafficIsNotDrift() throws Exception {
        project.version("r1");
        project.write("requests/a.jsonl", "");
        StageOutcome outcome = project.check(project.context("{current: requests/*.jsonl}"));
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertEquals("Not judged: no column has values enough on both sides (0 rows against 731)", outcome.summary());
        outcome.checks().forEach(check -> assertEquals(check.name(), Outcome.SKIPPED, check.outcome()));
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

    @Test
    public void datesAndFreeTextAreLeftOutUnlessListed() throws Exception {
        String yaml = DriftProject.YAML.replace("key: date, ", "columns: {wind: {type: text}}, ");
        project.version("r1", yaml);
        CheckDriftDetail detail =
                detail(project.check(project.context(yaml, "{current: incoming/*.csv, predictions: false}")));
        assertNull(column(detail, "date").test());
        assertTrue(column(detail, "date").message().contains("later rows have later dates"));
        assertTrue(column(detail, "wind").message().contains("free text is not compared"));
        assertEquals(4, detail.testedColumns());
    }

    @Test
    public void aChampionWhoseKeysNobodyKnows() throws Exception {
        Manifest data = project.version("r1");
        StageContext context = project.context("{current: incoming/*.csv}");
        project.packaged(".cd4ml/runs/r1/package", data, "classification", new long[] {1, 2, 3});
        assertEquals(731, detail(project.check(context)).referenceRows());
        assertTrue(project.warnings.toString(), project.warnings.get(0).contains("data.key may have changed"));
    }

    @Test
    public void aProjectWithoutTarget() throws Exception {
        project.version("r1");
        String yaml = DriftProject.YAML.replace(", target: weather", "");
        StageOutcome outcome = project.check(project.context(yaml, "{current: incoming/*.csv, predictions: false}"));
        assertEquals(1096, detail(outcome).referenceRows());
        assertEquals(5, detail(outcome).testedColumns());
        assertTrue(outcome.summary(), outcome.summary().contains("the data of run r1"));
    }

    @Test
    public void stopsOnRequest() throws Exception {
        project.version("r1");
        project.cancellation = () -> true;
        StageContext context = project.context("{current: incoming/*.csv}");
        assertThrows(CancellationException.class, () -> project.check(context));
    }

    @Test
    public void badInput() throws Exception {
        assertRefused("{current: incoming/*.csv}", "run versionData first");
        Manifest data = project.version("r1");
        assertRefused("{share: 0.5}", "drift.current is not set");
        assertRefused("{current: nowhere/*.csv}", "nowhere/*.csv");
        assertRefused("{current: incoming/*.csv, columns: [temp_mix]}", "did you mean 'temp_m");
        assertRefused("{current: incoming/*.csv, tests: {date: {test: ks}}}", "the column 'date' is not compared");
        assertRefused("{current: incoming/*.csv, tests: {weather: {test: ks}}}", "the test ks needs numbers");
        assertRefused("{current: incoming/*.csv, tests: {weather: {test: z}}}", "needs at most 2 distinct values");
        project.write("incoming/2015.csv", "date,precipitation,temp_max,wind,weather\n2015-01-01,0,1,2,sun\n");
        assertRefused("{current: incoming/*.csv}", "no column 'temp_min'");
        project.write(
                "incoming/2015.csv",
                DriftProject.weather(line -> line.startsWith("2015")).replace("2015-01-03,0.0", "2015-01-03,dry"));
        assertRefused("{current: incoming/*.csv}", "incoming/2015.csv:4");
        project.write("incoming/2015.csv", DriftProject.weather(line -> line.startsWith("2015")));

        project.packaged("champion", data, "classification", new long[] {1});
        Files.writeString(project.folder.resolve("champion/model.onnx"), "damaged");
        StageContext context = project.context("{current: incoming/*.csv}");
        assertRefused(context, new ModelReference("seattle-weather", 3, null, "champion"), "damaged");
        assertRefused(
                context, new ModelReference("seattle-weather", 3, null, null), "without the folder of its package");
        project.packaged("champion", data, "classification", new long[] {1});
        assertRefused(
                context, new ModelReference("seattle-weather", 3, "sha256:00", "champion"), "its digest is sha256:");
        Files.delete(project.folder.resolve(".cd4ml/runs/r1/data/manifest.json"));
        Files.delete(project.folder.resolve(".cd4ml/data/versions.jsonl"));
        assertRefused(
                context, new ModelReference("seattle-weather", 3, null, "champion"), "is not known in this project");
    }

    private void assertRefused(String drift, String words) throws Exception {
        assertRefused(project.context(drift), null, words);
    }

    private void assertRefused(StageContext context, ModelReference champion, String words) {
        InputException refusal = assertThrows(words, InputException.class, () -> project.check(context, champion));
        assertTrue(refusal.getMessage(), refusal.getMessage().contains(words));
    }

    private static CheckDriftDetail detail(StageOutcome outcome) {
        return (CheckDriftDetail) outcome.detail();
    }

    private static ColumnDrift column(CheckDriftDetail detail, String name) {
        return detail.columns().stream()
                .filter(column -> column.column().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Check check(StageOutcome outcome, String name) {
        return outcome.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
