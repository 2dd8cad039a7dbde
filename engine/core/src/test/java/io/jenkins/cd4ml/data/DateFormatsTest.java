package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.data.source.CsvSample;
import io.jenkins.cd4ml.data.source.DateDetection;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.DatePattern;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DateFormatsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void datesInOtherFormatsAreDates() throws Exception {
        for (String[] expected : new String[][] {
            {"d.M.yyyy", "31.01.2024", "1.2.2024", "date", "2024-01-31"},
            {"yyyy/M/d", "2024/01/31", "2024/02/01", "date", "2024-01-31"},
            {"d-MMM-yyyy", "31-Jan-2024", "01-FEB-2024", "date", "2024-01-31"},
            {"MMMM-yyyy", "January-2005", "February-2005", "date", "2005-01-01"},
            {"M/d/yyyy", "1/31/2019", "2/1/2019", "date", "2019-01-31"},
            {"MMM d, yyyy", "Jan 31, 2024", "Feb 1, 2024", "date", "2024-01-31"},
            {"d.M.yyyy H:mm", "31.01.2024 12:00", "1.2.2024 0:30", "timestamp", "2024-01-31"}
        }) {
            project.write("a.csv", "day;x\n" + expected[1] + ";1\n" + expected[2] + ";2\n");
            ColumnSummary column = columns("{path: a.csv, columns: {day: {dateFormat: '" + expected[0] + "'}}}")
                    .get(0);
            assertEquals(expected[0], expected[3], column.type());
            assertEquals(expected[0], LocalDate.parse(expected[4]).toEpochDay(), (long)
                    Math.floor(column.minimum().doubleValue()));
            assertEquals(Map.of("day", List.of(expected[0])), detected(expected[1], expected[2]));
        }
    }

    @Test
    public void whatOnlyTheUserKnowsIsNotGuessed() {
        assertEquals(Map.of("day", List.of("d/M/yyyy", "M/d/yyyy")), detected("1/5/2019", "2/5/2019"));
        assertEquals(Map.of("day", List.of("d/M/yyyy")), detected("1/5/2019", "13/5/2019"));
        assertEquals(Map.of(), detected("1/13/2019", "13/5/2019"));
        assertEquals(Map.of(), detected("2024-01-31", "2024-02-01"));
        assertEquals(Map.of(), detected("1.5", "2.5"));
        assertEquals(Map.of(), detected("192.168.1.1", "10.0.0.1"));
    }

    @Test
    public void aDateThatIsNoneIsNamed() throws Exception {
        project.write("a.csv", "day,x\n31.01.2024,1\n31.02.2024,2\n");
        StageOutcome outcome = new VersionData()
                .run(
                        project.request("r", null),
                        project.context("r", "{path: a.csv, columns: {day: {dateFormat: d.M.yyyy}}}"));
        assertEquals(Verdict.FAILED, outcome.verdict());
        String message = outcome.checks().stream()
                .filter(check -> check.name().equals("day: values of one kind"))
                .findFirst()
                .orElseThrow()
                .message();
        assertTrue(message, message.contains("a.csv:3") && message.contains("'31.02.2024'"));
        assertEquals(
                "data.columns.day.dateFormat: 'q.w' is not a pattern of dates: write year, month and day with the letters yyyy,"
                        + " M and d, such as d.M.yyyy, MMM d, yyyy or dd/MM/yyyy HH:mm",
                assertThrows(InputException.class, () -> DatePattern.of("q.w", "data.columns.day.dateFormat"))
                        .getMessage());
    }

    private static Map<String, List<String>> detected(String first, String second) {
        List<List<String>> rows = List.of(List.of("day"), List.of(first), List.of(second), List.of("NA"));
        return DateDetection.of(new CsvSample(';', rows), List.of("NA"));
    }

    private List<ColumnSummary> columns(String data) throws IOException {
        return ((VersionDataDetail) new VersionData()
                        .run(project.request("r", null), project.context("r", data))
                        .detail())
                .columns();
    }
}
