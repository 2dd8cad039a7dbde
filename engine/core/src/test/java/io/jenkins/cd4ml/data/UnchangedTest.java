package io.jenkins.cd4ml.data;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.VersionDataDetail;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

/** Data in a state that was seen before: recognised without looking at its files one by one, and never wrongly. */
public class UnchangedTest extends DataFixture {
    private static final String SETTINGS = "{path: [data, more.csv]}";

    @Test
    public void whatWasSeenOnceIsKnownWithoutTheDigestsOfItsFiles() throws IOException {
        String version = seen();
        Files.delete(project.folder.resolve(".cd4ml/cache/stat"));
        VersionDataDetail again = detail("again", SETTINGS);
        assertEquals(version, again.version());
        assertEquals(0, again.hashedBytes());
        assertEquals(3, again.files());
        assertEquals(16, again.bytes());
        assertEquals(3, again.rows());
    }

    @Test
    public void anotherFileAnotherContentOrAnotherNameIsSeen() throws IOException {
        String version = seen();
        Files.move(project.folder.resolve("data/b.csv"), project.folder.resolve("data/c.csv"));
        String renamed = detail("renamed", SETTINGS).version();
        assertFalse(version.equals(renamed));
        project.write("data/d.csv", "x\n4\n");
        assertEquals(4, detail("more", SETTINGS).files());
        Files.delete(project.folder.resolve("data/d.csv"));
        assertEquals(renamed, detail("less", SETTINGS).version());
        // The same size, and the time that it had before.
        Path file = project.folder.resolve("data/a.csv");
        var modified = Files.getLastModifiedTime(file);
        project.write("data/a.csv", "x\n9\n");
        Files.setLastModifiedTime(file, modified);
        assertFalse(renamed.equals(detail("changed", SETTINGS).version()));
    }

    @Test
    public void anObjectThatTheStoreLostIsStoredAgain() throws IOException {
        seen();
        String lost = Sha256.of("x\n1\n");
        Path object = project.folder.resolve(".cd4ml/store/objects/" + lost.substring(0, 2) + "/" + lost.substring(2));
        Files.delete(object);
        detail("again", SETTINGS);
        assertTrue(Files.exists(object));
    }

    @Test
    public void ofAStoreThatWasChangedMomentsAgoNothingIsRemembered() throws IOException {
        // Files count as old, the store's folders do not.
        project.clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(30));
        seen();
        assertFalse(Files.exists(memory()));
    }

    @Test
    public void aDamagedMemoryIsAsGoodAsNone() throws IOException {
        String version = seen();
        for (String text : List.of("", "\n\n", "one two three", "a b c d e\n", "\u0000")) {
            Files.writeString(memory(), text);
            assertEquals(version, detail("run" + text.length(), SETTINGS).version());
        }
        Files.write(memory(), new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF});
        assertEquals(version, detail("bytes", SETTINGS).version());
    }

    @Test
    public void thatItCannotBeWrittenIsNoReasonToFail() throws IOException {
        String version = seen();
        Files.delete(memory());
        Files.createDirectories(memory().resolve("in the way"));
        assertEquals(version, detail("again", SETTINGS).version());
    }

    @Test
    public void theNewestTwentyAreKept() throws IOException {
        seen();
        for (int i = 0; i < 25; i++) {
            project.write("more.csv", "x\n" + i + "\n");
            detail("read" + i, SETTINGS);
            detail("known" + i, SETTINGS);
        }
        List<String> lines = Files.readAllLines(memory());
        assertEquals(20, lines.size());
        assertTrue(lines.get(0), lines.get(0).contains(detail("last", SETTINGS).version()));
    }

    private Path memory() {
        return project.folder.resolve(".cd4ml/cache/unchanged");
    }

    /** Three files of which one is named twice, read once and found unchanged once. */
    private String seen() throws IOException {
        project.write("data/a.csv", "x\n1\n").write("data/b.csv", "x\n2\n").write("more.csv", "x\n12345\n");
        detail("read", "{path: [data, data/a.csv, more.csv]}");
        return detail("known", SETTINGS).version();
    }
}
