package io.jenkins.cd4ml.train.torch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.testing.RecordedEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class UnpackedLibrariesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordedEvents events = new RecordedEvents();
    private Path cache;
    private Path version;
    private Path jar;

    @Before
    public void unpack() throws Exception {
        cache = folder.getRoot().toPath().resolve("djl");
        version = Files.createDirectories(cache.resolve("pytorch/2.7.1-cpu"));
        Files.writeString(version.resolve("libtorch.so"), "the library");
        Files.writeString(version.resolve("0.35.1-libdjl_torch.so"), "the bridge");
        jar = folder.getRoot().toPath().resolve("native.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String content : List.of("the library", "the bridge")) {
                zip.putNextEntry(new ZipEntry("lib/" + content));
                zip.write(content.getBytes());
            }
        }
    }

    @Test
    public void whatIsInTheJarStays() throws Exception {
        verify();
        verify();
        assertTrue(Files.exists(version.resolve("libtorch.so")));
        assertEquals(List.of(), events.messages);
    }

    @Test
    public void whatIsCutOrChangedIsRemovedAlsoAfterItWasFoundRight() throws Exception {
        Files.writeString(version.resolve("libtorch.so"), "the lib");
        verify();
        assertFalse(Files.exists(version));
        unpack();
        verify();
        FileTime before = Files.getLastModifiedTime(version.resolve("libtorch.so"));
        Files.writeString(version.resolve("libtorch.so"), "the LIBRARY");
        // a time of change can be set back; when the inode changed cannot
        Files.setLastModifiedTime(version.resolve("libtorch.so"), before);
        verify();
        assertFalse(Files.exists(version));
    }

    @Test
    public void linksAreNotLoaded() throws Exception {
        Path elsewhere = Files.writeString(folder.getRoot().toPath().resolve("evil.so"), "the library");
        Files.delete(version.resolve("libtorch.so"));
        Files.createSymbolicLink(version.resolve("libtorch.so"), elsewhere);
        verify();
        assertFalse(Files.exists(version));
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    public void whatAKilledUnpackingLeftIsSwept() throws Exception {
        Path old = Files.createDirectory(cache.resolve("pytorch/tmp123"));
        Path young = Files.createDirectory(cache.resolve("pytorch/tmp124"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        verify();
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    private void verify() throws Exception {
        new UnpackedLibraries(cache, events).verify("pytorch", List.of(jar));
    }
}
