package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The same rows in every format, as DuckDB writes them, are the same to every stage; and what of them cannot be read is said. */
public class InputFormatsTest {
    private static final String ROWS = "SELECT * FROM read_csv('%s', all_varchar = false)";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        // A name that globs and SQL would take for something else.
        project = new DataProject(
                Files.createDirectories(folder.getRoot().toPath().toRealPath().resolve("it's [a] project")));
    }

    @Test
    public void everyFormatTellsTheSame() throws Exception {
        project.real("seattle-weather.csv");
        String csv = project.folder.resolve("data/seattle-weather.csv").toString();
        duckdb("COPY (" + ROWS.formatted(quoted(csv)) + ") TO '%s' (FORMAT parquet)", "parquet/weather.parquet");
        duckdb("COPY (" + ROWS.formatted(quoted(csv)) + ") TO '%s' (FORMAT json)", "json/weather.jsonl");
        duckdb(
                "COPY (" + ROWS.formatted(quoted(csv)) + ") TO '%s' (FORMAT csv, HEADER, COMPRESSION gzip)",
                "gzip/weather.csv.gz");
        VersionDataDetail expected = version("csv", "{path: data, key: date, target: weather}");
        Table rows = TableLoader.ofRun(project.context("csv", "{path: data, key: date}"));
        for (String format : List.of("parquet", "json", "gzip")) {
            String settings = "{path: " + format + ", key: date, target: weather}";
            VersionDataDetail detail = version(format, settings);
            assertEquals(format, expected.columns(), detail.columns());
            Path file = onlyFile(format);
            assertEquals(Files.size(file), detail.bytes());
            Manifest manifest =
                    Manifest.read(project.context(format, settings).run().manifest());
            assertEquals(Sha256.of(file), manifest.files().get(0).sha256());
            Table same = TableLoader.ofRun(project.context(format, settings));
            assertArrayEquals(format, rows.keys(), same.keys());
            assertEquals(rows.column("wind").text(1460), same.column("wind").text(1460));
            LoadedData loaded = TableLoader.ofFiles(project.context(format, settings), List.of(format), rows.schema());
            assertArrayEquals(format, rows.keys(), loaded.table().keys());
        }
        VersionDataDetail again = version("again", "{path: parquet, key: date, target: weather}");
        assertEquals(0, again.hashedBytes());
        assertEquals(expected.columns(), again.columns());
    }

    @Test
    public void parquetTypesBecomeTheirTexts() throws Exception {
        duckdb(
                """
                COPY (SELECT * FROM (VALUES
                  (1::UTINYINT, 1.5::FLOAT, 12.30::DECIMAL(8,2), true, DATE '2024-02-29', 'a', TIMESTAMP '2024-02-29 12:00:00.25',
                   TIMESTAMPTZ '2024-02-29 12:00:00+00'),
                  (NULL, 'nan'::FLOAT, NULL, false, DATE '2024-03-01', ' ', NULL, NULL)) t(n, f, d, b, day, c, ts, tz))
                TO '%s' (FORMAT parquet)""",
                "data/a.parquet");
        List<ColumnSummary> columns = version("r", "path: data").columns();
        assertEquals(
                List.of("integer", "decimal", "decimal", "boolean", "date", "category", "timestamp", "timestamp"),
                columns.stream().map(ColumnSummary::type).toList());
        assertEquals(
                List.of(1L, 1L, 1L, 0L, 0L, 1L, 1L, 1L),
                columns.stream().map(ColumnSummary::missing).toList());
        assertEquals(12.3, columns.get(2).mean(), 0);
        assertEquals(
                columns.get(7).minimum().doubleValue() + 0.25 / 86_400,
                columns.get(6).minimum().doubleValue(),
                1e-9);
    }

    @Test
    public void badParquetIsNamed() throws Exception {
        duckdb("COPY (SELECT range AS x FROM range(10000)) TO '%s' (FORMAT parquet)", "data/a.parquet");
        byte[] whole = Files.readAllBytes(project.folder.resolve("data/a.parquet"));
        project.write("data/a.parquet", Arrays.copyOf(whole, whole.length / 2));
        assertProblem(
                "data/a.parquet:1: is not a whole Parquet file: its end is missing; copy it again, or wait until it is"
                        + " written",
                "path: data");
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, damaged.length - 60, damaged.length - 8, (byte) 0x5A);
        project.write("data/a.parquet", damaged);
        assertTrue(problem("path: data").startsWith("data/a.parquet:1: cannot be read as Parquet: "));
        // Its end is there, and tells of rows that are not.
        byte[] hollow = new byte[whole.length - 4000];
        System.arraycopy(whole, 0, hollow, 0, 1000);
        System.arraycopy(whole, 5000, hollow, 1000, whole.length - 5000);
        project.write("data/a.parquet", hollow);
        String hole = problem("path: data");
        assertTrue(hole, hole.startsWith("data/a.parquet:1: is damaged: its rows cannot be read to their end ("));
        project.write("data/a.parquet", "x,y\n1,2\n");
        assertProblem("data/a.parquet:1: is not a Parquet file: it does not begin with PAR1", "path: data");
        project.write("data/a.parquet", whole);
        duckdb("COPY (SELECT [1, 2] AS list, 1 AS x) TO '%s' (FORMAT parquet)", "nested/a.parquet");
        assertProblem(
                "nested/a.parquet:1: column 'list' holds integer[] values, which are not plain ones: write its parts as"
                        + " columns of their own, or leave it out",
                "path: nested");
        project.write("mixed/a.csv", "y\n1\n");
        project.write("mixed/b.parquet", whole);
        assertProblem(
                "mixed/b.parquet:1: its columns differ from those of mixed/a.csv: it lacks y; only it has x",
                "path: mixed");
        duckdb("COPY (SELECT * FROM (VALUES (1), (2), (NULL)) t(id)) TO '%s' (FORMAT parquet)", "key/a.parquet");
        assertProblem(
                "key/a.parquet:3: column id: has no value, but identifies the row (data.key)", "{path: key, key: id}");
        project.write("csv/a.csv", whole);
        assertProblem(
                "csv/a.csv:1: is a Parquet file: let its name end in .parquet, or say data.format: parquet",
                "path: csv");
        assertEquals(
                10_000, version("named", "{path: csv/a.csv, format: parquet}").rows());
    }

    @Test
    public void infinityInParquetIsNoNumber() throws Exception {
        duckdb(
                "COPY (SELECT CASE WHEN range = 77 THEN 'inf'::DOUBLE ELSE range / 3 END AS x FROM range(1000))"
                        + " TO '%s' (FORMAT parquet)",
                "data/a.parquet");
        Check odd = new VersionData()
                .run(project.request("inf", null), project.context("inf", "path: data"))
                .checks()
                .get(0);
        assertEquals(Outcome.FAILED, odd.outcome());
        assertTrue(
                odd.message(),
                odd.message()
                        .startsWith(
                                "1 of 1,000 values of x is not a finite number; the first is 'inf' at data/a.parquet:78"));
    }

    @Test
    public void badGzipIsNamed() throws Exception {
        byte[] whole = gzip("x,y\n" + "1,2\n".repeat(50_000));
        project.write("data/a.csv.gz", Arrays.copyOf(whole, whole.length - 20));
        assertTrue(problem("path: data").matches("data/a.csv.gz:\\d+: ends in the middle of its gzip content: .*"));
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        project.write("data/a.csv.gz", damaged);
        assertTrue(problem("path: data")
                .matches("data/a.csv.gz:\\d+: is damaged, its gzip content does not match its own checks: .*"));
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        behind.write(whole);
        behind.write("more".getBytes(StandardCharsets.UTF_8));
        project.write("data/a.csv.gz", behind.toByteArray());
        assertTrue(problem("path: data").contains(": has other bytes behind its gzip content: "));
        project.write("data/a.csv.gz", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0, 0});
        assertProblem(
                "data/a.csv.gz:1: is packed with zstd, only gzip can be read: unpack it, or use gzip", "path: data");
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(gzip("x,y\n1,2\n"));
        two.write(gzip("3,4\n"));
        project.write("data/a.csv.gz", two.toByteArray());
        assertEquals(2, version("two", "path: data").rows());
    }

    @Test
    public void zonesOfTimestampsCount() throws Exception {
        project.write(
                "data/a.csv",
                """
                at,n
                2024-06-01 01:30,1
                2024-01-01T00:30:00,2
                2024-01-01T00:30:00Z,3
                2024-01-01 00:30:00-0500,4
                2024-01-01 00:30:00+05,5
                """);
        Table utc = table("{path: data}");
        assertEquals("2024-06-01", utc.column("at").text(0));
        Table berlin = table("{path: data, timezone: Europe/Berlin}");
        assertEquals(
                List.of("2024-05-31", "2023-12-31", "2024-01-01", "2024-01-01", "2023-12-31"),
                List.of(
                        berlin.column("at").text(0),
                        berlin.column("at").text(1),
                        berlin.column("at").text(2),
                        berlin.column("at").text(3),
                        berlin.column("at").text(4)));
        project.write("data/a.csv", "at\n2024-03-31 01:59\n2024-03-31 02:30\n");
        assertProblem(
                "data/a.csv:3: column at: has a time that never was in Europe/Berlin, where clocks were turned forward over"
                        + " it: is data.timezone the zone of these times?",
                "{path: data, timezone: Europe/Berlin}");
        assertProblem(
                "data.timezone: no time zone is called 'Berlin': write UTC, an offset such as +01:00, or a place such as"
                        + " Europe/Berlin",
                "{path: data, timezone: Berlin}");
    }

    @Test
    public void decimalCommasAreASetting() throws Exception {
        project.write("data/a.csv", "name;price;code\na;1.234,50;1,5\nb;-0,5;2,5\nc;12;x\n");
        String settings =
                "{path: data, decimal: ',', thousands: '.', columns: {code: {type: category}}, missing: ['-']}";
        List<ColumnSummary> columns = version("r", settings).columns();
        assertEquals("decimal", columns.get(1).type());
        assertEquals((1234.5 - 0.5 + 12) / 3, columns.get(1).mean(), 1e-12);
        assertEquals("1,5", columns.get(2).top().get(0).value());
        assertEquals(
                -0.5,
                ((io.jenkins.cd4ml.table.ColumnValues.Numbers) TableLoader.ofRun(project.context("r", settings))
                                .column("price"))
                        .values()[1],
                0);
        project.write("data/b.csv", "name;price;code\nd;3.75;1,5\n");
        assertProblem(
                "data/b.csv:2: column price: has a number that is not written as data.decimal ',' and data.thousands say;"
                        + " correct it or them, or declare the column's type as text under data.columns",
                settings);
        assertProblem(
                "data.thousands: ',' stands before the fraction already (data.decimal)",
                "{path: data, decimal: ',', thousands: ','}");
    }

    private void duckdb(String copy, String target) throws Exception {
        Path file = project.folder.resolve(target);
        Files.createDirectories(file.getParent());
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute(copy.replace("'%s'", "'" + quoted(file.toString()) + "'"));
        }
    }

    private static String quoted(String path) {
        return path.replace("'", "''");
    }

    private Path onlyFile(String name) throws IOException {
        try (var files = Files.list(project.folder.resolve(name))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private VersionDataDetail version(String run, String settings) throws IOException {
        return (VersionDataDetail) new VersionData()
                .run(project.request(run, null), project.context(run, settings))
                .detail();
    }

    private Table table(String settings) throws IOException {
        version("table", settings);
        return TableLoader.ofRun(project.context("table", settings));
    }

    private String problem(String settings) {
        return assertThrows(InputException.class, () -> version("bad", settings))
                .getMessage();
    }

    private void assertProblem(String expected, String settings) {
        assertEquals(expected, problem(settings));
    }
}
