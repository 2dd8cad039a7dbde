package io.jenkins.cd4ml.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files that are written whole or not at all, read as UTF-8 or refused, and removed with all that is in them. */
public class AtomicFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;

    @Before
    public void root() {
        root = folder.getRoot().toPath();
    }

    @Test
    public void writesWholeFilesAndMakesTheirFolders() throws IOException {
        Path target = root.resolve("a/b/text");
        AtomicFile.writeText(target, "größer\nzwei\n");
        assertEquals("größer\nzwei\n", TextFile.read(target));
        assertEquals(List.of("größer", "zwei"), TextFile.lines(target));
        AtomicFile.write(target, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
        assertEquals("new", TextFile.read(target));
        AtomicFile.copy(target, root.resolve("c/copy"));
        assertEquals("new", TextFile.read(root.resolve("c/copy")));
        assertEquals(List.of("text"), names(target.getParent()));
        assertEquals(List.of("copy"), names(root.resolve("c")));
    }

    @Test
    public void aFailureLeavesTheOldContentAndNothingElse() throws IOException {
        Path target = root.resolve("text");
        AtomicFile.writeText(target, "old");
        IOException failed = assertThrows(
                IOException.class,
                () -> AtomicFile.write(target, out -> {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    throw new IOException("no space left");
                }));
        assertEquals("no space left", failed.getMessage());
        assertEquals("old", TextFile.read(target));
        assertEquals(List.of("text"), names(root));
    }

    @Test
    public void bytesThatAreNotUtf8AreNamedAsDamage() throws IOException {
        Path file = Files.write(root.resolve("text"), new byte[] {'a', (byte) 0xff, 'b'});
        InputException refused = assertThrows(InputException.class, () -> TextFile.lines(file));
        assertEquals(
                file
                        + " is damaged: it holds bytes that are not UTF-8 text; restore it from a backup, or remove it and run"
                        + " the stage that wrote it again",
                refused.getMessage());
    }

    @Test
    public void removesFoldersButNotWhatTheirLinksPointTo() throws IOException {
        Path kept = Files.createDirectories(root.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        Path removed = Files.createDirectories(root.resolve("removed/deep"));
        Files.writeString(removed.resolve("file"), "gone");
        Files.createSymbolicLink(removed.resolve("link"), kept);
        Files.createSymbolicLink(root.resolve("dangling"), root.resolve("not there"));
        Removal.of(removed.getParent());
        Removal.of(root.resolve("dangling"));
        Removal.of(root.resolve("not there"));
        assertFalse(Files.exists(removed.getParent()));
        assertEquals(List.of("kept"), names(root));
        assertEquals("kept", TextFile.read(kept.resolve("file")));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
