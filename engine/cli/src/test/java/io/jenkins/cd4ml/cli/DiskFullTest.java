package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A disk that is really full: a small file system of its own over the project's {@code .cd4ml} folder. */
public class DiskFullTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void saysSoAndKeepsTheUsersFiles() throws Exception {
        Oracle.require("unshare with user namespaces", List.of("unshare", "-rm", "mount", "-t", "tmpfs", "x", "/mnt"));
        Cd4ml cd4ml = Cd4ml.inCopyOfExample(folder.getRoot().toPath());
        Path home = Files.createDirectories(cd4ml.project().resolve(".cd4ml"));
        byte[] before = Files.readAllBytes(cd4ml.project().resolve("data/2014.csv"));

        Cd4ml.Ended ended = cd4ml.behind(
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=20k tmpfs " + home + " && exec \"$@\"",
                        "sh")
                .execute("version-data");

        ended.requireExitCode(2);
        String all = ended.out() + ended.err();
        assertTrue(all, all.contains("the disk is full"));
        assertFalse(all, all.contains("\tat "));
        assertEquals(
                java.util.Arrays.hashCode(before),
                java.util.Arrays.hashCode(Files.readAllBytes(cd4ml.project().resolve("data/2014.csv"))));
    }
}
