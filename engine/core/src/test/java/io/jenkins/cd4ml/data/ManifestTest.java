package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ManifestTest {
    private static final Schema SCHEMA = new Schema(List.of(new Column("x", ColumnType.INTEGER, true)));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void readsBackWhatWasWritten() throws IOException {
        Path file = folder.getRoot().toPath().resolve("m.json");
        Manifest manifest = Manifest.of(
                SCHEMA,
                List.of(
                        new ManifestFile("data/a.csv", 4, "0".repeat(64), 1),
                        new ManifestFile("data/\u00FC\n.csv", 4, "1".repeat(64), 2)));
        manifest.write(file);
        assertEquals(manifest, Manifest.read(file));
        assertEquals(3, manifest.rows());
        assertEquals(8, manifest.bytes());
    }

    @Test
    public void aPathCannotPoseAsSeveral() {
        List<ManifestFile> one = List.of(new ManifestFile("a\n" + "1".repeat(64) + " 4 b", 4, "0".repeat(64), 1));
        List<ManifestFile> two =
                List.of(new ManifestFile("a", 4, "0".repeat(64), 1), new ManifestFile("b", 4, "1".repeat(64), 1));
        assertTrue(!Manifest.versionOf(one).equals(Manifest.versionOf(two)));
    }

    @Test
    public void aChangedOrDamagedManifestIsRefused() throws IOException {
        Path file = folder.getRoot().toPath().resolve("m.json");
        Manifest.of(SCHEMA, List.of(new ManifestFile("data/a.csv", 4, "0".repeat(64), 1)))
                .write(file);
        String good = Files.readString(file);
        Files.writeString(file, good.replace("data/a.csv", "data/b.csv"));
        assertMessage("the manifest " + file + " does not add up to its own version: run versionData again", file);
        Files.writeString(file, good.replace("\"format\" : 1", "\"format\" : 2"));
        assertMessage("the manifest " + file + " has format 2, this engine reads 1: run versionData again", file);
        for (String bad : List.of("", "null", good.substring(0, 50), good + "x")) {
            Files.writeString(file, bad);
            String message = assertThrows(InputException.class, () -> Manifest.read(file))
                    .getMessage();
            assertTrue(message, message.startsWith("the manifest " + file + " is damaged ("));
        }
    }

    private static void assertMessage(String expected, Path file) {
        assertEquals(
                expected,
                assertThrows(InputException.class, () -> Manifest.read(file)).getMessage());
    }
}
