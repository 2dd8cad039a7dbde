package io.jenkins.cd4ml.data.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StatCacheTest {
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path project;
    private Path file;

    @Before
    public void makeProject() throws IOException {
        project = folder.getRoot().toPath();
        file = Files.writeString(project.resolve("a.csv"), "x\n1\n");
    }

    @Test
    public void remembersUnchangedFiles() throws IOException {
        StatCache cache = open(LATER);
        assertEquals(Optional.empty(), cache.known("a.csv", FileStat.of(file)));
        assertEquals(Sha256.of(file), cache.sha256("a.csv"));
        cache.save();
        assertEquals(Optional.of(Sha256.of(file)), open(LATER).known("a.csv", FileStat.of(file)));
    }

    @Test
    public void noticesEveryChange() throws IOException {
        remember();
        FileTime modified = Files.getLastModifiedTime(file);
        Files.writeString(file, "x\n2\n");
        Files.setLastModifiedTime(file, modified);
        assertEquals("same size and time", Optional.empty(), open(LATER).known("a.csv", FileStat.of(file)));
        assertEquals(Sha256.of(file), open(LATER).sha256("a.csv"));
        remember();
        Path other = Files.writeString(project.resolve("b.csv"), "x\n3\n");
        Files.setLastModifiedTime(other, modified);
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals("another file", Optional.empty(), open(LATER).known("a.csv", FileStat.of(file)));
    }

    @Test
    public void doesNotTrustWhatChangedMomentsAgo() throws IOException {
        StatCache cache = open(Clock.systemUTC());
        cache.sha256("a.csv");
        cache.save();
        assertEquals(Optional.empty(), open(LATER).known("a.csv", FileStat.of(file)));
    }

    @Test
    public void aDamagedCacheKnowsNothing() throws IOException {
        remember();
        Path cache = project.resolve(".cd4ml/cache/stat");
        String good = Files.readString(cache);
        for (String bad : List.of(
                "",
                "something else",
                good.substring(0, good.length() / 2),
                good.replaceFirst("[0-9a-f]{64}", "0".repeat(64)),
                good.replace(" 4 ", " 4x "))) {
            Files.writeString(cache, bad);
            assertEquals(bad, Optional.empty(), open(LATER).known("a.csv", FileStat.of(file)));
        }
        remember();
        assertTrue(open(LATER).known("a.csv", FileStat.of(file)).isPresent());
    }

    @Test
    public void pathsMayHoldAnything() throws IOException {
        String odd = "a\\n b\nc.csv";
        Path file = Files.writeString(project.resolve(odd), "x\n");
        StatCache cache = open(LATER);
        cache.sha256(odd);
        cache.save();
        assertTrue(open(LATER).known(odd, FileStat.of(file)).isPresent());
    }

    @Test
    public void forgetsFilesThatAreGone() throws IOException {
        remember();
        Files.writeString(project.resolve("b.csv"), "x\n");
        Files.delete(file);
        StatCache cache = open(LATER);
        cache.sha256("b.csv");
        cache.save();
        assertFalse(Files.readString(project.resolve(".cd4ml/cache/stat")).contains("a.csv"));
    }

    @Test
    public void concurrentWritersLeaveAWholeCache() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "f" + i + ".csv";
                Files.writeString(project.resolve(name), "x\n" + i + "\n");
                all.add(threads.submit(() -> {
                    StatCache cache = open(LATER);
                    cache.sha256(name);
                    cache.save();
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        StatCache cache = open(LATER);
        long known = 0;
        for (int i = 0; i < 40; i++) {
            Path file = project.resolve("f" + i + ".csv");
            Optional<String> sha256 = cache.known("f" + i + ".csv", FileStat.of(file));
            if (sha256.isPresent()) {
                known++;
                assertEquals(Sha256.of(file), sha256.get());
            }
        }
        assertTrue("the last writer's entry is there", known >= 1);
    }

    private void remember() throws IOException {
        StatCache cache = open(LATER);
        cache.sha256("a.csv");
        cache.save();
    }

    private StatCache open(Clock clock) {
        return StatCache.open(project, project.resolve(".cd4ml"), clock);
    }
}
