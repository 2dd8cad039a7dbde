package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class JournalTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path file() {
        return folder.getRoot().toPath().resolve("journal.jsonl");
    }

    private Journal open() throws IOException {
        return Journal.open(file(), Clock.systemUTC());
    }

    private static Routes routes(String version) {
        ServedVersion served = new ServedVersion("weather", version, "sha256:" + version, "/p/" + version, "64m");
        ServingServer server =
                new ServingServer("v" + version, served, new ProcessIdentity(7, "boot:1"), "http://127.0.0.1:1");
        return Routes.canary(server, server, new StickySplit("c", "X-Routing-Key", 10));
    }

    @Test
    public void beginsEmpty() throws Exception {
        try (Journal journal = open()) {
            assertTrue(journal.last().isEmpty());
        }
    }

    @Test
    public void remembersTheNewestEntry() throws Exception {
        try (Journal journal = open()) {
            journal.append("champion", "first", routes("1"));
            journal.append("canary", null, routes("2"));
        }
        try (Journal journal = open()) {
            JournalEntry last = journal.last().orElseThrow();
            assertEquals("canary", last.event());
            assertEquals(2, last.sequence());
            assertEquals(routes("2"), last.routes());
        }
    }

    @Test
    public void tornLastLineNeverHappened() throws Exception {
        try (Journal journal = open()) {
            journal.append("champion", null, routes("1"));
            journal.append("promoted", null, routes("2"));
        }
        byte[] whole = Files.readAllBytes(file());
        int firstLine = Files.readAllLines(file()).get(0).length() + 1;
        for (int length = firstLine; length < whole.length - 1; length += 37) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            try (Journal journal = open()) {
                assertEquals(routes("1"), journal.last().orElseThrow().routes());
                journal.append("weight", null, routes("3"));
            }
            try (Journal journal = open()) {
                assertEquals(routes("3"), journal.last().orElseThrow().routes());
                assertEquals(2, journal.last().orElseThrow().sequence());
            }
        }
    }

    @Test
    public void rubbishIsSkipped() throws Exception {
        try (Journal journal = open()) {
            journal.append("champion", null, routes("1"));
        }
        Files.writeString(file(), "\0\0\0\0\n[1]\nnull\n{}\n{\"sequence\":9}", StandardOpenOption.APPEND);
        try (Journal journal = open()) {
            assertEquals(routes("1"), journal.last().orElseThrow().routes());
        }
    }

    @Test
    public void staysSmall() throws Exception {
        try (Journal journal = open()) {
            for (int i = 0; i < 2000; i++) {
                journal.append("weight", null, routes("" + i));
            }
            assertTrue(Files.size(file()) < 512 * 1024);
            assertEquals(2000, journal.last().orElseThrow().sequence());
        }
        try (Journal journal = open()) {
            assertEquals(routes("1999"), journal.last().orElseThrow().routes());
        }
        assertFalse(Files.list(folder.getRoot().toPath())
                .anyMatch(path -> path.toString().endsWith(".tmp")));
    }

    /** An interruption closes the channel of the thread that writes: a write that fails is not forgotten. */
    @Test
    public void whatCouldNotBeWrittenIsWrittenLater() throws Exception {
        try (Journal journal = open()) {
            Thread.currentThread().interrupt();
            journal.note("ended", "the first time", Routes.NONE);
            assertTrue(Thread.interrupted());
            assertTrue(journal.isFailing());
            assertTrue(Journal.newest(file()).isEmpty());
            journal.retry();
            assertFalse(journal.isFailing());
            assertEquals("the first time", Journal.newest(file()).orElseThrow().reason());
        }
    }
}
