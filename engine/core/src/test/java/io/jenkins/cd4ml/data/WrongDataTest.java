package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.ColumnSummary;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.Test;

/** What is wrong, damaged or stopped: named, and nothing is lost. */
public class WrongDataTest extends DataFixture {
    @Test
    public void damagedCachesAndALostStoreAreMadeGood() throws Exception {
        project.write("data/a.csv", "x\n1\n");
        String version = detail("r1", "{path: data}").version();
        try (Stream<Path> files = Files.walk(project.folder.resolve(".cd4ml/cache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "{damaged");
            }
        }
        assertEquals(version, detail("r2", "{path: data}").version());
        delete(project.folder.resolve(".cd4ml/store"));
        assertEquals(0, detail("r3", "{path: data}").hashedBytes());
        assertTrue(store().get(Sha256.of(project.folder.resolve("data/a.csv"))).isPresent());
    }

    @Test
    public void moreColumnsThanCanBeReportedAreRefusedBeforeTheWork() throws Exception {
        project.write("data/a.csv", columns(10_001, "c") + "\n1\n");
        assertEquals(
                "data/a.csv:1: has 10,001 columns, more than the 10,000 that data may have: leave out columns, or turn"
                        + " measurements that stand side by side into rows",
                assertThrows(InputException.class, () -> version("r1", "{path: data}"))
                        .getMessage());
        project.write("data/a.csv", "a," + "x".repeat(1_001) + "\n1,2\n");
        assertEquals(
                "data/a.csv:1: the names of columns are too long: that of column 2, \"" + "x".repeat(40)
                        + "…\", has 1,001 characters (at most 1,000), all up to it 1,002 (at most 500,000); where the first line"
                        + " is data, set data.header: false",
                assertThrows(InputException.class, () -> version("r2", "{path: data}"))
                        .getMessage());
        project.write("data/a.csv", columns(600, "n".repeat(900)) + "\n1\n");
        assertTrue(assertThrows(InputException.class, () -> version("r3", "{path: data}"))
                .getMessage()
                .startsWith("data/a.csv:1: the names of columns are too long: that of column 554, "));
    }

    /** After the first thousand columns a result has the plain figures alone, and it can be read again. */
    @Test
    public void aWideTableHasAResultThatIsReadAgain() throws Exception {
        int width = 1_100;
        StringBuilder csv = new StringBuilder(columns(width, "c")).append('\n');
        for (int row = 0; row < 3; row++) {
            csv.append(row);
            for (int i = 1; i < width; i++) {
                csv.append(',').append(row * i);
            }
            csv.append('\n');
        }
        project.write("data/a.csv", csv.toString());
        VersionDataDetail detail = detail("r1", "{path: data}");
        assertEquals(width, detail.columns().size());
        ColumnSummary whole = detail.columns().get(999);
        assertEquals(7, whole.quantiles().size());
        assertEquals(3, whole.top().size());
        ColumnSummary brief = detail.columns().get(1_000);
        assertEquals("c1000", brief.name());
        assertEquals(2_000, brief.maximum().intValueExact());
        assertEquals(1_000, brief.mean(), 0);
        assertEquals(3, brief.distinct());
        assertEquals(List.of(), brief.quantiles());
        assertEquals(List.of(), brief.top());
        assertEquals(null, brief.histogram());
    }

    /** A large profile stands in the run and in the store, and not a third time; without the store it is made again. */
    @Test
    public void aLargeProfileIsRememberedByTheStore() throws Exception {
        StringBuilder csv = new StringBuilder(columns(8, "c")).append('\n');
        for (int row = 0; row < 9_000; row++) {
            csv.append(row);
            for (int i = 1; i < 8; i++) {
                csv.append(",t").append(row).append('x').append(i);
            }
            csv.append('\n');
        }
        project.write("data/a.csv", csv.toString());
        VersionDataDetail made = detail("r1", "{path: data}");
        Path profile = project.folder.resolve(".cd4ml/runs/r1/data/profile.json");
        assertTrue(Files.size(profile) > 1 << 20);
        Path cache = project.folder.resolve(".cd4ml/cache/profiles");
        try (Stream<Path> files = Files.walk(cache)) {
            List<Path> stored = files.filter(
                            file -> file.getFileName().toString().startsWith("profile."))
                    .toList();
            assertEquals(1, stored.size());
            assertEquals(Sha256.of(profile), Files.readString(stored.get(0)).strip());
        }
        VersionDataDetail again = detail("r2", "{path: data}");
        assertEquals(0, again.hashedBytes());
        assertEquals(made.columns(), again.columns());
        Files.delete(store().get(Sha256.of(profile)).orElseThrow());
        assertEquals(made.columns(), detail("r3", "{path: data}").columns());
    }

    private static String columns(int count, String prefix) {
        StringBuilder names = new StringBuilder(prefix + 0);
        for (int i = 1; i < count; i++) {
            names.append(',').append(prefix).append(i);
        }
        return names.toString();
    }

    @Test
    public void infinitiesAreNoNumbersAndNaNIsNoValue() throws Exception {
        String settings = "{path: data, columns: {x: {type: decimal}}}";
        project.write("data/a.csv", "x,y\n1.5,a\nNaN,b\n");
        detail("r1", settings);
        assertTrue(
                TableLoader.ofRun(project.context("r1", settings)).column("x").isMissing(1));
        for (String text : List.of("inf", "-Infinity", "1e999")) {
            project.write("data/a.csv", "x,y\n1.5,a\n" + text + ",b\n");
            List<Check> checks = version("r2", settings).checks();
            assertEquals("x: values of one kind", checks.get(0).name());
            String message = checks.get(0).message();
            assertTrue(
                    message,
                    message.startsWith("1 of 2 values of x is not a finite number; the first is '" + text
                            + "' at data/a.csv:3: correct it"));
        }
    }

    @Test
    public void aDamagedObjectIsReplacedByTheNextVersionData() throws Exception {
        project.write("data/a.csv", "x\n1\n");
        detail("r1", "{path: data}");
        String sha256 = Sha256.of(project.folder.resolve("data/a.csv"));
        Path object = store().get(sha256).orElseThrow();
        Files.setPosixFilePermissions(object, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Files.writeString(object, "y\n1\n");
        Files.delete(project.folder.resolve("data/a.csv"));
        StageContext context = project.context("r1", "{path: data}");
        String message = assertThrows(InputException.class, () -> TableLoader.ofRun(context))
                .getMessage();
        assertTrue(message, message.contains(object.toString()) && message.contains("run versionData"));
        project.write("data/a.csv", "x\n1\n");
        detail("r2", "{path: data}");
        assertTrue(store().get(sha256).isPresent());
    }

    @Test
    public void aCutOffLineOfKnownVersionsHarmsNobody() throws Exception {
        project.write("data/a.csv", "x\n1\n");
        String before = detail("r1", "{path: data}").version();
        Path list = project.folder.resolve(".cd4ml/data/versions.jsonl");
        Files.writeString(list, Files.readString(list) + "{\"time\":\"2026");
        project.write("data/a.csv", "x\n2\n");
        assertEquals(before, detail("r2", "{path: data}").diff().baseline());
        project.write("data/a.csv", "x\n3\n");
        String second = detail("r3", "{path: data}").diff().baseline();
        assertFalse(before.equals(second));
    }

    /** Odd data is a finding: it is versioned, the check fails, and what is odd is no value. */
    @Test
    public void aValueThatIsNotOfTheDeclaredTypeFailsACheck() throws Exception {
        project.write("data/a.csv", "x,y\n1,a\n2,3\n5,a\n");
        StageOutcome outcome = version("r1", "{path: data, columns: {y: {type: decimal}}}");
        assertEquals(Verdict.FAILED, outcome.verdict());
        Check check = outcome.checks().get(0);
        assertEquals(
                "2 of 3 values of y are not a finite number; the first is 'a' at data/a.csv:2: correct it, or list it under"
                        + " data.missing if it means 'no value', or declare another type under data.columns",
                check.message());
        assertEquals(1.0 / 3, check.value(), 1e-12);
        ColumnSummary y = ((VersionDataDetail) outcome.detail()).columns().get(1);
        assertEquals("decimal", y.type());
        assertEquals(2, y.missing());
        assertEquals(1, y.distinct());
        String hidden = version("r2", "{path: data, columns: {y: {type: integer, sensitive: true}}}")
                .checks()
                .get(0)
                .message();
        assertTrue(
                hidden,
                hidden.startsWith("2 of 3 values of y are not a whole number; the first is a value (not shown"));
        assertTrue(Files.exists(project.folder.resolve(".cd4ml/runs/r2/data/manifest.json")));
    }

    @Test
    public void badDataIsNamed() throws IOException {
        project.write("data/a.csv", "x,y\n1,a\n2\n");
        assertProblem("data/a.csv:3: has 1 field, the header has 2", "{path: data}");
        project.write("data/a.csv", "");
        assertProblem(
                "data/a.csv:1: the file is empty: a header line with the column names must be there", "{path: data}");
        project.write("data/a.csv", "x,y\n");
        assertProblem("data/a.csv:2: there is no row of data, here or in any other of the files", "{path: data}");
        project.write("data/a.csv", "x,y\n1,a\n").write("data/b.csv", "x,z\n1,a\n");
        assertProblem(
                "data/b.csv:1: its columns differ from those of data/a.csv: it lacks y; only it has z", "{path: data}");
        project.write("data/b.csv", "y,x\na,2\n,1\n");
        assertProblem(
                "data/b.csv:3: column x: has the same value as data/a.csv:2, but data.key says that it identifies a row:"
                        + " remove the row, or name more columns there",
                "{path: data, key: x}");
        assertProblem(
                "data/b.csv:3: column y: has no value, but identifies the row (data.key)", "{path: data, key: [y, x]}");
        assertNothingHalfWritten();
        assertFalse(Files.exists(project.folder.resolve(".cd4ml/runs/bad/data/manifest.json")));
    }

    @Test
    public void configurationThatDoesNotFitIsNamed() throws IOException {
        project.write("data/a.csv", "weather,rain\nsun,1\nsun,2\n");
        assertProblem(
                "data.target: the data has no column 'wether'; did you mean 'weather'?",
                "{path: data, target: wether}");
        assertProblem(
                "data.key: the data has no column 'id'; the columns are weather, rain",
                "{path: data, key: [rain, id]}");
        assertProblem(
                "data.features: the data has no column 'rian'; did you mean 'rain'?", "{path: data, features: [rian]}");
        assertProblem(
                "data.expect.0: the data has no column 'snow'; the columns are weather, rain",
                "{path: data, expect: [{column: snow, min: 0}]}");
        assertProblem(
                "data.columns: the data has no column 'Rain_'; did you mean 'rain'?",
                "{path: data, columns: {Rain_: {type: text}}}");
        assertProblem(
                "data.target: column 'weather' has one value only, 'sun', in all 2 rows: there is nothing to learn; at"
                        + " least two classes are needed",
                "{path: data, target: weather}");
        assertProblem(
                "data.target: column 'weather' has one value only in all 2 rows: there is nothing to learn; at least two"
                        + " classes are needed",
                "{path: data, target: weather, columns: {weather: {sensitive: true}}}");
        assertProblem(
                "data.target: column 'weather' has no value in all 2 rows: there is nothing to learn",
                "{path: data, target: weather, missing: [sun]}");
        assertProblem(
                "data.encoding: no encoding is called 'utf-9'; known are UTF-8, UTF-16, ISO-8859-1, windows-1252 and"
                        + " others",
                "{path: data, encoding: utf-9}");
        assertProblem(
                "data.delimiter: ';;' is not one character, such as , or ; or | or tab", "{path: data, delimiter: ;;}");
        assertProblem(
                "data.expect: max 'much' is neither a number nor a date such as 2015-12-31",
                "{path: data, expect: [{column: rain, max: much}]}");
    }

    @Test
    public void sensitiveValuesAreNowhere() throws Exception {
        project.write("data/a.csv", "name,x\nKarlsson,1\nBirkenfeld,2\nKarlsson,3\n");
        String settings = "path: data\ncolumns: {name: {sensitive: true}}\n"
                + "expect: [{column: name, in: [Anna], unique: true, matches: 'a+'}]\n";
        StageOutcome outcome = version("r1", settings);
        String result = Protocol.write(outcome.detail()) + Protocol.write(outcome.checks());
        assertEquals(3, outcome.checks().stream().filter(Check::failed).count());
        assertFalse(result, result.contains("Karlsson"));
        try (Stream<Path> files = Files.walk(project.folder.resolve(".cd4ml"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean copyOfTheData = Files.size(file) == Files.size(project.folder.resolve("data/a.csv"));
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertTrue(file.toString(), copyOfTheData || !text.contains("Karlsson"));
            }
        }
    }

    @Test
    public void cancellationLeavesNothingHalfWritten() throws Exception {
        project.real("seattle-weather.csv");
        StageContext plain = project.context("r1", WEATHER);
        AtomicInteger asked = new AtomicInteger();
        StageContext stopped = new StageContext(
                plain.project(),
                plain.run(),
                plain.configuration(),
                plain.events(),
                () -> asked.incrementAndGet() > 1,
                plain.clock(),
                plain.environment());
        assertThrows(CancellationException.class, () -> new VersionData().run(project.request("r1", null), stopped));
        assertNothingHalfWritten();
        assertFalse(Files.exists(plain.run().manifest()));
    }

    @Test
    public void aFileThatChangesWhileItIsReadIsNamed() throws Exception {
        project.real("seattle-weather.csv");
        StageContext plain = project.context("r1", WEATHER);
        EventSink writer = new EventSink() {
            @Override
            public void message(String sentence) {
                // not what this test listens to
            }

            @Override
            public void warning(String sentence) {
                // not what this test listens to
            }

            @Override
            public void progress(long done, long total, String unit) {
                try {
                    Files.writeString(
                            project.folder.resolve("data/seattle-weather.csv"),
                            "2016-01-01,1,1,1,1,sun\n",
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void metrics(Map<String, Double> metrics) {
                // not what this test listens to
            }
        };
        StageContext disturbed = new StageContext(
                plain.project(),
                plain.run(),
                plain.configuration(),
                writer,
                plain.cancellation(),
                plain.clock(),
                plain.environment());
        String message = assertThrows(
                        InputException.class, () -> new VersionData().run(project.request("r1", null), disturbed))
                .getMessage();
        assertEquals(
                "data/seattle-weather.csv changed while it was read: run again when nothing writes to it", message);
        assertNothingHalfWritten();
    }
}
