package io.jenkins.cd4ml.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.stage.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RunsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T08:40:12Z"), ZoneOffset.UTC);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private Runs runs;

    @Before
    public void home() throws Exception {
        home = folder.getRoot().toPath().resolve(".cd4ml");
        Files.createDirectories(home);
        runs = new Runs(home);
    }

    @Test
    public void runsAreNamedAfterTheTimeAndDiffer() throws Exception {
        RunFolder first = runs.create(null, CLOCK);
        RunFolder second = runs.create(null, CLOCK);

        assertTrue(first.id(), first.id().matches("20261121-084012-[0-9a-f]{4}"));
        assertNotEquals(first.id(), second.id());
        assertEquals(second.id(), runs.find(null).id());
        assertEquals(first.path(), runs.find(first.id()).path());
    }

    @Test
    public void idsNeverLeaveTheFolder() {
        for (String id : new String[] {"../x", "a/b", ".hidden", "", "a b", "x".repeat(101)}) {
            InputException e = assertThrows(id, InputException.class, () -> runs.create(id, CLOCK));
            assertTrue(e.getMessage(), e.getMessage().contains("is not a valid run id"));
        }
    }

    @Test
    public void anUnknownRunNamesTheNearest() throws Exception {
        runs.create("build-12", CLOCK);

        InputException e = assertThrows(InputException.class, () -> runs.find("build-13"));

        assertEquals(
                "there is no run 'build-13' below " + home.resolve("runs") + "; did you mean 'build-12'?",
                e.getMessage());
    }

    @Test
    public void aRunCanContinueAnother() throws Exception {
        RunFolder first = runs.create("build-12", CLOCK);
        Files.createDirectories(first.manifest().getParent());
        Files.writeString(first.manifest(), "{}");

        RunFolder branch = runs.create("build-12-linear", "build-12", CLOCK);

        assertEquals("{}", Files.readString(branch.manifest()));
        Files.writeString(branch.manifest(), "{\"own\":1}");
        assertEquals("{}", Files.readString(first.manifest()));
        assertThrows(InputException.class, () -> runs.create("build-12-linear", "build-12", CLOCK));
    }

    @Test
    public void aRunThatCannotBeCopiedIsNoRun() throws Exception {
        RunFolder first = runs.create("build-12", CLOCK);
        Files.createSymbolicLink(first.path().resolve("gone"), Path.of("nowhere"));

        assertThrows(IOException.class, () -> runs.create("build-13", "build-12", CLOCK));

        assertEquals(List.of("build-12"), runs.ids());
        assertEquals("build-12", runs.find(null).id());
        try (Stream<Path> left = Files.list(home.resolve("runs"))) {
            assertEquals(1, left.count());
        }
    }

    @Test
    public void theFolderIsForItsOwnerAlone() throws Exception {
        Path fresh = home.resolve("project/.cd4ml");
        new Runs(fresh).create("a", CLOCK);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
        assertEquals("*\n", Files.readString(fresh.resolve(".gitignore")));
        Path shared = Files.createDirectories(home.resolve("shared/.cd4ml"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
        new Runs(shared).create("a", CLOCK);
        assertEquals("rwxrwx---", PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)));
    }
}
