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
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/** Data sets and their versions. */
public class VersionDataTest extends DataFixture {
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
        StageResult result = StageResult.of(Stage.VERSION_DATA, "r1", "test", Verdict.PASSED, "")
                .detail(first.detail())
                .build();
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
        assertEquals(299, detail.columns().get(0).maximum().doubleValue(), 0);
        assertEquals(
                300,
                TableLoader.ofRun(project.context("r1", "{path: data, key: x}")).rows());
    }

    private DataDiff against(String run) throws Exception {
        StageRequest request = project.request(run, "kept/version-data.result.json");
        StageOutcome outcome = new VersionData().run(request, project.context(run, "{path: data}"));
        return ((VersionDataDetail) outcome.detail()).diff();
    }
}
