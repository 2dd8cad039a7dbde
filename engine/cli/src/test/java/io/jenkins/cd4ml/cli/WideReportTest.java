package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A table that made a peer's report 600 MB: 65 columns, 150,000 rows. */
public class WideReportTest {
    private static final int COLUMNS = 65;
    private static final int ROWS = 150_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aWideTableOfManyRowsMakesASmallPage() throws Exception {
        Path project = folder.getRoot().toPath();
        write(project.resolve("data.csv"), ROWS, 0);
        write(project.resolve("later.csv"), ROWS / 10, 150);
        Files.writeString(
                project.resolve("cd4ml.yaml"), "model: wide\ndata: {path: data.csv}\ndrift: {current: later.csv}\n");
        Cd4ml cd4ml = Cd4ml.in(project);
        cd4ml.execute("version-data", "--run", "wide").requireExitCode(0);
        cd4ml.execute("check-drift", "--run", "wide").requireExitCode(1);
        cd4ml.execute("report", "--run", "wide").requireExitCode(0);

        assertEquals(
                ROWS,
                cd4ml.result("wide", Stage.VERSION_DATA)
                        .detail(VersionDataDetail.class)
                        .rows());
        assertEquals(
                COLUMNS,
                cd4ml.result("wide", Stage.CHECK_DRIFT)
                        .detail(CheckDriftDetail.class)
                        .columns()
                        .size());
        long bytes = Files.size(cd4ml.run("wide").resolve("report.html"));
        assertTrue("report of " + bytes + " bytes", bytes < 1_000_000);
    }

    /** Two of three columns move by {@code shift} of its 2,000 values; every tenth is text. */
    private static void write(Path file, int rows, int shift) throws IOException {
        SplittableRandom random = new SplittableRandom(rows);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(IntStream.range(0, COLUMNS).mapToObj(i -> "column_" + i).collect(Collectors.joining(",")));
            for (int row = 0; row < rows; row++) {
                StringBuilder line = new StringBuilder("\n");
                for (int column = 0; column < COLUMNS; column++) {
                    int value = random.nextInt(2000) + (column % 3 == 0 ? 0 : shift * 4);
                    line.append(column == 0 ? "" : ",").append(column % 10 == 9 ? "v" + value % 100 : "" + value);
                }
                out.append(line);
            }
        }
    }
}
