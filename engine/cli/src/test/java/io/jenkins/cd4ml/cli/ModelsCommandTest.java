package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.registry.RegisteredVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

public class ModelsCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void showsTheNewestVersionsAndReadsNoOthers() throws Exception {
        for (int number = 1; number <= 25; number++) {
            record(number);
        }
        String all = printed("--all");
        assertEquals(
                all,
                25,
                all.lines().filter(line -> line.startsWith("  version ")).count());
        assertFalse(all, all.contains("more versions"));
        Files.writeString(version(5).resolve("version.json"), "{ cannot be read");
        String newest = printed();
        assertEquals(
                newest,
                20,
                newest.lines().filter(line -> line.startsWith("  version ")).count());
        assertTrue(newest, newest.contains("  version 6 ") && newest.contains("  version 25 "));
        assertTrue(newest, newest.contains("  5 more versions: --all lists them\n"));
    }

    @Test
    public void aFewVersionsAreAllThere() throws Exception {
        assertEquals("no models yet: 'cd4ml package-model' registers the first version\n", printed());
        record(1);
        String one = printed();
        assertTrue(one, one.startsWith("churn\n  version 1    2026-11-21 12:00:00  not judged "));
        assertFalse(one, one.contains("--all"));
    }

    private Path version(int number) {
        return folder.getRoot().toPath().resolve(".cd4ml/registry/churn/versions/" + number);
    }

    private void record(int number) throws Exception {
        Files.createDirectories(version(number));
        Files.writeString(
                version(number).resolve("version.json"),
                Protocol.write(new RegisteredVersion(
                        number, "churn", "sha256:" + number, Instant.parse("2026-11-21T12:00:00Z"), "someone", null)));
    }

    private String printed(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = new CommandLine(new ModelsCommand());
            command.parseArgs(("--project " + folder.getRoot() + " " + String.join(" ", arguments))
                    .strip()
                    .split(" "));
            assertEquals(0, ((ModelsCommand) command.getCommand()).call().intValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
