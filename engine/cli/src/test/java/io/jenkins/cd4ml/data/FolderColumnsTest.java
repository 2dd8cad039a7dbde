package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the names of folders and of files say. */
public class FolderColumnsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    /** As DuckDB reads the files with {@code hive_partitioning = true, hive_types_autocast = false}, our types apart. */
    @Test
    public void hiveFoldersGiveTheirColumns() throws Exception {
        project.write("data/year=2023/at=a%3Ab/p.csv", "x,label\n1,u\n2,v\n");
        project.write("data/year=2024/at=__HIVE_DEFAULT_PARTITION__/p.jsonl", "{\"x\": 3, \"label\": \"u\"}\n");
        project.write("data/year=2025/at=c/p.csv", "year,label,x\n1999,v,4\n");
        Table table = version("path: data");
        assertEquals(List.of("x", "label", "year", "at"), table.schema().names());
        assertEquals(
                ColumnType.INTEGER, table.schema().find("year").orElseThrow().type());
        assertEquals(List.of("2023", "2023", "2024", "1999"), texts(table, "year"));
        assertEquals(List.of("1", "2", "3", "4"), texts(table, "x"));
        assertEquals("a:b", table.column("at").text(1));
        assertEquals(true, table.column("at").isMissing(2));
        assertEquals("c", table.column("at").text(3));
    }

    @Test
    public void filesThatAreNotReadAreCounted() throws Exception {
        project.write("data/a.csv", "x\n1\n2\n").write("data/~$a.csv", "lock").write("data/old/b.xlsx", "PK");
        project.write("data/c.xlsx", "PK").write("data/README.md", "about");
        RecordedEvents events = new RecordedEvents();
        StageContext context = project.context("r", "path: data", events);
        new VersionData().run(project.request("r", null), context);
        assertEquals(
                List.of(
                        "3 files are in the folders of data.path not read (2 *.xlsx, 1 ~$*); read are *.csv, *.tsv, *.jsonl, *.ndjson"
                                + " (or one of them with .gz) or *.parquet"),
                events.warnings);
    }

    private Table version(String data) throws Exception {
        StageContext context = project.context("r", data);
        StageRequest request = project.request("r", null);
        new VersionData().run(request, context);
        return TableLoader.ofRun(context);
    }

    private static List<String> texts(Table table, String column) {
        return IntStream.range(0, table.rows())
                .mapToObj(row -> table.column(column).text(row))
                .toList();
    }
}
