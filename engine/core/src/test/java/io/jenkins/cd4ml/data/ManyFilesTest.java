package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** More files than are kept in memory; bench/million-files.sh does the same with a million of them and a heap of 64 MB. */
public class ManyFilesTest {
    private static final int FILES = FileCollector.IN_MEMORY + 100;
    private static final String SETTINGS = "{path: data, key: x}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DataProject project;

    @Before
    public void makeProject() throws IOException {
        project = new DataProject(folder.getRoot().toPath().toRealPath());
    }

    @Test
    public void aFolderOfManyFilesIsVersionedComparedAndLoaded() throws Exception {
        Map<String, String> listing = new TreeMap<>();
        for (int i = 0; i < FILES; i++) {
            String name = "data/" + i % 10 + "/" + i + ".csv";
            String text = "x,y\n" + i + "," + i % 3 + "\n";
            project.write(name, text);
            listing.put(name, Sha256.of(text) + " " + text.length() + " " + name);
        }
        VersionDataDetail first = version("first");
        assertEquals(FILES, first.files());
        assertEquals(FILES, first.rows());
        assertEquals(
                "sha256:" + Sha256.of("cd4ml-data 1\n" + String.join("\n", listing.values()) + "\n"), first.version());
        VersionDataDetail unchanged = version("unchanged");
        assertEquals(first.version(), unchanged.version());
        assertEquals(0, unchanged.hashedBytes());
        Manifest manifest =
                Manifest.read(project.context("unchanged", SETTINGS).run().manifest());
        assertTrue(manifest.files() instanceof FilesOnDisk);
        assertEquals("data/9/9999.csv", manifest.files().get(FILES - 1).path());

        Files.delete(project.folder.resolve("data/3/3.csv"));
        project.write("data/5/5.csv", "x,y\n5,55\n").write("data/new.csv", "x,y\n-1,0\n");
        VersionDataDetail changed = version("changed");
        assertEquals(List.of("data/new.csv"), changed.diff().addedFiles());
        assertEquals(List.of("data/3/3.csv"), changed.diff().removedFiles());
        assertEquals(List.of("data/5/5.csv"), changed.diff().changedFiles());
        assertEquals(
                FILES, TableLoader.ofRun(project.context("changed", SETTINGS)).rows());

        project.write("data/7/7.csv", "x,y\n11,1\n");
        InputException repeated = assertThrows(InputException.class, () -> version("repeated"));
        assertTrue(
                repeated.getMessage(),
                repeated.getMessage().startsWith("data/7/7.csv:2: column x: has the same value as data/1/11.csv:2"));
        assertEquals(List.of(), leftovers());
    }

    private List<Path> leftovers() throws IOException {
        List<Path> left = new ArrayList<>();
        try (var files = Files.walk(project.folder.resolve(".cd4ml/runs"))) {
            files.filter(file -> file.toString().contains("temporary")).forEach(left::add);
        }
        return left;
    }

    private VersionDataDetail version(String run) throws IOException {
        return (VersionDataDetail) new VersionData()
                .run(project.request(run, null), project.context(run, SETTINGS))
                .detail();
    }
}
