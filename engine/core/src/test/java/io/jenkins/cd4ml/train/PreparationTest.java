package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Category;
import io.jenkins.cd4ml.model.FeaturePreparation.Date;
import io.jenkins.cd4ml.model.FeaturePreparation.Numeric;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import io.jenkins.cd4ml.testing.SampleContexts;
import io.jenkins.cd4ml.testing.SampleTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class PreparationTest {
    private static final int[] TRAINING = IntStream.range(0, 400).toArray();

    @Test
    public void numbersAreThoseOfScikitLearn() throws Exception {
        Table table = withGaps(SampleTables.read("breast-cancer.csv"));
        List<String> columns = table.schema().names().subList(0, 30);

        JsonNode theirs = Oracle.python(
                List.of("numpy", "sklearn"),
                """
                import json, sys
                import numpy as np
                from sklearn.impute import SimpleImputer
                from sklearn.preprocessing import StandardScaler, MinMaxScaler, FunctionTransformer
                scalers = {'standard': StandardScaler, 'minmax': MinMaxScaler, 'none': FunctionTransformer}
                columns = [np.array([np.nan if v is None else v for v in c]).reshape(-1, 1) for c in json.load(sys.stdin)]
                def prepared(impute, scale):
                    out = []
                    for x in columns:
                        train = x[:400]
                        imputer = SimpleImputer(strategy=impute).fit(train)
                        scaler = scalers[scale]().fit(imputer.transform(train))
                        out.append(scaler.transform(imputer.transform(x))[:, 0])
                        if np.isnan(train).any():
                            out.append(np.isnan(x)[:, 0].astype(float))
                    return np.array(out).T.tolist()
                print(json.dumps({i: {s: prepared(i, s) for s in scalers} for i in ['mean', 'median']}))
                """,
                new ObjectMapper().writeValueAsString(numbers(table, columns)));

        for (String impute : List.of("mean", "median")) {
            for (String scale : List.of("standard", "minmax", "none")) {
                List<FeaturePreparation> fitted =
                        Preparation.fit(settings("impute: " + impute + ", scale: " + scale), columns, table, TRAINING);
                float[][] ours = Preparation.matrix(fitted, table, all(table));
                assertSame(impute + " " + scale, theirs.get(impute).get(scale), ours, 2e-5);
            }
        }
    }

    @Test
    public void categoriesAreThoseOfScikitLearn() throws Exception {
        Table weather = SampleTables.read("seattle-weather.csv");
        String[] values =
                ((ColumnValues.Texts) weather.column("weather")).values().clone();
        for (int row = 0; row < values.length; row += 11) {
            values[row] = null;
        }
        values[500] = "hail";
        Table table = SampleTables.with(weather, "weather", new ColumnValues.Texts(values));
        List<FeaturePreparation> fitted = Preparation.fit(settings(""), List.of("weather"), table, TRAINING);

        float[][] ours = Preparation.matrix(fitted, table, all(table));

        JsonNode theirs = Oracle.python(
                List.of("numpy", "sklearn"),
                """
                import json, sys
                import numpy as np
                from sklearn.preprocessing import OneHotEncoder
                x = np.array(['' if v is None else v for v in json.load(sys.stdin)], dtype=object).reshape(-1, 1)
                encoder = OneHotEncoder(handle_unknown='ignore').fit(x[:400])
                hot = encoder.transform(x).toarray()
                print(json.dumps(np.hstack([hot, 1 - hot.sum(axis=1, keepdims=True)]).tolist()))
                """,
                new ObjectMapper().writeValueAsString(values));
        assertEquals(List.of("", "drizzle", "fog", "rain", "snow", "sun"), ((Category) fitted.get(0)).values());
        assertSame("one-hot", theirs, ours, 0);
        assertEquals("an unknown value", 1, ours[500][6], 0);
    }

    @Test
    public void datesArePlacesInYearAndWeek() throws Exception {
        Table table = SampleTables.read("seattle-weather.csv");
        List<FeaturePreparation> fitted = Preparation.fit(settings(""), List.of("date"), table, TRAINING);

        float[][] ours = Preparation.matrix(fitted, table, all(table));

        JsonNode theirs = Oracle.python(
                List.of("numpy"),
                """
                import json
                import numpy as np
                day = np.arange('2012-01-01', '2016-01-01', dtype='datetime64[D]').astype(np.int64)
                year = 2 * np.pi * (day / 365.2425 % 1)
                week = 2 * np.pi * (day % 7) / 7
                print(json.dumps(np.array([np.sin(year), np.cos(year), np.sin(week), np.cos(week)]).T.tolist()))
                """,
                "");
        assertSame("dates", theirs, ours, 1e-6);
    }

    @Test
    public void aMissingDateIsTheMedianDateAndOnesBefore1970Work() throws Exception {
        Table table = SampleTables.parse("d,x\n1969-12-31,1\n,2\n1970-01-03,3\n1800-05-17,4\n");
        Date fitted = (Date)
                Preparation.fit(settings(""), List.of("d"), table, all(table)).get(0);
        assertEquals(-1, fitted.fill());

        float[][] matrix = Preparation.matrix(List.of(fitted), table, all(table));

        assertArrayEquals(matrix[0], matrix[1], 0);
        double week = 2 * Math.PI * 6 / 7;
        assertArrayEquals(
                new double[] {Math.sin(week), Math.cos(week)}, new double[] {matrix[0][2], matrix[0][3]}, 1e-6);
    }

    @Test
    public void nothingOfOtherRowsReachesWhatIsFitted() throws Exception {
        Table table = withGaps(SampleTables.read("seattle-weather.csv"));
        List<String> columns = List.of("date", "precipitation", "temp_max", "temp_min", "wind", "weather");
        double[] wind = ((ColumnValues.Numbers) table.column("wind")).values().clone();
        String[] weather =
                ((ColumnValues.Texts) table.column("weather")).values().clone();
        long[] days = ((ColumnValues.Dates) table.column("date")).epochDays().clone();
        for (int row = TRAINING.length; row < table.rows(); row++) {
            wind[row] = 1e6 * row;
            weather[row] = "meteors";
            days[row] = ColumnValues.Dates.MISSING;
        }
        Table other = SampleTables.with(table, "wind", new ColumnValues.Numbers(wind));
        other = SampleTables.with(other, "weather", new ColumnValues.Texts(weather));
        other = SampleTables.with(other, "date", new ColumnValues.Dates(days));

        assertEquals(
                Preparation.fit(settings(""), columns, table, TRAINING),
                Preparation.fit(settings(""), columns, other, TRAINING));
    }

    @Test
    public void aConstantColumnHasScaleOne() throws Exception {
        Table table = SampleTables.parse("x,y\n0.1,1\n0.1,2\n0.1,3\n,4\n");
        for (String scale : List.of("standard", "minmax")) {
            Numeric fitted = (Numeric) Preparation.fit(settings("scale: " + scale), List.of("x"), table, all(table))
                    .get(0);
            assertEquals(new Numeric("x", 0.1f, 0.1f, 1, true), fitted);
            assertArrayEquals(new float[] {0, 1}, Preparation.matrix(List.of(fitted), table, new int[] {3})[0], 0);
        }
    }

    @Test
    public void oneTrainingRowIsEnough() throws Exception {
        Table table = SampleTables.parse("x,c,d\n5,a,2024-02-29\n6,b,\n");
        List<FeaturePreparation> fitted = Preparation.fit(settings(""), List.of("x", "c", "d"), table, new int[] {0});
        assertEquals(new Numeric("x", 5, 5, 1, false), fitted.get(0));
        assertEquals(new Category("c", List.of("a")), fitted.get(1));
        float[] second = Preparation.matrix(fitted, table, new int[] {1})[0];
        assertArrayEquals(new float[] {1, 0, 1}, new float[] {second[0], second[1], second[2]}, 0);
    }

    @Test
    public void theMostFrequentCategoriesAreKept() throws Exception {
        Table table = SampleTables.parse("c\nz\nz\nb\nb\na\nq\n\n");
        List<FeaturePreparation> fitted =
                Preparation.fit(settings("maxCategories: 3"), List.of("c"), table, all(table));
        assertEquals(List.of("a", "b", "z"), ((Category) fitted.get(0)).values());
        assertEquals(4, fitted.get(0).width());
    }

    /** However many values a category has, its inputs are bounded: the rest is one input, "everything else". */
    @Test
    public void aHundredThousandCategoriesAreAHundredInputs() throws Exception {
        StringBuilder csv = new StringBuilder("c\n");
        for (int i = 0; i < 100_000; i++) {
            csv.append('c').append(i).append('\n').append(i < 99 ? "c" + i + "\n" : "");
        }
        Table table = SampleTables.parse(csv.toString());
        Category fitted = (Category)
                Preparation.fit(settings(""), List.of("c"), table, all(table)).get(0);
        assertEquals(101, fitted.width());
        assertTrue(fitted.values().contains("c98"));
    }

    @Test
    public void booleansAreCategories() throws Exception {
        Table table = SampleTables.parse("b,x\ntrue,1\nfalse,2\n,3\n");
        Category fitted = (Category)
                Preparation.fit(settings(""), List.of("b"), table, all(table)).get(0);
        assertEquals(List.of("", "false", "true"), fitted.values());
    }

    @Test
    public void aColumnWithoutAnyTrainingValueIsNamed() throws Exception {
        Table table = SampleTables.parse("x,y\n,1\n,2\n3,3\n");
        String message = assertThrows(
                        InputException.class,
                        () -> Preparation.fit(settings(""), List.of("x"), table, new int[] {0, 1}))
                .getMessage();
        assertTrue(message, message.startsWith("feature column x has no value in any of the 2 training rows"));
    }

    @Test
    public void aTableWithOtherColumnsIsRefused() throws Exception {
        Table table = SampleTables.parse("x,y\n1,1\n2,2\n");
        List<FeaturePreparation> fitted = Preparation.fit(settings(""), List.of("x"), table, all(table));
        Table text = SampleTables.parse("x\nlow\n");
        Table none = SampleTables.parse("z\n1\n");
        assertTrue(assertThrows(InputException.class, () -> Preparation.matrix(fitted, text, all(text)))
                .getMessage()
                .startsWith("column x holds text here, and the model was trained on numbers"));
        assertTrue(assertThrows(InputException.class, () -> Preparation.matrix(fitted, none, all(none)))
                .getMessage()
                .startsWith("the model reads the column x, which the data has not"));
        assertEquals(0, Preparation.matrix(fitted, table, new int[0]).length);
    }

    private static TrainSettings settings(String train) throws IOException {
        return SampleContexts.configuration("data: {path: x}\ntrain: {" + train + "}")
                .train();
    }

    private static int[] all(Table table) {
        return IntStream.range(0, table.rows()).toArray();
    }

    /** Every third numeric column loses 15 % of its values, also among the first 400 rows. */
    private static Table withGaps(Table table) {
        SplittableRandom random = new SplittableRandom(1);
        Table gaps = table;
        for (int i = 0; i < table.columns().size(); i += 3) {
            if (table.columns().get(i) instanceof ColumnValues.Numbers numbers) {
                double[] values = numbers.values().clone();
                for (int row = 0; row < values.length; row++) {
                    values[row] = random.nextInt(100) < 15 ? Double.NaN : values[row];
                }
                gaps = SampleTables.with(gaps, table.schema().names().get(i), new ColumnValues.Numbers(values));
            }
        }
        return gaps;
    }

    private static List<List<Double>> numbers(Table table, List<String> columns) {
        return columns.stream()
                .map(name -> ((ColumnValues.Numbers) table.column(name)).values())
                .map(values -> IntStream.range(0, values.length)
                        .mapToObj(row -> Double.isNaN(values[row]) ? null : values[row])
                        .collect(Collectors.toCollection(ArrayList::new)))
                .map(list -> (List<Double>) list)
                .toList();
    }

    private static void assertSame(String what, JsonNode expected, float[][] actual, double tolerance) {
        assertEquals(what, expected.size(), actual.length);
        for (int row = 0; row < actual.length; row++) {
            assertEquals(what, expected.get(row).size(), actual[row].length);
            for (int i = 0; i < actual[row].length; i++) {
                double value = expected.get(row).get(i).asDouble();
                assertEquals(
                        what + " row " + row + " input " + i,
                        value,
                        actual[row][i],
                        tolerance * Math.max(1, Math.abs(value)));
            }
        }
    }
}
