package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class SplitTest {
    private static final String WEATHER = "data: {path: x, target: weather, key: date}\n";

    @Test
    public void everyRowIsOnOneSide() throws Exception {
        for (String settings : List.of(
                "split: {method: random}",
                "split: {method: stratified, seed: 3}",
                "split: {train: 0.5, validation: 0.1, test: 0.1}",
                "split: {by: date}",
                "split: {by: date, train: '..2013-06-30', validation: '2013-07-01..2013-12-31', test: '2014-02-01..'}")) {
            Split split = weather(settings);
            assertArrayEquals(settings, IntStream.range(0, 1461).toArray(), sorted(split));
        }
    }

    @Test
    public void sharesHoldButForChance() throws Exception {
        Split split = weather("split: {method: random, train: 0.6, validation: 0.2, test: 0.1}");
        assertNear(0.6, split.train());
        assertNear(0.2, split.validation());
        assertNear(0.1, split.test());
        assertNear(0.1, split.unused());
    }

    @Test
    public void anAbsentTrainIsTheRest() throws Exception {
        Split split = weather("split: {method: random, test: 0.25}");
        assertNear(0.75, split.train());
        assertEquals(0, split.validation().length);
        assertEquals(0, split.unused().length);
    }

    @Test
    public void aRowNeverChangesSidesWhenDataGrows() throws Exception {
        Table all = SampleTables.read("seattle-weather.csv");
        for (String method : List.of("random", "stratified")) {
            Configuration configuration = SampleContexts.configuration(WEATHER + "split: {method: " + method + "}");
            Table early = all.select(IntStream.range(0, 700).toArray());
            Table shuffled =
                    all.select(IntStream.range(0, 1461).map(i -> 1460 - i).toArray());
            Map<Long, String> before = sides(configuration, early);
            Map<Long, String> after = sides(configuration, shuffled);
            before.forEach((key, side) -> assertEquals(side, after.get(key)));
        }
    }

    @Test
    public void anotherSeedDividesOtherwise() throws Exception {
        int[] one = weather("split: {seed: 1}").train();
        int[] two = weather("split: {seed: 2}").train();
        long common = Arrays.stream(one)
                .filter(row -> Arrays.binarySearch(two, row) >= 0)
                .count();
        assertEquals(0.7 * 0.7, common / 1461.0, 0.05);
    }

    @Test
    public void placesAreUniform() {
        int[] bins = new int[20];
        for (long key = 0; key < 100_000; key++) {
            bins[(int) (HashSplit.place(key, 42) * 20)]++;
        }
        double chiSquare = Arrays.stream(bins)
                .mapToDouble(n -> (n - 5000.0) * (n - 5000.0) / 5000)
                .sum();
        assertTrue("chi-square with 19 degrees of freedom: " + chiSquare, chiSquare < 43.8);
    }

    @Test
    public void rangesOfDatesIncludeBothEnds() throws Exception {
        Split split = weather(
                "split: {by: date, train: '..2013-12-31', validation: '2014-01-01..2014-06-30', test: '2014-07-01..2014-12-31'}");
        assertEquals(366 + 365, split.train().length);
        assertEquals(181, split.validation().length);
        assertEquals(184, split.test().length);
        assertEquals(365, split.unused().length);
        assertEquals(730, split.train()[730]);
        assertEquals(731, split.validation()[0]);
    }

    @Test
    public void sharesByDateKeepTheRowsOfADayTogetherAndInOrder() throws Exception {
        String rows = IntStream.range(0, 100)
                .mapToObj(i -> LocalDate.of(2024, 1, 1).plusDays(i / 7) + "," + i % 2 + ",c" + i % 2 + "\n")
                .collect(Collectors.joining());
        Split split = split(
                "data: {path: x, target: y}\nsplit: {by: day, train: 0.6, validation: 0.2, test: 0.2}",
                SampleTables.parse("day,x,y\n" + rows));
        assertArrayEquals(IntStream.range(0, 63).toArray(), split.train());
        assertArrayEquals(IntStream.range(63, 77).toArray(), split.validation());
        assertArrayEquals(IntStream.range(77, 100).toArray(), split.test());
    }

    @Test
    public void rowsWithoutTargetOrDateAreUnusedAndCounted() throws Exception {
        Table all = SampleTables.read("seattle-weather.csv");
        String[] weather = ((ColumnValues.Texts) all.column("weather")).values().clone();
        weather[3] = null;
        weather[5] = null;
        long[] days = ((ColumnValues.Dates) all.column("date")).epochDays().clone();
        days[9] = ColumnValues.Dates.MISSING;
        Table table = SampleTables.with(
                SampleTables.with(all, "weather", new ColumnValues.Texts(weather)),
                "date",
                new ColumnValues.Dates(days));

        Split split = split(WEATHER + "split: {by: date}", table);

        assertArrayEquals(new int[] {3, 5, 9}, split.unused());
        assertEquals(
                List.of("without date, so not used: 1 of 1461 rows", "without weather, so not used: 2 of 1461 rows"),
                split.warnings());
    }

    @Test
    public void aClassWithoutTrainingRowIsRefused() {
        refused(
                WEATHER + "split: {by: date, train: '2015-07-01..2015-09-30', test: '..2014-12-31'}",
                "class 'snow' of weather (26 rows) is in no training row");
    }

    @Test
    public void aClassThatIsNotJudgedIsWarnedOf() throws Exception {
        String rows = IntStream.range(0, 300)
                .mapToObj(i -> i + "," + (i < 8 ? "rare" : i % 2 == 0 ? "a" : "b") + "\n")
                .collect(Collectors.joining());
        for (int seed = 0; seed < 100; seed++) {
            try {
                List<String> warnings = split(
                                "data: {path: x, target: y}\nsplit: {seed: " + seed + "}",
                                SampleTables.parse("x,y\n" + rows))
                        .warnings();
                if (warnings.stream()
                        .anyMatch(warning -> warning.startsWith("class 'rare' of y is in no validation row"))) {
                    return;
                }
            } catch (InputException e) {
                assertTrue(e.getMessage(), e.getMessage().contains("class 'rare'"));
            }
        }
        throw new AssertionError("8 rows of a class were on all three sides for each of 100 seeds");
    }

    @Test
    public void aPastThatIsJudgedByTheFutureIsWarnedOf() throws Exception {
        List<String> warnings = weather("split: {by: date, train: '2013-01-01..', test: '..2012-12-31'}")
                .warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith("split.test (..2012-12-31) lies before split.train (2013-01-01..)"));
    }

    @Test
    public void wrongSettingsAreNamed() {
        refusedWeather("{train: 0.9, test: 0.2}", "add up to 1.1");
        refusedWeather("{train: 1.5}", "split.train: '1.5' is no share of the rows");
        refusedWeather("{train: most}", "split.train: 'most' is no share of the rows");
        refusedWeather("{method: random, train: '..2014-06-30'}", "ranges of dates need split.by");
        refusedWeather("{by: day}", "split.by: it names the column day, which the data has not");
        refusedWeather("{by: wind}", "split.by: it names the column wind, which holds decimal values");
        refusedWeather(
                "{by: date, train: '..2013-12-31', test: 0.2}", "mix ranges of dates with shares: ..2013-12-31, 0.2");
        refusedWeather(
                "{by: date, train: '..2013-02-30', test: '2014-01-01..'}",
                "split.train: '2013-02-30' in '..2013-02-30' is no date");
        refusedWeather("{by: date, train: '2014-01-01..2013-01-01', test: '2015-01-01..'}", "ends before it begins");
        refusedWeather(
                "{by: date, train: '..2014-01-01', test: '2014-01-01..'}",
                "split.test: the range 2014-01-01.. overlaps split.train (..2014-01-01)");
        refusedWeather("{by: date, test: '2014-01-01..'}", "split.train: it is not set");
        refusedWeather(
                "{by: date, train: '..2014-12-31', test: '2018-01-01..'}",
                "split.test: it is 2018-01-01.., and none of the 1461 rows falls into it");
        refusedWeather(
                "{train: 0.001, validation: 0.4, test: 0.4}", "rows are left to train on; at least 10 are needed");
    }

    @Test
    public void tooFewRowsAreSaidToBe() {
        Table three = SampleTables.parse("x,y\n1,a\n2,b\n3,a\n");
        String message = assertThrows(InputException.class, () -> split("data: {path: x, target: y}", three))
                .getMessage();
        assertTrue(message, message.contains("3 rows"));
    }

    @Test
    public void stratifiedNeedsClasses() throws Exception {
        Table diabetes = SampleTables.read("diabetes.csv");
        String message = assertThrows(
                        InputException.class,
                        () -> split("data: {path: x, target: progression}\nsplit: {method: stratified}", diabetes))
                .getMessage();
        assertTrue(message, message.contains("split.method: stratified needs classes"));
    }

    @Test
    public void rowsByName() throws Exception {
        Split split = weather("");
        assertArrayEquals(split.test(), split.rows("test"));
        assertThrows(InputException.class, () -> split.rows("holdout"));
    }

    private static Split weather(String settings) throws IOException {
        return split(WEATHER + settings, SampleTables.read("seattle-weather.csv"));
    }

    private static Split split(String yaml, Table table) throws IOException {
        Configuration configuration = SampleContexts.configuration(yaml);
        return Split.of(configuration, LearningTask.of(configuration, table), table);
    }

    private static void refusedWeather(String settings, String why) {
        refused(WEATHER + "split: " + settings, why);
    }

    private static void refused(String yaml, String why) {
        String message = assertThrows(
                        why, InputException.class, () -> split(yaml, SampleTables.read("seattle-weather.csv")))
                .getMessage();
        assertTrue(message, message.contains(why));
    }

    private static Map<Long, String> sides(Configuration configuration, Table table) {
        Split split = Split.of(configuration, LearningTask.of(configuration, table), table);
        Map<Long, String> sides = new HashMap<>();
        for (String name : List.of("train", "validation", "test", "unused")) {
            for (int row : split.rows(name)) {
                sides.put(table.keys()[row], name);
            }
        }
        return sides;
    }

    private static int[] sorted(Split split) {
        return IntStream.concat(
                        IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation())),
                        IntStream.concat(Arrays.stream(split.test()), Arrays.stream(split.unused())))
                .sorted()
                .toArray();
    }

    /** Within four standard deviations of the binomial distribution over the 1,461 days. */
    private static void assertNear(double share, int[] rows) {
        assertEquals(share, rows.length / 1461.0, 4 * Math.sqrt(share * (1 - share) / 1461));
    }
}
