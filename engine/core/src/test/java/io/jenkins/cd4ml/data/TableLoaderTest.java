package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TableLoaderTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("day", ColumnType.DATE, false),
            new Column("rain", ColumnType.DECIMAL, false),
            new Column("sky", ColumnType.CATEGORY, false),
            new Column("wet", ColumnType.BOOLEAN, false)));
    private static final String ROWS = "day,rain,sky,wet\n2012-01-01,0.5,fog,Yes\n2012-01-02,,sun,no\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
        project.write("data/a.csv", ROWS);
    }

    @Test
    public void textsAreWhatTheFilesHold() throws Exception {
        project.write("texts/a.csv", "a;b\n1,5; NA \nx;\n").write("texts/b.csv", "b;a\nno;2,5\n\"q\";3,5\n");
        StageContext context = project.context("texts", "{path: texts, decimal: ','}");
        new VersionData().run(project.request("texts", null), context);
        List<String[]> rows = TableLoader.textsOfRun(context, new int[] {0, 1, 3});
        assertArrayEquals(new String[] {"1,5", "NA"}, rows.get(0));
        assertArrayEquals(new String[] {"x", null}, rows.get(1));
        assertArrayEquals(new String[] {"3,5", "q"}, rows.get(2));
    }

    @Test
    public void loadsTheRunsRowsTyped() throws IOException {
        StageContext context = version("{path: data, key: day}", SCHEMA, "data/a.csv");
        Table table = TableLoader.ofRun(context);
        assertEquals(2, table.rows());
        assertArrayEquals(new double[] {0.5, Double.NaN}, ((ColumnValues.Numbers) table.column("rain")).values(), 0);
        assertArrayEquals(new long[] {15340, 15341}, ((ColumnValues.Dates) table.column("day")).epochDays());
        assertArrayEquals(new String[] {"true", "false"}, ((ColumnValues.Texts) table.column("wet")).values());
        assertEquals("fog", table.column("sky").text(0));
        // printf '\x00\x00\x00\x0a2012-01-01' | sha256sum
        assertEquals(0x68_60_cf_bf_1c_78_28_82L, table.keys()[0]);
    }

    @Test
    public void aMarkCountsFromTheMomentItIsSet() throws IOException {
        StageContext context = version("{path: data, columns: {sky: {sensitive: true}}}", SCHEMA, "data/a.csv");
        assertTrue(TableLoader.ofRun(context).schema().find("sky").orElseThrow().sensitive());
        Schema read = TableLoader.ofFiles(context, List.of("data/a.csv"), SCHEMA)
                .table()
                .schema();
        assertTrue(read.find("sky").orElseThrow().sensitive());
    }

    @Test
    public void takesFilesThatChangedOrAreGoneFromTheStore() throws IOException {
        StageContext context = version("{path: data}", SCHEMA, "data/a.csv");
        Table before = TableLoader.ofRun(context);
        ObjectStore.open(project.folder.resolve(".cd4ml/store")).put(project.folder.resolve("data/a.csv"));
        project.write("data/a.csv", ROWS.replace("fog", "sun"));
        assertEquals("fog", TableLoader.ofRun(context).column("sky").text(0));
        Files.delete(project.folder.resolve("data/a.csv"));
        assertArrayEquals(before.keys(), TableLoader.ofRun(context).keys());
    }

    @Test
    public void saysWhenContentIsNowhere() throws IOException {
        StageContext context = version("{path: data}", SCHEMA, "data/a.csv");
        project.write("data/a.csv", ROWS.replace("fog", "sun"));
        String message = assertThrows(InputException.class, () -> TableLoader.ofRun(context))
                .getMessage();
        assertTrue(message, message.startsWith("data/a.csv:1: changed since data version sha256:"));
        assertTrue(message, message.endsWith("run versionData again"));
    }

    @Test
    public void saysWhenThereIsNoDataVersion() throws IOException {
        StageContext context = project.context("none", "{path: data}");
        String message = assertThrows(InputException.class, () -> TableLoader.ofRun(context))
                .getMessage();
        assertTrue(message, message.endsWith("manifest.json: run versionData first"));
    }

    @Test
    public void aValueOfAnotherTypeIsNamedWithItsPlace() throws IOException {
        StageContext context = version("{path: data}", SCHEMA, "data/a.csv");
        project.write("drift/b.csv", "sky,rain\nfog,1\nsun,much\n");
        InputException problem =
                assertThrows(InputException.class, () -> TableLoader.ofFiles(context, List.of("drift"), SCHEMA));
        assertEquals(
                "drift/b.csv:3: column rain: 'much' is not a finite number: correct it, or list it under data.missing if it"
                        + " means 'no value', or declare another type under data.columns",
                problem.getMessage());
        assertEquals("rain", problem.problem().column());
    }

    @Test
    public void loadsRequestLogsBesideFiles() throws IOException {
        StageContext context = project.context("r", "{path: data, key: day}");
        project.write(
                "drift/log.jsonl",
                """
                {"time":"2026-01-01T00:00:00Z","row":{"rain":2.5,"sky":"fog","wet":true,"extra":1},"prediction":"sun"}

                {"time":"2026-01-01T00:00:01Z","row":{"rain":null,"sky":" NA "},"prediction":"fog"}
                {"time":"2026-01-01T00:00:02Z","row":{"ra""");
        LoadedData data = TableLoader.ofFiles(context, List.of("drift/*.jsonl"), SCHEMA);
        assertEquals(List.of("day"), data.absent());
        assertEquals(List.of("rain", "sky", "wet"), data.table().schema().names());
        assertEquals(2, data.table().rows());
        assertArrayEquals(new String[] {"sun", "fog"}, data.predictions().values());
        assertTrue(data.table().column("sky").isMissing(1));
        assertEquals(
                Sha256.of(project.folder.resolve("drift/log.jsonl")),
                data.files().get(0).sha256());

        LoadedData both = TableLoader.ofFiles(context, List.of("drift", "data"), SCHEMA);
        assertEquals(4, both.table().rows());
        assertEquals(List.of(), both.absent());
    }

    @Test
    public void aBrokenLineOfALogIsNamed() throws IOException {
        StageContext context = project.context("r", "{path: data}");
        project.write("drift/log.jsonl", "{\"row\":{\"rain\":1}}\n{\"ro\n{\"row\":{\"rain\":1}}\n");
        String message = assertThrows(
                        InputException.class, () -> TableLoader.ofFiles(context, List.of("drift"), SCHEMA))
                .getMessage();
        assertTrue(message, message.startsWith("drift/log.jsonl:2: is not a line of JSON"));
        project.write("drift/log.jsonl", "{\"row\":{\"rain\":[1]}}\n");
        message = assertThrows(InputException.class, () -> TableLoader.ofFiles(context, List.of("drift"), SCHEMA))
                .getMessage();
        assertEquals("drift/log.jsonl:1: column rain: must be one value, not an object or a list", message);
    }

    @Test
    public void withoutASchemaTypesAreInferred() throws IOException {
        StageContext context = project.context("r", "{path: data, columns: {sky: {type: text, sensitive: true}}}");
        LoadedData data = TableLoader.ofFiles(context, List.of("data"), null);
        assertEquals(
                List.of(ColumnType.DATE, ColumnType.DECIMAL, ColumnType.TEXT, ColumnType.BOOLEAN),
                data.table().schema().columns().stream().map(Column::type).toList());
        assertTrue(data.table().schema().columns().get(2).sensitive());
        project.write("drift/log.jsonl", "{\"row\":{\"rain\":1}}\n");
        assertThrows(InputException.class, () -> TableLoader.ofFiles(context, List.of("drift"), null));
    }

    @Test
    public void keysAreOfTheRowAloneWhateverTheOrderOfColumns() {
        String[] row = {"2012-01-01", "fog", null};
        RowKeys keys = new RowKeys(List.of("day", "sky", "rain"), List.of());
        RowKeys other = new RowKeys(List.of("rain", "sky", "day"), List.of());
        assertEquals(keys.of(row), other.of(new String[] {null, "fog", "2012-01-01"}));
        assertTrue(keys.of(row) != keys.of(new String[] {"2012-01-01", "fog", ""}));
        assertTrue(keys.of(row) != keys.of(new String[] {"2012-01-01", null, "fog"}));
        RowKeys byKey = new RowKeys(List.of("day", "sky", "rain"), List.of("sky", "day"));
        assertEquals(byKey.of(row), byKey.of(new String[] {"2012-01-01", "fog", "3"}));
        assertEquals(
                "a row without its key counts as a whole",
                keys.of(new String[] {null, null, "3"}),
                byKey.of(new String[] {null, null, "3"}));
    }

    @Test
    public void filesWithNoneOfTheColumnsAreRefused() throws IOException {
        StageContext context = project.context("r", "{path: data}");
        project.write("drift/b.csv", "x,y\n1,2\n");
        String message = assertThrows(
                        InputException.class, () -> TableLoader.ofFiles(context, List.of("drift/b.csv"), SCHEMA))
                .getMessage();
        assertEquals("none of the columns [day, rain, sky, wet] is in drift/b.csv", message);
    }

    @Test
    public void tableFilesGiveBackWhatWasWritten() throws IOException {
        StageContext context = version("{path: data}", SCHEMA, "data/a.csv");
        Table table = TableLoader.ofRun(context);
        Path file = project.folder.resolve("table.bin");
        TableFile.write(table, file);
        Table back = TableFile.read(file);
        assertEquals(table.schema(), back.schema());
        assertArrayEquals(table.keys(), back.keys());
        for (String name : SCHEMA.names()) {
            for (int row = 0; row < table.rows(); row++) {
                assertEquals(table.column(name).text(row), back.column(name).text(row));
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 12] ^= 1;
        Files.write(file, bytes);
        assertThrows(IOException.class, () -> TableFile.read(file));
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThrows(IOException.class, () -> TableFile.read(file));
    }

    private StageContext version(String data, Schema schema, String path) throws IOException {
        StageContext context = project.context("r", data);
        Path file = project.folder.resolve(path);
        Manifest.of(schema, List.of(new ManifestFile(path, Files.size(file), Sha256.of(file), 2)))
                .write(context.run().manifest());
        return context;
    }
}
