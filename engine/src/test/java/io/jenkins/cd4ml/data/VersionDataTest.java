package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.data.profile.Profile;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.DataDiff;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.OutputFile;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.ObjectStore;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class VersionDataTest {
    private static final String WEATHER =
            """
            path: data/*.csv
            key: date
            target: weather
            expect:
              - {rows: {min: 1000}}
              - {column: date, unique: true, completeness: 1}
              - {column: precipitation, min: 0}
              - {column: weather, in: [drizzle, fog, rain, snow, sun]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void versionsProfilesAndStoresRealData() throws Exception {
        project.real("seattle-weather.csv");
        StageOutcome outcome = version("r1", WEATHER);
        VersionDataDetail detail = (VersionDataDetail) outcome.detail();
        assertEquals(Verdict.PASSED, outcome.verdict());
        assertEquals(
                "1,461 rows, 6 columns in 1 file: version " + detail.version().substring(0, 15)
                        + "…; 5 expectations passed",
                outcome.summary());
        assertEquals(48_219, detail.hashedBytes());
        assertEquals(
                List.of("date", "decimal", "decimal", "decimal", "decimal", "category"),
                detail.columns().stream().map(column -> column.type()).toList());
        assertNull(detail.diff());

        StageContext context = project.context("r1", WEATHER);
        Manifest manifest = Manifest.read(context.run().manifest());
        assertEquals(detail.version(), manifest.version());
        assertEquals(1461, Profile.read(context.run().profile()).rows());
        assertTrue(store().get(manifest.files().get(0).sha256()).isPresent());
        for (OutputFile file : outcome.files()) {
            assertEquals(file.sha256(), Sha256.of(project.folder.resolve(file.path())));
        }
        assertEquals(1461, TableLoader.ofRun(context).rows());
        assertNothingHalfWritten();
    }

    @Test
    public void theVersionIsWhatSha256sumYields() throws Exception {
        project.write("data/b.csv", "x\n1\n").write("data/a b.csv", "x\n2\n").write("data/\u00FC.csv", "x\n3\n");
        Oracle.require("sh and sha256sum", List.of("sh", "-c", "sha256sum --version"));
        String script = "cd '" + project.folder + "'; { echo 'cd4ml-data 1'; export LC_ALL=C; for f in data/*.csv; do "
                + "echo \"$(sha256sum \"$f\" | cut -c1-64) $(stat -c %s \"$f\") $f\"; done; } | sha256sum | cut -c1-64";
        String expected = Oracle.run(List.of("sh", "-c", script), "").strip();
        assertEquals("sha256:" + expected, detail("r", "{path: data}").version());
    }

    @Test
    public void theVersionIsOfContentAlone() throws IOException {
        project.write("data/a.csv", "x,y\n1,2\n2,2\n").write("data/b.csv", "y,x\n1,2\n");
        String version = detail("r1", "{path: data}").version();
        assertEquals(
                version,
                detail("r2", "{path: ['data/*.csv', data/a.csv], missing: [], target: x}")
                        .version());
        project.write("data/b.csv", "y,x\n1,3\n");
        assertFalse(version.equals(detail("r3", "{path: data}").version()));
        project.write("data/b.csv", "y,x\n1,2\n");
        assertEquals(version, detail("r4", "{path: data}").version());
        Files.move(project.folder.resolve("data/b.csv"), project.folder.resolve("data/c.csv"));
        assertFalse(version.equals(detail("r5", "{path: data}").version()));
    }

    @Test
    public void unchangedDataIsNotReadAgain() throws Exception {
        project.real("seattle-weather.csv");
        StageOutcome first = version("r1", WEATHER);
        StageOutcome second = version("r2", WEATHER);
        assertEquals(0, ((VersionDataDetail) second.detail()).hashedBytes());
        assertEquals(first.checks(), second.checks());
        assertEquals(first.summary(), second.summary());
        assertEquals(((VersionDataDetail) first.detail()).columns(), ((VersionDataDetail) second.detail()).columns());
        assertEquals(
                Files.readString(project.context("r1", WEATHER).run().profile()),
                Files.readString(project.context("r2", WEATHER).run().profile()));
        StageOutcome other = version("r3", WEATHER.replace("min: 0", "min: 1"));
        assertEquals("digests are still known", 0, ((VersionDataDetail) other.detail()).hashedBytes());
        assertEquals(Verdict.FAILED, other.verdict());
    }

    @Test
    public void filesChangedMomentsAgoAreReadAgain() throws Exception {
        project.clock = Clock.systemUTC();
        project.write("data/a.csv", "x\n1\n");
        detail("r1", "{path: data}");
        assertEquals(4, detail("r2", "{path: data}").hashedBytes());
    }

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
    public void aFailedExpectationFailsAndTheDataIsVersionedAllTheSame() throws Exception {
        project.real("seattle-weather.csv");
        StageOutcome outcome = version("r1", WEATHER.replace("min: 0", "min: 0, max: 50"));
        assertEquals(Verdict.FAILED, outcome.verdict());
        Check check = outcome.checks().get(0);
        assertEquals("precipitation: max 50", check.name());
        assertEquals(Outcome.FAILED, check.outcome());
        assertEquals(55.9, check.value(), 0);
        assertEquals(50, check.threshold(), 0);
        assertEquals(1461, (long) check.sampleSize());
        // awk -F, '$2 > 50 {print FNR": "$2}' seattle-weather.csv
        assertEquals(
                "3 of 1,461 values of precipitation are not at most 50; the first is '54.1' at"
                        + " data/seattle-weather.csv:325",
                check.message());
        assertTrue(outcome.summary().endsWith("; 1 of 6 expectations failed: precipitation: max 50"));
        assertTrue(Files.exists(project.context("r1", WEATHER).run().manifest()));
    }

    @Test
    public void comparesWithTheNewestOtherVersion() throws Exception {
        project.write("data/a.csv", "x,y\n1,a\n2,b\n3,a\n").write("data/b.csv", "x,y\n4,a\n");
        String before = detail("r1", "{path: data}").version();
        assertNull(detail("r2", "{path: data}").diff());
        project.write("data/a.csv", "x,z,y\n1,1,a\n2,1,c\n9,1,\n").write("data/c.csv", "x,y,z\n7,c,1\n");
        Files.delete(project.folder.resolve("data/b.csv"));
        VersionDataDetail after = detail("r3", "{path: data}");
        DataDiff diff = after.diff();
        assertEquals(before, diff.baseline());
        assertEquals(4, diff.baselineRows());
        assertEquals(List.of("data/c.csv"), diff.addedFiles());
        assertEquals(List.of("data/b.csv"), diff.removedFiles());
        assertEquals(List.of("data/a.csv"), diff.changedFiles());
        assertEquals(List.of("z"), diff.addedColumns());
        assertEquals(List.of(), diff.removedColumns());
        assertTrue(
                diff.columns().toString(), diff.columns().contains(new DataDiff.ColumnChange("y", "values", "b", "c")));
        assertTrue(diff.columns().contains(new DataDiff.ColumnChange("x", "mean", "2.5", "4.75")));
        assertTrue(diff.columns().contains(new DataDiff.ColumnChange("y", "missing share", "0", "0.25")));

        StageContext context = project.context("r4", "{path: data}");
        String baseline = ".cd4ml/runs/r1/data/manifest.json";
        StageOutcome same = new VersionData().run(project.request("r4", baseline), context);
        assertEquals(before, ((VersionDataDetail) same.detail()).diff().baseline());
        assertEquals(
                "the same version twice in a row is one line",
                2,
                new KnownVersions(context.home(), store()).of("test").size());
        assertProblem(
                "there is no data version at " + project.folder.resolve("none.json") + ": run versionData first",
                () -> new VersionData().run(project.request("r5", "none.json"), context));
    }

    @Test
    public void aResultIsABaselineWithAndWithoutItsManifest() throws Exception {
        project.write("data/a.csv", "x,y\n1,a\n2,b\n3,a\n");
        StageContext context = project.context("r1", "{path: data}");
        StageRequest request = project.request("r1", null);
        StageOutcome first = new VersionData().run(request, context);
        StageResult result = new StageResult(
                1,
                Stage.VERSION_DATA,
                "r1",
                "test",
                Verdict.PASSED,
                "",
                List.of(),
                first.detail(),
                List.of(),
                null,
                null,
                null,
                null);
        Path kept = Files.createDirectories(project.folder.resolve("kept"));
        Files.writeString(kept.resolve("version-data.result.json"), Protocol.write(result));
        DataDiff same = against("r2");
        assertEquals(((VersionDataDetail) first.detail()).version(), same.baseline());
        assertEquals(List.of(), same.columns());

        project.write("data/a.csv", "x,z,y\n1,1,a\n2,1,c\n9,1,\n8,1,c\n");
        DataDiff diff = against("r3");
        assertEquals(3, diff.baselineRows());
        assertEquals(List.of("z"), diff.addedColumns());
        assertEquals("which files changed is not known", List.of(), diff.changedFiles());
        assertEquals(
                new DataDiff.ColumnChange("y", "values", "b", "c"),
                diff.columns().get(0));
        Files.copy(context.run().manifest(), kept.resolve("manifest.json"));
        DataDiff whole = against("r4");
        assertEquals(List.of("data/a.csv"), whole.changedFiles());
        assertEquals(diff.columns(), whole.columns());

        Files.writeString(kept.resolve("version-data.result.json"), "{\"protocol\": 1, \"sta");
        InputException damaged = assertThrows(InputException.class, () -> against("r5"));
        assertTrue(damaged.getMessage(), damaged.getMessage().contains("version-data.result.json is damaged"));
    }

    private DataDiff against(String run) throws Exception {
        StageRequest request = project.request(run, "kept/version-data.result.json");
        StageOutcome outcome = new VersionData().run(request, project.context(run, "{path: data}"));
        return ((VersionDataDetail) outcome.detail()).diff();
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
        assertProblem(
                "data/a.csv:2: column y: 'a' is not a finite number: correct it, or list it under data.missing if it means"
                        + " 'no value', or declare another type under data.columns",
                "{path: data, columns: {y: {type: decimal}}}");
        assertProblem(
                "data/a.csv:2: column y: a value (not shown, the column is sensitive) is not a whole number: correct it, or"
                        + " list it under data.missing if it means 'no value', or declare another type under data.columns",
                "{path: data, columns: {y: {type: integer, sensitive: true}}}");
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
                "data.expect: min 0 is a number, but column weather holds category values",
                "{path: data, expect: [{column: weather, min: 0}]}");
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

    @Test
    public void runsSideBySideDoNotDisturbEachOther() throws Exception {
        project.real("seattle-weather.csv");
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<StageOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String run = "r" + i;
                outcomes.add(threads.submit(() -> version(run, WEATHER)));
            }
            for (Future<StageOutcome> outcome : outcomes) {
                assertEquals(outcomes.get(0).get().summary(), outcome.get().summary());
            }
        } finally {
            threads.shutdownNow();
        }
        assertNothingHalfWritten();
        assertEquals(0, detail("last", WEATHER).hashedBytes());
    }

    @Test
    public void manyFilesAreOneDataSet() throws Exception {
        for (int i = 0; i < 300; i++) {
            project.write("data/" + i % 7 + "/" + i + ".csv", "x,y\n" + i + ",a\n");
        }
        VersionDataDetail detail = detail("r1", "{path: data, key: x}");
        assertEquals(300, detail.files());
        assertEquals(300, detail.rows());
        assertEquals(299, detail.columns().get(0).maximum(), 0);
        assertEquals(
                300,
                TableLoader.ofRun(project.context("r1", "{path: data, key: x}")).rows());
    }

    private StageOutcome version(String run, String settings) throws IOException {
        return new VersionData().run(project.request(run, null), project.context(run, settings));
    }

    private VersionDataDetail detail(String run, String settings) throws IOException {
        return (VersionDataDetail) version(run, settings).detail();
    }

    private ObjectStore store() throws IOException {
        return ObjectStore.open(project.folder.resolve(".cd4ml/store"));
    }

    private void assertProblem(String expected, String settings) {
        assertProblem(expected, () -> version("bad", settings));
    }

    private static void assertProblem(String expected, org.junit.function.ThrowingRunnable action) {
        assertEquals(expected, assertThrows(InputException.class, action).getMessage());
    }

    private void assertNothingHalfWritten() throws IOException {
        try (Stream<Path> files = Files.walk(project.folder.resolve(".cd4ml"))) {
            assertEquals(
                    List.of(),
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().contains("incoming")
                                    || file.toString().endsWith(".tmp"))
                            .toList());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
