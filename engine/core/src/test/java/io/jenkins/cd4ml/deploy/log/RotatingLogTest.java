package io.jenkins.cd4ml.deploy.log;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.RequestLogSettings;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RotatingLogTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final RequestLogSettings SMALL = new RequestLogSettings(null, 1, 24, 2, 30);

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final String own = "3-20261121T120000Z-" + ProcessHandle.current().pid();

    private Path folder() {
        return temporary.getRoot().toPath();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Clock at(Duration later) {
        return Clock.fixed(START.plus(later), ZoneOffset.UTC);
    }

    private static byte[] line(int number, int bytes) {
        return (("" + number).repeat(bytes).substring(0, bytes - 1) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    public void turnsOverBySizeAndPacksWhatGzipReads() throws Exception {
        Oracle.require("gzip", List.of("gzip", "--version"));
        try (RotatingLog log = new RotatingLog(folder(), "3", SMALL, at(Duration.ZERO))) {
            log.append(line(1, 700_000));
            log.append(line(2, 700_000));
            Await.until("the first is packed", () -> names().equals(List.of(own + "-1.jsonl", own + ".jsonl.gz")));
            String text = Oracle.run(
                    List.of("gzip", "-dc", folder().resolve(own + ".jsonl.gz").toString()), "");
            assertEquals(new String(line(1, 700_000), StandardCharsets.UTF_8), text);
            assertEquals(700_000, Files.size(folder().resolve(own + "-1.jsonl")));
        }
    }

    @Test
    public void packsWhatTheDeadLeftAndRemovesTheOldest() throws Exception {
        String dead = "2-20261001T000000Z-" + deadPid();
        Files.writeString(folder().resolve(dead + ".jsonl"), "{\"a\":1}\n");
        Path old = Files.write(folder().resolve("1-20260901T000000Z-1.jsonl.gz"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(START.minus(Duration.ofDays(31))));
        Files.setLastModifiedTime(folder().resolve(dead + ".jsonl"), FileTime.from(START.minus(Duration.ofDays(1))));
        Path another = Files.writeString(folder().resolve("notes.txt"), "mine");
        new LogFolder(folder(), SMALL, at(Duration.ZERO)).tidy();
        assertEquals(List.of(dead + ".jsonl.gz", "notes.txt"), names());

        Path large = Files.write(folder().resolve("4-20261121T000000Z-1.jsonl.gz"), new byte[2_097_152]);
        Files.setLastModifiedTime(large, FileTime.from(START));
        new LogFolder(folder(), SMALL, at(Duration.ZERO)).tidy();
        assertEquals(List.of("4-20261121T000000Z-1.jsonl.gz", "notes.txt"), names());
        assertTrue(Files.exists(another));
    }

    @Test
    public void leavesWhatALivingProcessWrites() throws Exception {
        Path others = Files.write(folder().resolve(own + ".jsonl"), new byte[3_000_000]);
        Files.setLastModifiedTime(others, FileTime.from(START.minus(Duration.ofDays(300))));
        new LogFolder(folder(), SMALL, at(Duration.ZERO)).tidy();
        assertEquals(List.of(own + ".jsonl"), names());
    }

    /** The system's limit on a file's size stands for a full disk: it takes a part of a line, too. */
    @Test
    public void aFullDiskLosesLinesAndNeverTearsOne() throws Exception {
        Oracle.run(
                List.of(
                        "sh",
                        "-c",
                        "ulimit -f 10; exec \"$0\" -Xmx32m -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder().toString()),
                "");
        List<String> names = names();
        assertEquals(names.toString(), 1, names.size());
        byte[] text = Files.readAllBytes(folder().resolve(names.get(0)));
        assertTrue("" + text.length, text.length > 0 && text.length % 700 == 0);
    }

    /** Writes until the system takes no more, and once again. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            int failures = 0;
            try (RotatingLog log = new RotatingLog(Path.of(args[0]), "3", SMALL, Clock.systemUTC())) {
                for (int i = 0; failures < 2 && i < 100; i++) {
                    try {
                        log.append(line(i % 10, 700));
                    } catch (IOException e) {
                        failures++;
                    }
                }
            }
            System.exit(failures == 2 ? 0 : 1);
        }
    }

    private static long deadPid() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
