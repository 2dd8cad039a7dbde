package io.jenkins.cd4ml.train.command;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.RecordedEvents;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import io.jenkins.cd4ml.train.command.CommandTraining.Lesson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Programs that do what they should not; one that does as it should is in {@code AlgorithmPipelinesTest}. */
public class CommandTrainingTest {
    private static final Lesson LESSON =
            new Lesson("classification", "weather", List.of("date", "wind"), List.of("rain", "sun"), 7);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();
    private CommandTraining.Left left;

    @Test
    public void aProgramThatFailsIsSaidToWithItsLastLines() throws Exception {
        String message = message("echo reading; echo 'no such column: snow' >&2; exit 3", 60);
        assertTrue(message, message.endsWith("ended with exit code 3: reading | no such column: snow"));
    }

    /** NumPy prints an array after the message; what happened stands above it. */
    @Test
    public void theExceptionIsSaidToBeforeTheLastLines() throws Exception {
        String message = message(
                "printf 'Traceback (most recent call last):\\n  File \"t.py\", line 1\\nValueError: bad shape\\n';"
                        + " seq 1 40; exit 1",
                60);
        assertTrue(message, message.contains("ended with exit code 1: ValueError: bad shape; its last lines: 21 | 22"));
    }

    @Test
    public void aProgramThatHangsIsStoppedWithItsChildren() throws Exception {
        String message = message("sleep 1000 & echo $! > child; wait", 1);
        assertTrue(message, message.contains("did not end within 1 s and was stopped; give it more time"));
        String child =
                Files.readString(folder.getRoot().toPath().resolve("child")).strip();
        Path state = Path.of("/proc", child, "stat");
        // One that nobody has waited for yet is a zombie, and dead.
        assertTrue(child, !Files.exists(state) || Files.readString(state).contains(") Z "));
    }

    @Test
    public void aStopEndsIt() throws Exception {
        StageContext context = context("echo begun; sleep 1000", 60);
        StageContext stopped = SampleContexts.context(
                context.project(), context.configuration(), events, () -> events.messages.contains("begun"));
        assertThrows(CancellationException.class, () -> run(stopped));
    }

    @Test
    public void secretsAreNeitherGivenNorShown() throws Exception {
        Path seen = folder.getRoot().toPath().resolve("seen");
        message("env > seen; echo \"named $NAMED_VALUE\"; echo hunter2hunter2; exit 1", 60);
        String environment = Files.readString(seen);
        assertFalse(environment, environment.contains("hunter2hunter2"));
        assertTrue(environment, environment.contains("NAMED_VALUE=open sesame"));
        assertEquals(List.of("named ****", "****"), events.messages);
    }

    @Test
    public void whatItIsGivenIsWhatThePageSays() throws Exception {
        String message = message("cp \"$CD4ML_IN\"/* .", 60);
        assertTrue(
                message,
                message.endsWith(
                        "ended without writing model.onnx, or predictions.csv, into the folder that CD4ML_OUT names"));
        Path project = folder.getRoot().toPath();
        List<String> rows = Files.readAllLines(project.resolve("train.csv"));
        assertEquals("date,wind,weather", rows.get(0));
        assertEquals("2012-01-01,4.7,drizzle", rows.get(1));
        assertEquals(3, rows.size());
        assertEquals(2, Files.readAllLines(project.resolve("validation.csv")).size());
        List<String> asked = Files.readAllLines(project.resolve("predict.csv"));
        assertEquals("cd4ml_row,date,wind", asked.get(0));
        assertTrue(asked.get(1), asked.get(1).matches("[0-9a-f]{16},2012-01-03,2.3"));
        String schema = Files.readString(project.resolve("schema.json"));
        assertTrue(schema, schema.contains("\"element\" : \"int64\"") && schema.contains("\"input\" : \"wind\""));
        String settings = Files.readString(project.resolve("settings.json"));
        assertTrue(settings, settings.contains("\"seed\" : 7") && settings.contains("\"c\" : 0.5"));
    }

    @Test
    public void aProgramThatIsNotThereIsNamed() throws Exception {
        Configuration configuration = SampleContexts.configuration(
                "data: {path: x, target: weather}\ntrain: {algorithm: command, command: {run: [no-such-program-here]}}");
        StageContext context = SampleContexts.context(folder.getRoot().toPath(), configuration, events);
        String message = assertThrows(InputException.class, () -> run(context)).getMessage();
        assertTrue(message, message.contains("no-such-program-here cannot be started"));
    }

    @Test
    public void aFileThatIsNoModelIsRefused() throws Exception {
        String message = message("echo nonsense > \"$CD4ML_OUT/model.onnx\"", 60);
        assertTrue(message, message.contains("the program's model.onnx is no ONNX model"));
    }

    /** A hundred megabytes in one line, and as many lines as fit into a second. */
    @Test
    public void aFloodOfOutputIsCut() throws Exception {
        String message = message("head -c 100000000 /dev/zero | tr '\\0' x; echo; seq 1 20000; exit 4", 60);
        assertTrue(message.substring(0, 200), message.length() < 1000);
        assertTrue(message, message.contains("exit code 4") && message.endsWith("| 20000"));
        assertEquals(20_001, events.messages.size());
        assertEquals("x".repeat(2000) + "… (cut: a line of 100,000,000 characters)", events.messages.get(0));
    }

