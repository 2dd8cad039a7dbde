package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** CSV files as other programs write them, read as pandas reads them. */
public class CsvDialectsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void dialectsAreReadAsPandasReadsThem() throws Exception {
        for (String[] each : new String[][] {
            // text, our settings, pandas' arguments
            {"1,a\n2,b\n", "header: false, names: [x, y]", "header=None, names=['x', 'y']"},
            {"x,y\n1,a\n2,b\n", "names: [n, m]", "header=0, names=['n', 'm']"},
            {"made by hand\n\nx,y\n1,a\n2,b\n", "skipLines: 2", "skiprows=2"},
            {"# made by hand\nx,y\n1,a\n# more\n2,b\n", "comment: '#'", "comment='#'"},
            {"# x, y, z\nx;y\n1;a\n2;b\n", "comment: '#'", "comment='#', sep=';'"},
            {"x,y\n1,\"a \\\"b\\\" c\"\n2,b\n", "escape: '\\'", "escapechar='\\\\'"},
            {"x,y\n1, \"a, b\"\n2, b\n", "delimiter: ','", "skipinitialspace=True"},
            {"x,y\n1,a,\n2,b,\n", "delimiter: ','", "index_col=False"},
            {",x,y\n0,1,a\n1,2,b\n", "delimiter: ','", "sep=','"}
        }) {
            project.write("a.csv", each[0]);
            Table table = table("{path: a.csv, " + each[1] + "}");
            String script = "import json, sys, pandas as pd\n"
                    + "f = pd.read_csv(sys.stdin, " + each[2] + ")\n"
                    + "print(json.dumps([list(map(str, f.columns))] + f.astype(str).values.tolist()))";
            JsonNode expected = Oracle.python(List.of("pandas"), script, each[0]);
            assertEquals(each[1], texts(expected.get(0)), table.schema().names());
            for (int row = 0; row < table.rows(); row++) {
                int at = row;
                assertEquals(
                        each[1],
                        texts(expected.get(row + 1)),
                        table.columns().stream().map(column -> column.text(at)).toList());
            }
            assertEquals(each[1], expected.size() - 1, table.rows());
        }
    }

    @Test
    public void aDelimiterTooMuchInTheHeaderIsNone() throws Exception {
        project.write("a.csv", "x,y,\n1,a,\n2,b\n");
        assertEquals(List.of("x", "y"), table("path: a.csv").schema().names());
        project.write("a.csv", "x,y,\n1,a,z\n2,b,\n");
        assertEquals("a.csv:2: has 3 fields, the header has 2", problem("path: a.csv"));
    }

    @Test
    public void aFirstLineOfValuesIsWarnedOf() throws Exception {
        project.write("a.csv", "5.1,3.5,setosa\n4.9,3,setosa\n7,3.2,versicolor\n");
        StageContext context = project.context("r", "path: a.csv");
        new VersionData().run(project.request("r", null), context);
        Configuration configuration = context.configuration();
        assertEquals(
                List.of(
                        "the names of the columns look like values, as if the first line were data (5.1, …): set data.header:"
                                + " false where it is"),
                DataWarnings.of(configuration.data(), Profile.read(context.run().profile())));
        project.write("a.csv", "1,1,a\n2,3,b\n");
        assertTrue(
                problem("path: a.csv"),
                problem("path: a.csv").endsWith("where the first line is data, set data.header: false"));
        assertEquals(
                List.of("column_1", "column_2", "column_3"),
                table("{path: a.csv, header: false}").schema().names());
        assertEquals("a.csv:1: has 3 columns, data.names lists 1", problem("{path: a.csv, header: false, names: [x]}"));
    }

    @Test
    public void linesAreCountedFromTheFilesFirst() throws Exception {
        project.write("a.csv", "one\ntwo\nx,y\n1,a\n2\n");
        assertEquals("a.csv:5: has 1 field, the header has 2", problem("{path: a.csv, skipLines: 2}"));
    }

    @Test
    public void whatIsNoCsvIsCalledWhatItIs() throws Exception {
        project.write("a.csv", "[{\"x\": 1},\n {\"x\": 2}]\n");
        assertEquals(
                "a.csv:1: is a JSON array, not CSV: make a line of each of its objects with jq -c '.[]', in a file whose name"
                        + " ends in .jsonl",
                problem("path: a.csv"));
        project.write("b.json", "{\"x\": 1}\n{\"x\": 2}\n");
        assertEquals(2, table("path: b.json").rows());
        ByteArrayOutputStream workbook = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(workbook)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
        }
        project.write("c.csv", workbook.toByteArray());
        assertEquals("c.csv:1: is an Excel workbook: save its sheet as CSV", problem("path: c.csv"));
    }

    private static List<String> texts(JsonNode list) {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .convertValue(list, new com.fasterxml.jackson.core.type.TypeReference<List<String>>() {});
    }

    private Table table(String data) throws IOException {
        new VersionData().run(project.request("r", null), project.context("r", data));
        return TableLoader.ofRun(project.context("r", data));
    }

    private String problem(String data) {
        return assertThrows(InputException.class, () -> table(data)).getMessage();
    }
}
