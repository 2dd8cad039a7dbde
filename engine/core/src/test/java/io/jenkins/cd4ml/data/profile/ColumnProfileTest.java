package io.jenkins.cd4ml.data.profile;

import static io.jenkins.cd4ml.data.profile.SampleProfiles.numbers;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.profile;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.summary;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.summaryOf;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.texts;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.type;
import static io.jenkins.cd4ml.data.profile.SampleProfiles.typeOf;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ColumnProfileTest {
    private static final MathContext DIGITS = new MathContext(120);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void figuresOfAnEmptyOneValueAllMissingAndConstantColumn() {
        ColumnSummary empty = summary(List.of());
        assertEquals(0, empty.count());
        assertEquals(0, empty.distinct());
        assertNull(empty.minimum());

        ColumnSummary one = summary(List.of("3"));
        assertEquals("integer", one.type());
        assertEquals(3, one.mean(), 0);
        assertNull("one number has no standard deviation", one.sd());
        assertEquals(List.of(3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0), one.quantiles());
        assertEquals(List.of(1L), one.histogram().counts());

        List<String> nothing = new ArrayList<>(Collections.nCopies(5, null));
        ColumnSummary missing = summary(nothing);
        assertEquals(5, missing.missing());
        assertEquals("category", missing.type());
        assertNull(missing.histogram());

        ColumnSummary constant = summary(Collections.nCopies(7, "0.1"));
        assertEquals(0.1, constant.mean(), 0);
        assertEquals(0, constant.sd(), 0);
        assertEquals(List.of(new ValueCount("0.1", 7)), constant.top());
        assertEquals(List.of(7L), constant.histogram().counts());
    }

    @Test
    public void typesFollowFromTheValues() {
        assertEquals(ColumnType.INTEGER, type("1", "-2", "+3", "0", "9223372036854775807"));
        assertEquals(ColumnType.CATEGORY, type("1", "007"));
        assertEquals(ColumnType.DECIMAL, type("1", "2.5"));
        assertEquals(ColumnType.DECIMAL, type("1", "9223372036854775808"));
        assertEquals(ColumnType.DECIMAL, type("1e3", ".5", "5.", "-1.5E-7"));
        assertEquals(ColumnType.BOOLEAN, type("true", "No", "YES", "false"));
        assertEquals(ColumnType.DATE, type("2012-02-29", "2013-12-31"));
        assertEquals(ColumnType.CATEGORY, type("2013-02-29", "2013-12-31"));
        assertEquals(
                ColumnType.TIMESTAMP,
                type(
                        "2012-02-29",
                        "2012-02-29T12:00",
                        "2012-02-29 12:00:01.5",
                        "2012-02-29T12:00:00Z",
                        "2012-02-29T12:00:00+01:30"));
        assertEquals(ColumnType.CATEGORY, type("1", "yes"));
        assertEquals(ColumnType.CATEGORY, type("Infinity", "NaN", "-inf"));
        assertEquals(ColumnType.CATEGORY, type("1d", "0x1p3", "1_000", "1,5", "--1", "1e", "-", ".", "1e400"));
    }

    @Test
    public void textIsACategoryWhereItRepeats() {
        assertEquals(ColumnType.CATEGORY, typeOf(texts(20, 20)));
        assertEquals(ColumnType.TEXT, typeOf(texts(21, 21)));
        assertEquals(ColumnType.CATEGORY, typeOf(texts(1000, 100)));
        assertEquals(ColumnType.TEXT, typeOf(texts(1000, 101)));
        assertEquals(ColumnType.CATEGORY, typeOf(texts(50_000, 1000)));
        assertEquals(ColumnType.TEXT, typeOf(texts(50_000, 1001)));
        assertEquals(ColumnType.TEXT, typeOf(texts(200_000, 15_000)));
    }

    @Test
    public void anOddValueAmongNumbersIsNamed() {
        List<String> values = new ArrayList<>(numbers(1000, i -> Integer.toString(i)));
        values.set(500, "12,5");
        values.set(600, "?");
        assertEquals(
                "f.csv:501: column x: '12,5' is not a finite number: correct it, or list it under data.missing if it means"
                        + " 'no value', or declare another type under data.columns",
                odd(values, false));
        String hidden = odd(values, true);
        assertEquals(ColumnType.TEXT, typeOf(values));
        assertTrue(
                hidden, hidden.startsWith("f.csv:501: column x: a value (not shown, the column is sensitive) is not"));
        assertFalse(hidden, hidden.contains("12,5"));
    }

    private static String odd(List<String> values, boolean sensitive) {
        return TypeInference.odd("x", sensitive, profile(values, null))
                .orElseThrow()
                .problem()
                .getMessage();
    }

    @Test
    public void anOddValueAmongTimesIsToldWhatATimeIs() {
        List<String> times = new ArrayList<>(numbers(100, i -> "2024-03-31T01:" + (10 + i % 50) + ":00Z"));
        times.set(70, "2024-13-31T02:30:00Z");
        String message = odd(times, false);
        assertTrue(
                message,
                message.startsWith(
                        "f.csv:71: column x: '2024-13-31T02:30:00Z' is not a date-time such as 2015-12-31T23:59:59Z"));
    }

    @Test
    public void anOddValueAmongManyNumbersOrDatesIsNamed() {
        List<String> values = new ArrayList<>(numbers(30_000, i -> Double.toString(i / 7.0)));
        values.set(20_000, "inf");
        assertTrue(odd(values, false).startsWith("f.csv:20001: column x: 'inf' is not"));
        List<String> dates = new ArrayList<>(
                numbers(100, i -> java.time.LocalDate.ofEpochDay(i).toString()));
        dates.set(3, "1970-02-30");
        assertTrue(odd(dates, false).startsWith("f.csv:4: column x: '1970-02-30' is not"));
    }

    @Test
    public void aFewNumbersAmongWordsOrFewDifferentOnesAreText() {
        List<String> ratings = new ArrayList<>(numbers(1000, i -> Integer.toString(i % 19)));
        ratings.set(7, "unknown");
        assertEquals(ColumnType.CATEGORY, typeOf(ratings));
        List<String> mixed = numbers(1000, i -> i % 10 == 0 ? "word" : Integer.toString(i));
        assertEquals("exactly 90 % numbers are not more than 90 %", ColumnType.TEXT, typeOf(mixed));
    }

    @Test
    public void aMillionCategoriesAreEstimatedInBoundedMemory() throws Exception {
        ColumnProfile profile = new ColumnProfile(ColumnType.CATEGORY);
        for (int i = 0; i < 1_000_000; i++) {
            profile.add("category-" + i, "f.csv", 2 * i + 2, 2 * i);
            profile.add("usual", "f.csv", 2 * i + 3, 2 * i + 1);
        }
        ColumnSummary summary = summaryOf(profile);
        assertEquals("category", summary.type());
        assertFalse(summary.exact());
        assertEquals(2_000_000, summary.count());
        assertEquals("three standard errors of HyperLogLog", 1_000_001, summary.distinct(), 0.024 * 1_000_001);
        assertEquals(1, summary.top().size());
        assertEquals("usual", summary.top().get(0).value());
        assertEquals(1_000_000, summary.top().get(0).count(), 2000);
        Path file = folder.getRoot().toPath().resolve("profile.json");
        Column column = new Column("x", ColumnType.CATEGORY, false);
        new Profile("v", 2_000_000, List.of(new ProfiledColumn(column, profile))).write(file);
        assertTrue("bytes: " + Files.size(file), Files.size(file) < 200_000);
    }

    @Test
    public void declaredTypesHold() {
        assertFalse(new ColumnProfile(ColumnType.INTEGER).add("1.5", "f", 1, 0));
        assertTrue(new ColumnProfile(ColumnType.INTEGER).add("1.0", "f", 1, 0));
        assertFalse(new ColumnProfile(ColumnType.DATE).add("2012-01-01T00:00", "f", 1, 0));
        assertFalse(new ColumnProfile(ColumnType.BOOLEAN).add("1", "f", 1, 0));
        ColumnProfile zip = profile(List.of("01234", "1234"), ColumnType.CATEGORY);
        assertEquals(
                2,
                new ProfiledColumn(new Column("zip", ColumnType.CATEGORY, false), zip)
                        .summary()
                        .distinct());
    }

    @Test
    public void textsThatWriteTheSameNumberAreOneNumber() {
        ColumnSummary summary = summary(List.of("1", "1.0", "1e0", "-0", "0"));
        assertEquals(2, summary.distinct());
        assertEquals(List.of(new ValueCount("1", 3), new ValueCount("0", 2)), summary.top());
    }

    @Test
    public void sensitiveColumnsShowCountsAlone() throws Exception {
        ProfiledColumn column = new ProfiledColumn(
                new Column("x", ColumnType.INTEGER, true), profile(List.of("47110815", "47110816"), null));
        ColumnSummary summary = column.summary();
        assertEquals(2, summary.count());
        assertEquals(2, summary.distinct());
        assertNull(summary.minimum());
        assertNull(summary.mean());
        assertNull(summary.histogram());
        assertEquals(List.of(), summary.top());
        assertEquals(List.of(), summary.quantiles());
        Path file = folder.getRoot().toPath().resolve("profile.json");
        new Profile("sha256:0", 2, List.of(column)).write(file);
        assertFalse(Files.readString(file).contains("4711"));
        Profile read = Profile.read(file);
        assertEquals(2, read.mergedWith(read, "x").columns().get(0).summary().distinct());
        assertEquals(4, read.mergedWith(read, "x").columns().get(0).summary().count());
    }

    @Test
    public void meanAndDeviationAreExactWhereNaiveSumsFail() {
        Random random = new Random(1);
        for (int rows : new int[] {9_000, 50_000}) {
            assertExactMoments(numbers(rows, i -> Double.toString(1e9 + random.nextGaussian() * 1e-3)));
            assertExactMoments(numbers(rows, i -> Double.toString(random.nextGaussian() * 1e-3)));
            assertExactMoments(numbers(rows, i -> Double.toString(Math.exp(50 * random.nextGaussian()))));
        }
    }

    private static void assertExactMoments(List<String> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String value : values) {
            sum = sum.add(new BigDecimal(Double.parseDouble(value)), DIGITS);
        }
        BigDecimal mean = sum.divide(BigDecimal.valueOf(values.size()), DIGITS);
        BigDecimal squares = BigDecimal.ZERO;
        for (String value : values) {
            BigDecimal deviation = new BigDecimal(Double.parseDouble(value)).subtract(mean);
            squares = squares.add(deviation.multiply(deviation, DIGITS), DIGITS);
        }
        double sd = squares.divide(BigDecimal.valueOf(values.size() - 1), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL64)
                .doubleValue();
        ColumnSummary summary = summary(values);
        assertEquals(values.size() <= ProfileRoom.USUAL.texts(), summary.exact());
        assertEquals(mean.doubleValue(), summary.mean(), 2 * Math.ulp(mean.doubleValue()));
        assertEquals(1, summary.sd() / sd, 1e-12);
    }

    @Test
    public void hugeNumbersDoNotBreakFiguresThatStillExist() {
        ColumnSummary summary = summary(List.of("1e308", "-1e308", "1e-320"));
        assertEquals(1e308, summary.maximum().doubleValue(), 0);
        assertNull("its square is beyond a double", summary.sd());
        assertEquals(
                3,
                summary.histogram().counts().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    public void aDamagedProfileIsNamed() throws Exception {
        Path file = folder.getRoot().toPath().resolve("profile.json");
        assertMessage("there is no profile at " + file + ": run versionData first", file);
        Files.writeString(file, "{\"format\":1,\"version\":\"x\",\"rows\":1,\"columns\":[{\"name\":\"a\"}]}");
        assertMessage("the profile " + file + " is damaged: run versionData again", file);
        Files.writeString(file, "{\"format\":9,\"columns\":[]}");
        assertMessage("the profile " + file + " has format 9, this engine reads 1: run versionData again", file);
        Files.writeString(file, "{\"format\"");
        assertTrue(assertThrows(InputException.class, () -> Profile.read(file))
                .getMessage()
                .contains(" is damaged ("));
    }

    private static void assertMessage(String expected, Path file) {
        assertEquals(
                expected,
                assertThrows(InputException.class, () -> Profile.read(file)).getMessage());
    }
}
