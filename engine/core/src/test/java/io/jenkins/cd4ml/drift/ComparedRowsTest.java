package io.jenkins.cd4ml.drift;

import static io.jenkins.cd4ml.drift.DriftProject.check;
import static io.jenkins.cd4ml.drift.DriftProject.column;
import static io.jenkins.cd4ml.drift.DriftProject.detail;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.data.Manifest;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.CheckDriftDetail.ColumnDrift;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is compared with what: reference, current rows, columns, models; and what is refused. */
public class ComparedRowsTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private DriftProject project;

    @Before
    public void weather() throws Exception {
        project = new DriftProject(temporary.newFolder().toPath());
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
    public void theRequestKnowsWhatTheChampionWasTrainedOn() throws Exception {
        Manifest data = project.version("r0");
        StageContext context = project.context("{current: incoming/*.csv}");
        project.packaged(
                "champion",
                data,
                "classification",
                TableLoader.of(context, data).keys());
        ModelReference champion = new ModelReference("seattle-weather", 3, null, "champion");
        data.write(project.folder.resolve("elsewhere/manifest.json"));
        project.write("data/weather.csv", DriftProject.weather(line -> line.startsWith("2014")));
        Manifest other = project.version("r2");
        other.write(project.folder.resolve("elsewhere/other.json"));
        // a workspace that has never seen the data; the store has it
        Files.delete(project.folder.resolve(".cd4ml/data/versions.jsonl"));

        StageOutcome outcome = project.check(context, champion, "elsewhere/manifest.json");
        assertEquals(data.version(), detail(outcome).reference());
        assertEquals(1096, detail(outcome).referenceRows());
        for (String useless : new String[] {null, "elsewhere/other.json"}) {
            InputException problem = org.junit.Assert.assertThrows(
                    InputException.class, () -> project.check(context, champion, useless));
            assertTrue(problem.getMessage(), problem.getMessage().contains("is not known in this project"));
        }
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
        assertRefused("{share: 0.5}", "drift.current: not set, and no server of production has logged requests here");
        assertRefused("{current: nowhere/*.csv}", "nowhere/*.csv");
        assertRefused("{current: incoming/*.csv, columns: [temp_mix]}", "did you mean 'temp_m");
        assertRefused(
                "{current: incoming/*.csv, tests: {date: {test: ks}}}",
                "drift.tests.date: this column is not compared: it is a key; to compare it all the same, list it in"
                        + " drift.columns with the others: precipitation, temp_max, temp_min, wind, weather");
        assertRefused(
                "{current: incoming/*.csv, tests: {t: {test: ks}}}",
                "drift.tests.t: this column is not compared: the reference has none of that name; the compared columns are"
                        + " precipitation, temp_max, temp_min, wind, weather");
        assertRefused(
                "{current: incoming/*.csv, columns: [rain, wind], tests: {wind: {test: ks}}}",
                "the reference has no column 'rain'; the columns are date, precipitation, temp_max, temp_min, wind, weather");
        assertRefused(
                "{current: incoming/*.csv, columns: [wind], tests: {temp_max: {test: ks}}}",
                "drift.tests.temp_max: this column is not compared: add it to drift.columns");
        assertRefused("{current: incoming/*.csv, tests: {weather: {test: ks}}}", "the test ks needs numbers");
        assertRefused("{current: incoming/*.csv, tests: {weather: {test: z}}}", "needs at most 2 distinct values");
        project.write(
                "incoming/2015.csv", "date,precipitation,temp_max,temp_mean,wind,weather\n2015-01-01,0,1,2,3,sun\n");
        assertRefused(
                "{current: incoming/*.csv}",
                "the current data (incoming/*.csv) has no column 'temp_min', which the reference has; it has date,"
                        + " precipitation, temp_max, temp_mean, wind, weather");
        project.write("requests/a.jsonl", "{\"row\":{\"temp_max\":1,\"weather\":\"sun\"}}\n");
        assertRefused(
                "{current: requests/*.jsonl, columns: [wind], predictions: false}",
                "has no column 'wind', which the reference has; it has temp_max, weather");
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
}
