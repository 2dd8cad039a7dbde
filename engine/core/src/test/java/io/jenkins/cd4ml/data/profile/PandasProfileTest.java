package io.jenkins.cd4ml.data.profile;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.data.DataProject;
import io.jenkins.cd4ml.data.VersionData;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.ValueCount;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Profiles of real data against what pandas says of the same files. */
public class PandasProfileTest {
    private static final String DESCRIBE =
            """
            import json, sys
            import pandas as pd
            RANK_ERROR = 0.004
            def at(values, shift):
                return [float(values.quantile(p + shift)) for p in [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]]
            path, dates, missing = json.loads(sys.stdin.read())
            frame = pd.read_csv(path, parse_dates=dates, keep_default_na=False, na_values=[''] + missing)
            columns = []
            for name in frame.columns:
                column = frame[name]
                present = column.dropna()
                facts = dict(name=name, count=len(column), missing=int(column.isna().sum()), distinct=int(column.nunique()))
                if name in dates:
                    days = (present - pd.Timestamp(0)) / pd.Timedelta(days=1)
                    facts.update(minimum=days.min(), maximum=days.max())
                elif pd.api.types.is_numeric_dtype(column):
                    facts.update(minimum=float(present.min()), maximum=float(present.max()), mean=float(present.mean()),
                                 sd=float(present.std()), integer=pd.api.types.is_integer_dtype(column),
                                 quantiles=at(present, 0), below=at(present, -RANK_ERROR), above=at(present, RANK_ERROR))
                else:
                    facts.update(top={str(k): int(v) for k, v in present.value_counts().items()})
                columns.append(facts)
            print(json.dumps(columns))
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void realDataSets() throws Exception {
        for (String name : List.of("seattle-weather", "breast-cancer", "diabetes", "digits")) {
            project.real(name + ".csv");
            compare("data/" + name + ".csv", name.equals("seattle-weather") ? List.of("date") : List.of(), true);
        }
    }

    @Test
    public void moreDifferentValuesThanAreKept() throws Exception {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("normal,skewed,id,code,at,few\n");
        for (int row = 0; row < 40_000; row++) {
            csv.append(row % 97 == 0 ? "" : Double.toString(50 + 10 * random.nextGaussian()))
                    .append(',')
                    .append(Double.toString(Math.exp(3 * random.nextGaussian())))
                    .append(',')
                    .append(row)
                    .append(',')
                    .append("c")
                    .append(random.nextInt(30_000))
                    .append(',')
                    .append(LocalDateTime.ofEpochSecond(random.nextInt(), 0, ZoneOffset.UTC))
                    .append(',')
                    .append(random.nextInt(3))
                    .append('\n');
        }
        project.write("data/large.csv", csv.toString());
        compare("data/large.csv", List.of("at"), false);
    }

    @Test
    public void missingValuesAndQuotes() throws Exception {
        project.write(
                "data/odd.csv",
                "name,x,on\n\"Smith, J\",1.5,2020-01-01\n\"said \"\"no\"\"\",NA,\n,null,2020-02-29\n\"Smith, J\",-2e3,NaN\n");
        compare("data/odd.csv", List.of("on"), true);
    }

    private void compare(String path, List<String> dates, boolean exact) throws Exception {
        String quoted = dates.isEmpty() ? "[]" : "[\"" + String.join("\",\"", dates) + "\"]";
        JsonNode facts = Oracle.python(
                List.of("pandas"),
                DESCRIBE,
                "[\"" + project.folder.resolve(path) + "\", " + quoted + ", [\"NA\", \"null\", \"NaN\"]]");
        VersionDataDetail detail = (VersionDataDetail) new VersionData()
                .run(project.request("r", null), project.context("r", "path: " + path))
                .detail();
        assertEquals(facts.size(), detail.columns().size());
        for (int i = 0; i < facts.size(); i++) {
            compare(
                    facts.get(i),
                    detail.columns().get(i),
                    exact || detail.columns().get(i).exact());
        }
    }

    private static void compare(JsonNode expected, ColumnSummary actual, boolean exact) {
        String name = expected.path("name").asText();
        assertEquals(name, actual.name());
        assertEquals(name, exact, actual.exact());
        assertEquals(name, expected.path("count").asLong(), actual.count());
        assertEquals(name, expected.path("missing").asLong(), actual.missing());
        double distinct = expected.path("distinct").asDouble();
        assertEquals(name, distinct, actual.distinct(), exact ? 0 : 3 * 0.0081 * distinct);
        if (expected.has("minimum")) {
            assertEquals(
                    name, expected.path("minimum").asDouble(), actual.minimum().doubleValue(), 1e-9);
            assertEquals(
                    name, expected.path("maximum").asDouble(), actual.maximum().doubleValue(), 1e-9);
        }
        if (expected.has("sd")) {
            assertEquals(name, expected.path("integer").asBoolean() ? "integer" : "decimal", actual.type());
            assertClose(name, expected.path("mean"), actual.mean(), 1e-12);
            assertClose(name, expected.path("sd"), actual.sd(), 1e-12);
            for (int i = 0; i < actual.quantiles().size(); i++) {
                double quantile = actual.quantiles().get(i);
                double truth = expected.path("quantiles").get(i).asDouble();
                // A sketch promises a rank, not a value: 0.14 % for a single one at 99 % confidence, nearly thrice that
                // here.
                double below = exact ? truth : expected.path("below").get(i).asDouble();
                double above = exact ? truth : expected.path("above").get(i).asDouble();
                double rounding = 1e-12 * Math.max(1, Math.abs(truth));
                String what = name + " quantile " + i + ": " + quantile + " in " + below + ".." + above;
                assertTrue(what, quantile >= below - rounding && quantile <= above + rounding);
            }
            long inBins = actual.histogram().counts().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertEquals(name, actual.count() - actual.missing(), inBins);
        }
        if (expected.has("top") && exact) {
            assertTrue(name, !actual.top().isEmpty());
            for (ValueCount value : actual.top()) {
                assertEquals(name, expected.path("top").path(value.value()).asLong(), value.count());
            }
        }
    }

    private static void assertClose(String what, JsonNode expected, double actual, double relative) {
        assertEquals(what, expected.asDouble(), actual, Math.abs(expected.asDouble()) * relative);
    }
}
