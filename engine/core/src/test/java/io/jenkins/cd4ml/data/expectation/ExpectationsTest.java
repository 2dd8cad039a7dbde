package io.jenkins.cd4ml.data.expectation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.data.DataProject;
import io.jenkins.cd4ml.data.VersionData;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.io.IOException;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ExpectationsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
        project.write(
                "data/a.csv",
                "n,day,at,word,flag,none\n1,2020-01-01,2020-01-01T10:00Z,ab,yes,\n2.0,2020-01-02,2020-01-02T23:59Z,ab,no,\n");
        project.write("data/b.csv", "n,day,at,word,flag,none\n10,2020-02-01,2020-02-01T10:00Z,c,TRUE,\n,,,,,\n");
    }

    @Test
    public void bounds() throws IOException {
        assertPassed("n: min 1", "{column: n, min: 1}", "all 3 values of n are at least 1", 1.0, 1.0);
        assertFailed(
                "n: max 9.5",
                "{column: n, max: 9.5}",
                "1 of 3 values of n is not at most 9.5; the first is '10' at data/b.csv:2",
                10.0,
                9.5);
        assertPassed(
                "day: max 2020-02-01",
                "{column: day, max: 2020-02-01}",
                "all 3 values of day are at most 2020-02-01",
                1.0,
                1.0);
        assertFailed(
                "day: min 2020-01-02",
                "{column: day, min: 2020-01-02}",
                "1 of 3 values of day is not at least 2020-01-02; the first is '2020-01-01' at data/a.csv:2",
                2.0 / 3,
                1.0);
    }

    @Test
    public void aDateBoundsTimestampsByTheirDay() throws IOException {
        assertEquals(Outcome.PASSED, check("{column: at, max: 2020-02-01}").outcome());
        assertEquals(
                Outcome.FAILED, check("{column: at, max: '2020-02-01T09:59Z'}").outcome());
        assertEquals(
                Outcome.PASSED,
                check("{column: at, min: '2020-01-01T11:00+01:00'}").outcome());
    }

    @Test
    public void mostly() throws IOException {
        assertPassed(
                "n: max 9, mostly 0.66",
                "{column: n, max: 9, mostly: 0.66}",
                "1 of 3 values of n is not at most 9; the first is '10' at data/b.csv:2; 66.6666 % are, 66 % must be",
                2.0 / 3,
                0.66);
        assertFailed(
                "n: max 9, mostly 0.67",
                "{column: n, max: 9, mostly: 0.67}",
                "1 of 3 values of n is not at most 9; the first is '10' at data/b.csv:2; 66.6666 % are, 67 % must be",
                2.0 / 3,
                0.67);
    }

    @Test
    public void allowedValuesAndPatterns() throws IOException {
        assertPassed(
                "n: in [1, 2, 10]", "{column: n, in: [1, 2, 10]}", "all 3 values of n are one of [1, 2, 10]", 1.0, 1.0);
        assertPassed(
                "flag: in [true, false]",
                "{column: flag, in: ['true', 'false']}",
                "all 3 values of flag are one of [true, false]",
                1.0,
                1.0);
        assertFailed(
                "word: in [ab]",
                "{column: word, in: [ab]}",
                "1 of 3 values of word is not one of [ab]; the first is 'c' at data/b.csv:2",
                2.0 / 3,
                1.0);
        assertFailed(
                "word: matches a.",
                "{column: word, matches: a.}",
                "1 of 3 values of word is not of the form a.; the first is 'c' at data/b.csv:2",
                2.0 / 3,
                1.0);
    }

    @Test
    public void completenessAndUniqueness() throws IOException {
        assertPassed(
                "n: completeness 0.75",
                "{column: n, completeness: 0.75}",
                "75 % of the 4 rows have a value of n, 75 % must; the first without is data/b.csv:3",
                0.75,
                0.75);
        assertFailed(
                "n: completeness 1",
                "{column: n, completeness: 1}",
                "75 % of the 4 rows have a value of n, 100 % must; the first without is data/b.csv:3",
                0.75,
                1.0);
        assertPassed("n: unique", "{column: n, unique: true}", "no value of n stands twice in the 4 rows", 0.0, 0.0);
        assertFailed(
                "word: unique",
                "{column: word, unique: true}",
                "1 row repeats the word of an earlier row; the first is data/a.csv:3, the same as data/a.csv:2",
                1.0,
                0.0);
        assertPassed(
                "word, flag: unique together",
                "{columns: [word, flag], unique: true}",
                "no value of word, flag stands twice in the 4 rows",
                0.0,
                0.0);
    }

    @Test
    public void typesAndRows() throws IOException {
        assertPassed("n: type decimal", "{column: n, type: decimal}", "column n holds decimal values", null, null);
        assertFailed(
                "n: type integer",
                "{column: n, type: integer}",
                "column n holds decimal values, integer values are expected",
                null,
                null);
        assertPassed("word: type text", "{column: word, type: text}", "column word holds category values", null, null);
        assertPassed("rows: max 4", "{rows: {max: 4}}", "the data has 4 rows, at most 4 rows are expected", 4.0, 4.0);
        assertFailed("rows: min 5", "{rows: {min: 5}}", "the data has 4 rows, at least 5 rows are expected", 4.0, 5.0);
    }

    @Test
    public void aColumnWithoutValuesIsNotJudged() throws IOException {
        Check check = check("{column: none, in: [a]}");
        assertEquals(Outcome.SKIPPED, check.outcome());
        assertEquals("column none has no values to judge", check.message());
        assertNull(check.value());
    }

    @Test
    public void failedChecksComeFirstAndNamesAreUnique() throws IOException {
        List<Check> checks = checks("{column: n, min: 1, max: 5}, {column: n, min: 1}, {rows: {min: 1}}");
        assertEquals(
                List.of("n: max 5", "n: min 1", "n: min 1 (2)", "rows: min 1"),
                checks.stream().map(Check::name).toList());
    }

    @Test
    public void aBoundThatFitsNoValueFails() throws IOException {
        assertFailed(
                "n: max 2020-01-01",
                "{column: n, max: 2020-01-01}",
                "3 of 3 values of n are not at most 2020-01-01; the first is '1' at data/a.csv:2",
                0.0,
                1.0);
        assertFailed(
                "day: min 3",
                "{column: day, min: 3}",
                "3 of 3 values of day are not at least 3; the first is '2020-01-01' at data/a.csv:2",
                0.0,
                1.0);
    }

    /** The data is versioned, and what is wrong with it is a finding. */
    @Test
    public void aColumnThatTurnedToTextFailsItsChecks() throws IOException {
        StringBuilder rows = new StringBuilder("amount,other\n");
        for (int i = 0; i < 100; i++) {
            rows.append(i == 70 ? "oops" : i).append(i % 2 == 0 ? ",1\n" : ",x\n");
        }
        project.write("odd/a.csv", rows.toString());
        List<Check> checks = new VersionData()
                .run(
                        project.request("odd", null),
                        project.context(
                                "odd",
                                "{path: odd, expect: [{column: amount, min: 0, type: decimal}, {column: other, min: 0, type: integer}]}"))
                .checks();
        assertEquals(
                List.of(
                        "1 of 100 values of amount is not a finite number; the first is 'oops' at odd/a.csv:72: correct it, or"
                                + " list it under data.missing if it means 'no value', or declare the column's type under"
                                + " data.columns",
                        "1 of 100 values of amount is not at least 0; the first is 'oops' at odd/a.csv:72",
                        "column amount holds text values, decimal values are expected; the first other one is 'oops' at"
                                + " odd/a.csv:72",
                        "50 of 100 values of other are not at least 0; the first is 'x' at odd/a.csv:3",
                        "column other holds category values, integer values are expected; the first other one is 'x' at"
                                + " odd/a.csv:3"),
                checks.stream().map(Check::message).toList());
        assertEquals("amount: values of one kind", checks.get(0).name());
        assertEquals(0.99, checks.get(0).value(), 1e-12);
    }

    private void assertMessage(String expected, String expectation) {
        assertEquals(
                expected,
                assertThrows(InputException.class, () -> check(expectation)).getMessage());
    }

    private void assertPassed(String name, String expectation, String message, Double value, Double threshold)
            throws IOException {
        assertCheck(Outcome.PASSED, name, expectation, message, value, threshold);
    }

    private void assertFailed(String name, String expectation, String message, Double value, Double threshold)
            throws IOException {
        assertCheck(Outcome.FAILED, name, expectation, message, value, threshold);
    }

    private void assertCheck(
            Outcome outcome, String name, String expectation, String message, Double value, Double threshold)
            throws IOException {
        Check check = check(expectation);
        assertEquals(name, check.name());
        assertEquals(message, check.message());
        assertEquals(outcome, check.outcome());
        assertEquals(value, check.value());
        assertEquals(threshold, check.threshold());
    }

    private Check check(String expectation) throws IOException {
        List<Check> checks = checks(expectation);
        assertEquals(1, checks.size());
        return checks.get(0);
    }

    private List<Check> checks(String expectations) throws IOException {
        return new VersionData()
                .run(project.request("r", null), project.context("r", "{path: data, expect: [" + expectations + "]}"))
                .checks();
    }
}
