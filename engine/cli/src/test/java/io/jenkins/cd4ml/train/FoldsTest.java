package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.CrossValidation;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FoldsTest {
    private static final String CANCER = "data: {path: x, target: diagnosis}\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> warnings = new ArrayList<>();

    @Test
    public void everyRowIsJudgedOnceAndTestRowsNever() throws Exception {
        Table table = SampleTables.read("breast-cancer.csv");
        Configuration configuration = SampleContexts.configuration(CANCER + "train: {crossValidation: {folds: 5}}");
        Split split = split(configuration, table);
        Folds folds = folds(configuration, table);

        int[] judged = folds.sides().stream()
                .flatMapToInt(sides -> Arrays.stream(sides.judged()))
                .sorted()
                .toArray();
        int[] all = IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation()))
                .sorted()
                .toArray();
        assertArrayEquals(all, judged);
        for (Sides sides : folds.sides()) {
            assertEquals(all.length, sides.train().length + sides.validation().length + sides.judged().length);
            assertEquals(0.2, sides.judged().length / (double) all.length, 0.06);
        }
    }

    @Test
    public void aRowKeepsItsFoldWhenDataGrows() throws Exception {
        Table table = SampleTables.read("breast-cancer.csv");
        Configuration configuration = SampleContexts.configuration(CANCER + "train: {crossValidation: {folds: 4}}");
        Table less = table.select(IntStream.range(0, 400).toArray());
        List<Sides> before = folds(configuration, less).sides();
        List<Sides> after = folds(configuration, table).sides();
        for (int fold = 0; fold < 4; fold++) {
            assertArrayEquals(
                    before.get(fold).judged(),
                    Arrays.stream(after.get(fold).judged())
                            .filter(row -> row < 400)
                            .toArray());
        }
    }

    @Test
    public void aGroupIsNeverOnTwoSidesNorInTwoFolds() throws Exception {
        Table table = SampleTables.read("diabetes.csv");
        Configuration configuration = SampleContexts.configuration("data: {path: x, target: progression}\n"
                + "split: {group: age, train: 0.6, validation: 0.2, test: 0.2}\ntrain: {crossValidation: {folds: 3}}");
        Split split = split(configuration, table);
        Map<String, String> sideOf = new HashMap<>();
        for (String side : List.of("train", "validation", "test")) {
            for (int row : split.rows(side)) {
                assertEquals(side, sideOf.computeIfAbsent(table.column("age").text(row), age -> side));
            }
        }
        Folds folds = folds(configuration, table);
        assertEquals("age", folds.column());
        Map<String, Integer> foldOf = new HashMap<>();
        for (int fold = 0; fold < 3; fold++) {
            for (int row : folds.sides().get(fold).judged()) {
                int number = fold;
                assertEquals(
                        fold, (int) foldOf.computeIfAbsent(table.column("age").text(row), age -> number));
            }
        }
    }

    @Test
    public void byTimeTheyAreScikitLearns() throws Exception {
        Table table = SampleTables.read("seattle-weather.csv");
        Configuration configuration = SampleContexts.configuration(
                "data: {path: x, target: temp_max, key: date}\n"
                        + "split: {by: date, train: '..2014-12-31', test: '2015-01-01..'}\ntrain: {crossValidation: {folds: 5}}");
        Folds folds = folds(configuration, table);
        JsonNode expected = Oracle.python(
                List.of("sklearn"),
                """
                import json, sys
                from sklearn.model_selection import TimeSeriesSplit
                splits = TimeSeriesSplit(n_splits=5).split([0] * int(sys.stdin.read()))
                print(json.dumps([[train.tolist(), test.tolist()] for train, test in splits]))
                """,
                Integer.toString(split(configuration, table).train().length));
        ObjectMapper json = new ObjectMapper();
        for (int fold = 0; fold < 5; fold++) {
            Sides sides = folds.sides().get(fold);
            assertEquals(expected.get(fold).get(0), json.valueToTree(sides.train()));
            assertEquals(expected.get(fold).get(1), json.valueToTree(sides.judged()));
        }
    }

    @Test
    public void aClassThatAFoldCannotLearnIsNamed() throws Exception {
        Table table = SampleTables.read("seattle-weather.csv");
        Configuration configuration = SampleContexts.configuration(
                "data: {path: x, target: weather, key: date}\n"
                        + "split: {by: date, train: '..2012-12-20', test: '2015-01-01..'}\ntrain: {crossValidation: {folds: 60}}");
        InputException e = assertThrows(InputException.class, () -> folds(configuration, table));
        assertTrue(
                e.getMessage(),
                e.getMessage()
                        .matches(
                                "train.crossValidation.folds: (fold 1 has .*|class '\\w+' of weather is in no training row of fold 1,.*)"
                                        + "use fewer folds.*"));
        Configuration wrong =
                SampleContexts.configuration(CANCER + "train: {crossValidation: {folds: 5, method: group}}");
        assertEquals(
                "train.crossValidation.method: group needs split.group, the name of a column",
                assertThrows(InputException.class, () -> folds(wrong, SampleTables.read("breast-cancer.csv")))
                        .getMessage());
        assertTrue(assertThrows(
                        InputException.class,
                        () -> SampleContexts.configuration(
                                "data: {path: x, target: weather}\nsplit: {by: date, group: wind}"))
                .getMessage()
                .contains("'split.group' and 'split.by' contradict each other"));
    }

    @Test
    public void summariesAreScipys() throws Exception {
        double[] values = {0.91, 0.93, 0.88, 0.97};
        List<CrossValidation.Fold> folds = Arrays.stream(values)
                .mapToObj(value -> new CrossValidation.Fold(1, 9, 1, 9, Map.of("accuracy", value), 1))
                .toList();
        CrossValidation.Summary found = CrossValidating.summaries(folds).get(0);
        JsonNode expected = Oracle.python(
                List.of("numpy", "scipy"),
                """
                import json, sys
                import numpy as np
                from scipy import stats
                v = np.array(json.load(sys.stdin))
                low, high = stats.t.interval(0.95, len(v) - 1, v.mean(), stats.sem(v))
                print(json.dumps([v.mean(), v.std(ddof=1), low, high]))
                """,
                Arrays.toString(values));
        assertEquals(expected.get(0).asDouble(), found.mean(), 1e-12);
        assertEquals(expected.get(1).asDouble(), found.sd(), 1e-12);
        assertEquals(expected.get(2).asDouble(), found.interval().lower(), 1e-9);
        assertEquals(expected.get(3).asDouble(), found.interval().upper(), 1e-9);
    }

    @Test
    public void anIntervalStaysWhereTheMetricCanBe() {
        List<CrossValidation.Fold> folds = Stream.of(0.9, 1.0, 1.0)
                .map(value ->
                        new CrossValidation.Fold(1, 9, 1, 9, Map.of("recall", value, "rmse", value, "r2", value), 1))
                .toList();
        Map<String, Interval> found = CrossValidating.summaries(folds).stream()
                .collect(Collectors.toMap(CrossValidation.Summary::name, CrossValidation.Summary::interval));
        assertEquals(1, found.get("recall").upper(), 0);
        assertEquals(1, found.get("r2").upper(), 0);
        assertTrue(found.get("rmse").upper() > 1);
        assertEquals(found.get("rmse").lower(), found.get("recall").lower(), 0);
    }

    /** A second training in the run takes the folds from memory: their files stay as they were. */
    @Test
    public void aFoldThatHasEndedIsNotRunAgain() throws Exception {
        Configuration configuration = SampleContexts.configuration(
                CANCER + "train: {algorithm: xgboost, epochs: 5, crossValidation: {folds: 2}}");
        StageContext context = SampleContexts.context(folder.getRoot().toPath(), configuration, new RecordedEvents());
        Table table = SampleTables.read("breast-cancer.csv");
        CrossValidation first = new ModelTraining(context, table).run(false).crossValidation();
        FileTime longAgo = FileTime.fromMillis(0);
        try (var files = Files.newDirectoryStream(context.run().path().resolve("fits"))) {
            for (var file : files) {
                Files.setLastModifiedTime(file, longAgo);
            }
        }
        assertEquals(first, new ModelTraining(context, table).run(false).crossValidation());
        try (var files = Files.newDirectoryStream(context.run().path().resolve("fits"))) {
            for (var file : files) {
                assertEquals(longAgo, Files.getLastModifiedTime(file));
            }
        }
        CrossValidation.Summary accuracy = first.metrics().stream()
                .filter(metric -> metric.name().equals("accuracy"))
                .findFirst()
                .orElseThrow();
        assertTrue(accuracy.toString(), accuracy.mean() > 0.9);
    }

    private Folds folds(Configuration configuration, Table table) {
        LearningTask task = LearningTask.of(configuration, table);
        return Folds.of(configuration, task, table, Split.of(configuration, task, table), warnings);
    }

    private static Split split(Configuration configuration, Table table) {
        return Split.of(configuration, LearningTask.of(configuration, table), table);
    }
}
