package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is a code and what a number, as DuckDB answers. */
public class CodesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void leadingZerosMakeTexts() throws Exception {
        StringBuilder rows = new StringBuilder("zip,number,padded,class\n");
        for (int i = 0; i < 300; i++) {
            // Most have no zero: they are not odd ones among numbers.
            rows.append(i == 250 ? "02134" : 10_000 + i).append(',').append(i).append(',');
            rows.append(i % 9 == 0 ? "01.5" : "2.5")
                    .append(",00")
                    .append(1 + i % 2)
                    .append('\n');
        }
        project.write("a.csv", rows.toString());
        List<ColumnSummary> columns = columns("{path: a.csv, target: class}");
        assertEquals(
                duckdb(project.folder.resolve("a.csv")),
                columns.stream()
                        .map(column -> column.type().equals("integer") ? "BIGINT" : "VARCHAR")
                        .toList());
        assertEquals(
                List.of("text", "integer", "category", "category"),
                columns.stream().map(ColumnSummary::type).toList());
        assertEquals(
                List.of(new ValueCount("001", 150), new ValueCount("002", 150)),
                columns.get(3).top());
        Table table = TableLoader.ofRun(project.context("r", "{path: a.csv, target: class}"));
        assertEquals("002", table.column("class").text(1));
        assertEquals("02134", table.column("zip").text(250));
        List<ColumnSummary> declared = columns("{path: a.csv, columns: {zip: {type: integer}}}");
        assertEquals(2134, declared.get(0).minimum().intValue());
    }

    /** More values than are kept, the first zero before and after that is known. */
    @Test
    public void manyCodesAreTexts() throws Exception {
        for (int zero : new int[] {5, 10_900}) {
            StringBuilder rows = new StringBuilder("zip\n");
            for (int i = 0; i < 11_000; i++) {
                rows.append(i == zero ? "00501" : 20_000 + i).append('\n');
            }
            project.write("a.csv", rows.toString());
            ColumnSummary column = columns("path: a.csv").get(0);
            assertEquals("text", column.type());
            assertEquals(11_000, column.distinct(), 330);
        }
    }

    @Test
    public void stringsOfParquetStayTexts() throws Exception {
        Path file = project.folder.resolve("a.parquet");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (SELECT range::VARCHAR AS id, (range % 3)::VARCHAR AS class, range AS n,"
                    + " DATE '2024-01-01' + range::INTEGER AS day FROM range(100)) TO '" + file + "' (FORMAT parquet)");
        }
        List<ColumnSummary> columns = columns("{path: a.parquet, key: id, target: class}");
        assertEquals(
                List.of("text", "category", "integer", "date"),
                columns.stream().map(ColumnSummary::type).toList());
        Table table = TableLoader.ofRun(project.context("r", "{path: a.parquet, key: id, target: class}"));
        assertEquals("2", table.column("class").text(2));
        // Together with a file of the other format, whose values look like numbers.
        project.write("both/a.csv", "id,class,n,day\n100,1,100,2024-05-01\n");
        Files.copy(file, project.folder.resolve("both/b.parquet"));
        assertEquals("text", columns("path: both").get(0).type());
        assertEquals(
                "integer",
                columns("{path: both, columns: {id: {type: integer}}}").get(0).type());
    }

    /** An infinity is an odd value, and the column what its file says it is. */
    @Test
    public void fractionsOfParquetStayNumbers() throws Exception {
        Path file = project.folder.resolve("a.parquet");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute(
                    "COPY (SELECT range AS id, CASE WHEN range = 7 THEN 'Infinity'::DOUBLE ELSE range / 4 END AS x,"
                            + " CASE WHEN range < 5 THEN '-Infinity'::FLOAT ELSE 1 END AS y FROM range(10)) TO '" + file
                            + "' (FORMAT parquet)");
        }
        List<ColumnSummary> columns = columns("{path: a.parquet, key: id}");
        assertEquals(
                List.of("integer", "decimal", "decimal"),
                columns.stream().map(ColumnSummary::type).toList());
        assertEquals(1, columns.get(1).missing());
        assertEquals(5, columns.get(2).missing());
        List<Check> checks = new VersionData()
                .run(project.request("r", null), project.context("r", "{path: a.parquet, key: id}"))
                .checks();
        assertTrue(
                checks.get(0).message(),
                checks.get(0)
                        .message()
                        .startsWith("1 of 10 values of x is not a finite number; the first is 'inf' at a.parquet:8"));
        assertEquals("y: values of one kind", checks.get(1).name());
    }

    @Test
    public void aZeroAloneIsANumber() throws Exception {
        project.write("a.csv", "a,b,c\n0,0.5,-0.5\n1,00.5,0e2\n");
        assertEquals(
                List.of("integer", "category", "decimal"),
                columns("path: a.csv").stream().map(ColumnSummary::type).toList());
        assertFalse(columns("path: a.csv").get(0).top().isEmpty());
    }

    private List<ColumnSummary> columns(String data) throws IOException {
        return ((VersionDataDetail) new VersionData()
                        .run(project.request("r", null), project.context("r", data))
                        .detail())
                .columns();
    }

    private static List<String> duckdb(Path csv) throws Exception {
        List<String> types = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM read_csv('" + csv + "')")) {
            while (columns.next()) {
                types.add(columns.getString(2));
            }
        }
        return types;
    }
}
