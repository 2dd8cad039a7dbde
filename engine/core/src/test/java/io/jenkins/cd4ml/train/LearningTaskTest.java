package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class LearningTaskTest {
    private static final Table SHOP = SampleTables.parse(
            """
            id,when,price,colour,note,sold,stars
            1,2024-01-01,1.5,red,a,true,1
            2,2024-01-02,2.5,blue,b,false,10
            3,2024-01-03,3.5,,c,,9
            4,2024-01-04,4.5,red,d,true,
            """,
            Map.of("note", ColumnType.TEXT));

    @Test
    public void categoriesAndFewWholeNumbersAreClasses() throws Exception {
        assertEquals(Task.CLASSIFICATION, of("target: colour").task());
        assertEquals(List.of("blue", "red"), of("target: colour").classes());
        assertEquals(List.of("false", "true"), of("target: sold").classes());
        assertEquals(List.of("1", "9", "10"), of("target: stars").classes());
        assertEquals(Task.REGRESSION, of("target: price").task());
        assertEquals(List.of(), of("target: price").classes());
    }

    @Test
    public void manyWholeNumbersAreNumbers() throws Exception {
        assertEquals(Task.CLASSIFICATION, of("target: n", whole(20)).task());
        assertEquals(Task.REGRESSION, of("target: n", whole(21)).task());
    }

    @Test
    public void theConfigurationHasTheLastWord() throws Exception {
        assertEquals(Task.REGRESSION, of("target: stars, task: regression").task());
        assertEquals(
                List.of("1.5", "2.5", "3.5", "4.5"),
                of("target: price, task: classification").classes());
    }

    @Test
    public void realData() throws Exception {
        assertEquals(
                List.of("drizzle", "fog", "rain", "snow", "sun"),
                of("target: weather, key: date", SampleTables.read("seattle-weather.csv"))
                        .classes());
        assertEquals(
                Task.REGRESSION,
                of("target: progression", SampleTables.read("diabetes.csv")).task());
        assertEquals(
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                of("target: digit", SampleTables.read("digits.csv")).classes());
    }

    @Test
    public void featuresAreAllButKeyTargetExcludedAndFreeText() throws Exception {
        LearningTask task = of("target: colour, key: id, exclude: [stars]");
        assertEquals(List.of("when", "price", "sold"), task.features());
        assertEquals(
                List.of("column note holds free text (4 distinct values) and is left out; if they are categories, set "
                        + "data.columns.note.type: category"),
                task.warnings());
    }

    @Test
    public void listedFeaturesAreTakenInTheSchemasOrderTheKeyToo() throws Exception {
        assertEquals(
                List.of("id", "price"),
                of("target: colour, key: id, features: [price, id]").features());
    }

    @Test
    public void wrongFeaturesAreNamed() {
        refused("target: colour, features: [colour]", "data.features: it lists the target column colour");
        refused("target: colour, features: [size]", "data.features: it names the column size, which the data has not");
        refused("target: colour, exclude: [size]", "data.exclude: it names the column size, which the data has not");
        refused(
                "target: colour, features: [id], exclude: [id]",
                "data.exclude: the column id is also in data.features");
        refused("target: colour, features: [note]", "data.features: column note holds free text (4 distinct values)");
        refused(
                "target: colour, key: id, exclude: [when, price, sold, stars]",
                "no column is left for the model to read");
        refused(
                "target: colour, key: id, exclude: [when, price, sold, stars]",
                "; column note holds free text (4 distinct values) and is left out; if they are categories, set");
    }

    @Test
    public void wrongTargetsAreNamed() {
        refused("key: id", "data.target: it is not set; name the column to predict");
        refused("target: colr", "data.target: it names the column colr, which the data has not; its columns are [id,");
        refused("target: when", "data.target: column when holds dates");
        refused(
                "target: colour, task: regression",
                "data.task: column colour holds category values, and a regression needs numbers");
    }

    @Test
    public void oneClassIsNamed() {
        Table table = SampleTables.parse("x,y\n1,rain\n2,rain\n3,\n");
        refused("target: y", table, "data.target: column y has one class only, 'rain', in all of the 3 rows");
        refused(
                "target: x",
                SampleTables.parse("x,y\n1.5,a\n1.5,b\n"),
                "data.target: column x has one value only, '1.5', in all of the 2 rows");
        refused(
                "target: z",
                SampleTables.parse("x,z\n1,\n2,\n"),
                "data.target: column z has no value in any of the 2 rows");
    }

    @Test
    public void aSensitiveClassIsNotNamed() {
        Table open = SampleTables.parse("x,y\n1,rain\n2,rain\n");
        Table table = new Table(
                new Schema(List.of(open.schema().columns().get(0), new Column("y", ColumnType.CATEGORY, true))),
                open.columns(),
                open.keys());
        String message =
                assertThrows(InputException.class, () -> of("target: y", table)).getMessage();
        assertFalse(message, message.contains("rain"));
    }

    @Test
    public void aThousandAndOneClassesAreAMistake() {
        refused("target: n, task: classification", whole(1001), "has 1001 distinct values, more classes than the 1000");
    }

    @Test
    public void classIndexesOfOtherTables() throws Exception {
        LearningTask task = of("target: colour");
        assertArrayEquals(new int[] {1, 0, -1, 1}, task.classIndexes(SHOP));
        assertArrayEquals(new int[] {-1, 0}, task.classIndexes(SampleTables.parse("colour\ngreen\nblue\n")));
    }

    private static Table whole(int distinct) {
        return SampleTables.parse("n,x\n"
                + IntStream.range(0, distinct)
                        .mapToObj(i -> i + "," + i % 3 + "\n")
                        .collect(Collectors.joining()));
    }

    private static LearningTask of(String data) throws IOException {
        return of(data, SHOP);
    }

    private static LearningTask of(String data, Table table) throws IOException {
        return LearningTask.of(SampleContexts.configuration("data: {path: x, " + data + "}"), table);
    }

    private static void refused(String data, String why) {
        refused(data, SHOP, why);
    }

    private static void refused(String data, Table table, String why) {
        String message =
                assertThrows(InputException.class, () -> of(data, table)).getMessage();
        assertTrue(message, message.contains(why));
    }
}
