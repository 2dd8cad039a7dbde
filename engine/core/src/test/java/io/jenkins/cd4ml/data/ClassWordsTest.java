package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.train.LearningTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Classes are called what the data call them, in every stage. */
public class ClassWordsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();
    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void truthValuesOfTheTargetKeepTheirWords() throws Exception {
        for (String[] words : new String[][] {{"yes", "no"}, {"True", "False"}, {"TRUE", "no"}}) {
            project.write("a.csv", "x,flag,y\n1,yes,%1$s\n2,no,%2$s\n3,yes,%1$s\n".formatted(words[0], words[1]));
            StageOutcome outcome = version(
                    "{path: a.csv, target: y, expect: [{column: y, type: boolean}, {column: flag, type: boolean}]}");
            List<ColumnSummary> columns = ((VersionDataDetail) outcome.detail()).columns();
            assertEquals("boolean", columns.get(1).type());
            assertEquals(
                    List.of(new ValueCount(words[0], 2), new ValueCount(words[1], 1)),
                    columns.get(2).top());
            assertTrue(outcome.checks().stream().allMatch(check -> check.outcome() == Outcome.PASSED));
            Table table = TableLoader.ofRun(context("{path: a.csv, target: y}"));
            LearningTask task = LearningTask.of(SampleContexts.configuration("data: {path: a.csv, target: y}"), table);
            assertEquals(List.of(words[0], words[1]).stream().sorted().toList(), task.classes());
            assertEquals("true", table.column("flag").text(0));
            // true and True of YAML and JSON
            assertEquals(Optional.of(words[0]), ClassNames.find(task.classes(), "true"));
        }
        assertEquals(Optional.empty(), ClassNames.find(List.of("yes", "true", "no"), "TRUE"));
        assertEquals(Optional.empty(), ClassNames.find(List.of("1", "0"), "true"));
    }

    @Test
    public void wordsThatDifferInCaseAreNamed() throws Exception {
        project.write("a.csv", "x,y\n1,yes\n2,no\n3,Yes\n4,no\n");
        version("{path: a.csv, target: y}");
        assertEquals(
                List.of(
                        "the target y has the classes 'Yes' and 'yes', whose names differ in case alone: write them in one way"
                                + " where they are one class"),
                events.warnings);
    }

    @Test
    public void theTextThatMakesRowsMissingIsNamed() throws Exception {
        project.write("a.csv", "x,y\n1,None\n2,mild\n3,None\n4,severe\nNA,mild\n5,NA\n");
        version("{path: a.csv, target: y}");
        assertEquals(
                List.of(
                        "2 rows have no value of the target y, because 'None' means 'no value' (data.missing): where it is a"
                                + " class, set data.missing to a list without it",
                        "1 row has no value of the target y, because 'NA' means 'no value' (data.missing): where it is a"
                                + " class, set data.missing to a list without it"),
                events.warnings);
        events.warnings.clear();
        version("{path: a.csv, target: y, missing: [NA]}");
        assertEquals(1, events.warnings.size());
    }

    @Test
    public void labelsOrderTheClasses() throws Exception {
        project.write("a.csv", "x,y\n1,yes\n2,no\n3,yes\n4,no\n");
        version("{path: a.csv, target: y}");
        Table table = TableLoader.ofRun(context("{path: a.csv, target: y}"));
        Configuration mapped = SampleContexts.configuration("data: {path: a.csv, target: y, labels: {0: yes, 1: no}}");
        assertEquals(List.of("yes", "no"), LearningTask.of(mapped, table).classes());
        assertArrayEquals(new int[] {0, 1, 0, 1}, LearningTask.of(mapped, table).classIndexes(table));
        assertEquals(
                "data.labels: it calls '1' the class 'nein', which the target does not have; its classes are [no, yes]",
                refused("{0: yes, 1: nein}", table));
        assertEquals("data.labels: it has no label for the class 'yes'", refused("{0: no, 1: no}", table));
    }

    private static String refused(String labels, Table table) {
        return assertThrows(
                        InputException.class,
                        () -> LearningTask.of(
                                SampleContexts.configuration("data: {path: a.csv, target: y, labels: " + labels + "}"),
                                table))
                .getMessage();
    }

    private StageOutcome version(String data) throws IOException {
        return new VersionData().run(project.request("r", null), context(data));
    }

    private StageContext context(String data) throws IOException {
        return project.context("r", data, events);
    }
}