    /** Three gigabytes without a line feed, in a JVM whose heap is smaller. */
    @Test
    public void aLineWithoutAnEndTakesNoMemory() throws Exception {
        String message = message("head -c 3000000000 /dev/zero; exit 4", 120);
        assertTrue(message, message.endsWith("… (cut: a line of 3,000,000,000 characters)"));
        assertEquals(1, events.messages.size());
    }

    @Test
    public void predictionsAreReadByTheRowsNames() throws Exception {
        String answers =
                "awk -F, 'NR == 1 {print \"cd4ml_row,probability_sun,probability_rain\"} NR > 1 {print $1 \",0.25,\" OTHER}'"
                        + " \"$CD4ML_IN/predict.csv\" > \"$CD4ML_OUT/predictions.csv\"";
        run(context(answers.replace("OTHER", "0.75"), 60));
        assertEquals("predictions.csv", left.model().name());
        Table table = SampleTables.read("seattle-weather.csv");
        StageContext context = context("", 60);
        double[][] values = left.model()
                .predict(context, folder.getRoot().toPath(), LESSON.features(), LESSON.classes(), table, new int[] {3})
                .values();
        assertArrayEquals(new double[] {0.75, 0.25}, values[0], 0);
        String missing = assertThrows(InputException.class, () -> left.model()
                        .predict(
                                context,
                                folder.getRoot().toPath(),
                                LESSON.features(),
                                LESSON.classes(),
                                table,
                                new int[] {3, 7}))
                .getMessage();
        assertTrue(
                missing,
                missing.endsWith("it lacks 1 of the 2 rows that are asked for; answer every row of predict.csv"));

        assertTrue(message(answers.replace("OTHER", "0.5"), 60)
                .endsWith("the probabilities of line 2 add up to 0.75, not 1"));
        assertTrue(message(answers.replace("OTHER", "\"nan\""), 60)
                .endsWith("line 2 has no finite number as probability_rain"));
        assertTrue(message(answers.replace("OTHER", "0.75").replace("probability_sun", "sun"), 60)
                .contains("line 2 lacks the column probability_sun"));
        assertTrue(message(answers.replace("print $1", "print \"x\""), 60)
                .endsWith("line 2 has no cd4ml_row of predict.csv"));
    }

    /** Written and read again by DuckDB, which nobody here wrote. */
    @Test
    public void rowsComeAsParquetWhereThatIsAskedFor() throws Exception {
        StageContext csv = context("cp \"$CD4ML_IN\"/* .; exit 1", 60);
        StageContext parquet = SampleContexts.context(
                csv.project(),
                SampleContexts.configuration("data: {path: x, target: weather}\ntrain: {algorithm: command, command:"
                        + " {run: [/bin/sh, train.sh], format: parquet}}"),
                events);
        assertThrows(InputException.class, () -> run(parquet));
        assertFalse(Files.exists(csv.project().resolve("train.csv")));
        Table train =
                TableLoader.ofFiles(parquet, List.of("train.parquet"), null).table();
        assertEquals(List.of("date", "wind", "weather"), train.schema().names());
        assertEquals(
                List.of(ColumnType.DATE, ColumnType.DECIMAL),
                train.schema().columns().stream().map(Column::type).limit(2).toList());
        assertEquals("4.7", train.column("wind").text(0));
        assertEquals(2, train.rows());
        Table asked =
                TableLoader.ofFiles(parquet, List.of("predict.parquet"), null).table();
        assertEquals(List.of("cd4ml_row", "date", "wind"), asked.schema().names());
    }

    @Test
    public void aCommandWithoutAProgramIsRefused() {
        String message = assertThrows(
                        InputException.class,
                        () -> SampleContexts.configuration("data: {path: x}\ntrain: {algorithm: command}"))
                .getMessage();
        assertTrue(message, message.contains("needs 'train.command.run', the program that trains"));
    }

    private String message(String script, int timeout) throws Exception {
        StageContext context = context(script, timeout);
        return assertThrows(InputException.class, () -> run(context)).getMessage();
    }

    private void run(StageContext context) throws Exception {
        Table table = SampleTables.read("seattle-weather.csv");
        Path work = Files.createTempDirectory(folder.getRoot().toPath(), "work");
        CommandRows rows = new CommandRows(new int[] {0, 1}, new int[] {2}, new int[] {2, 3});
        CommandTraining training =
                new CommandTraining(context, context.configuration().train().command(), work, LESSON, table, rows);
        training.layOut();
        left = training.run();
    }

    private StageContext context(String script, int timeout) throws Exception {
        Files.writeString(folder.getRoot().toPath().resolve("train.sh"), script);
        Configuration configuration = SampleContexts.configuration(
                "data: {path: x, target: weather}\ntrain: {algorithm: command, command: {run: [/bin/sh, train.sh], timeout: "
                        + timeout + ", environment: [NAMED_VALUE], settings: {c: 0.5}}}");
        StageContext context = SampleContexts.context(folder.getRoot().toPath(), configuration, events);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("NAMED_VALUE", "open sesame");
        environment.put("DEPLOY_PASSWORD", "hunter2hunter2");
        return new StageContext(
                context.project(),
                context.run(),
                configuration,
                events,
                context.cancellation(),
                context.clock(),
                environment);
    }
}
