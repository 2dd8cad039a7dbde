package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.StageOutcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whole numbers beyond 2^53 are themselves in every format, as DuckDB's BIGINT and HUGEINT are. */
public class LargeNumbersTest {
    /** 2^53 - 1 to 2^53 + 3: doubles have three of these five. */
    private static final String FIVE = "SELECT 9007199254740991 + range AS id FROM range(5)";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void neighboursAreDifferentInEveryFormat() throws Exception {
        for (String[] format : new String[][] {{"csv", "csv, HEADER"}, {"jsonl", "json"}, {"parquet", "parquet"}}) {
            String file = format[0] + "/a." + format[0];
            copy(FIVE, file, format[1]);
            ColumnSummary column = columns("path: " + file).get(0);
            assertEquals(format[0], "integer", column.type());
            assertEquals(format[0], 5, column.distinct());
            assertEquals(new BigDecimal("9007199254740991"), column.minimum());
            assertEquals(new BigDecimal("9007199254740995"), column.maximum());
            assertTrue(column.top().contains(new ValueCount("9007199254740993", 1)));
            assertOutcome(
                    file,
                    "{column: id, in: [9007199254740991, 9007199254740992, 9007199254740994, 9007199254740995]}",
                    "1 of 5 values of id is not one of [9007199254740991, … 9007199254740995] (4 values); the first is"
                            + " '9007199254740993' at " + file + ":" + (format[0].equals("csv") ? 4 : 3));
            assertOutcome(
                    file,
                    "{column: id, max: 9007199254740994}",
                    "1 of 5 values of id is not at most 9007199254740994; the first is '9007199254740995' at " + file
                            + ":" + (format[0].equals("csv") ? 6 : 5));
            assertOutcome(file, "{column: id, max: 9007199254740995}", null);
            assertOutcome(file, "{column: id, min: 9007199254740991, unique: true}", null);
        }
    }

    @Test
    public void digitsSurviveTheResult() throws Exception {
        copy("SELECT unnest([9223372036854775806, -9223372036854775807]) AS id", "a.csv", "csv, HEADER");
        StageOutcome outcome = run("path: a.csv");
        String json = Protocol.write(outcome.detail());
        assertTrue(json, json.contains("-9223372036854775807"));
        assertTrue(json, json.contains("9223372036854775806"));
    }

    /** More values than are kept: what DuckDB's min, max and exact count say, the count within HyperLogLog's error. */
    @Test
    public void sketchesKeepThemApart() throws Exception {
        String many = "SELECT 9223372036854765807 + range AS id FROM range(10001) UNION ALL SELECT -9007199254740993";
        for (String[] format : new String[][] {{"csv", "csv, HEADER"}, {"parquet", "parquet"}}) {
            String file = format[0] + "/a." + format[0];
            copy(many, file, format[1]);
            ColumnSummary column = columns("{path: " + file + ", expect: [{column: id, unique: true}]}")
                    .get(0);
            try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = database.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT min(id)::VARCHAR, max(id)::VARCHAR, count(DISTINCT id) FROM (" + many + ")")) {
                assertTrue(row.next());
                assertEquals(new BigDecimal(row.getString(1)), column.minimum());
                assertEquals(new BigDecimal(row.getString(2)), column.maximum());
                assertEquals(row.getLong(3), column.distinct(), 0.03 * row.getLong(3));
            }
        }
    }

    @Test
    public void uniqueAndDistinctAgree() throws Exception {
        project.write(
                "a.csv",
                "x,y,t\n5,12345678901234567890123,2024-01-01T00:00Z\n5.0,12345678901234567890124,2024-01-01\n"
                        + "5.00,12345678901234567890125,2024-01-01T01:00+01:00\n");
        List<ColumnSummary> columns = columns("path: a.csv");
        assertEquals(
                List.of(1L, 3L, 1L),
                columns.stream().map(ColumnSummary::distinct).toList());
        String same = "2 rows repeat the %s of an earlier row; the first is a.csv:3, the same as a.csv:2";
        assertOutcome("a.csv", "{column: x, unique: true}", same.formatted("x"));
        assertOutcome("a.csv", "{column: y, unique: true}", null);
        assertOutcome("a.csv", "{column: t, unique: true}", same.formatted("t"));
        project.write("b.csv", "x\n5\n5.0\nfive\n");
        assertEquals(3, columns("path: b.csv").get(0).distinct());
        assertOutcome("b.csv", "{column: x, unique: true}", null);
    }

    private void assertOutcome(String file, String expectation, String failure) throws IOException {
        List<Check> checks =
                run("{path: " + file + ", expect: [" + expectation + "]}").checks();
        Outcome expected = failure == null ? Outcome.PASSED : Outcome.FAILED;
        assertEquals(checks.get(0).message(), expected, checks.get(0).outcome());
        if (failure != null) {
            assertEquals(failure, checks.get(0).message());
        }
    }

    private List<ColumnSummary> columns(String data) throws IOException {
        return ((VersionDataDetail) run(data).detail()).columns();
    }

    private StageOutcome run(String data) throws IOException {
        String run = "r" + System.nanoTime();
        return new VersionData().run(project.request(run, null), project.context(run, data));
    }

    private void copy(String query, String file, String format) throws Exception {
        Path target = project.folder.resolve(file);
        Files.createDirectories(target.getParent());
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + target + "' (FORMAT " + format + ")");
        }
    }
}
