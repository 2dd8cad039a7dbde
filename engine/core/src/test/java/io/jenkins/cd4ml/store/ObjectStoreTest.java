package io.jenkins.cd4ml.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ObjectStoreTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private ObjectStore store;

    @Before
    public void openStore() throws IOException {
        root = folder.getRoot().toPath().resolve("store");
        store = ObjectStore.open(root);
    }

    @Test
    public void keepsContentByItsName() throws IOException {
        assertEquals(Optional.empty(), store.get(ABC));
        assertFalse(store.has(ABC, 3));
        // FIPS 180-2, appendix B.1: the SHA-256 of "abc"
        assertEquals(ABC, store.put(file("abc")));
        assertEquals(ABC, store.put(file("abc")));
        Path object = store.get(ABC).orElseThrow();
        assertEquals(root.resolve("objects/ba/" + ABC.substring(2)), object);
        assertEquals("abc", Files.readString(object));
        assertFalse(PosixFilePermissions.toString(Files.getPosixFilePermissions(object))
                .contains("w"));
        assertTrue(store.has(ABC, 3));
        assertFalse(store.has(ABC, 4));
        assertNothingIncoming();
    }

    @Test
    public void whatIsNotCommittedLeavesNothing() throws IOException {
        try (Incoming incoming = store.incoming()) {
            incoming.write("abc".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(Optional.empty(), store.get(ABC));
        assertNothingIncoming();
    }

    @Test
    public void aDamagedObjectIsNamedAndReplaced() throws IOException {
        store.put(file("abc"));
        Path object = store.get(ABC).orElseThrow();
        damage(object);
        String message =
                assertThrows(InputException.class, () -> store.get(ABC)).getMessage();
        assertTrue(message, message.startsWith("the stored object " + object + " is damaged"));
        assertTrue(message, message.endsWith("run versionData where the data is to store it anew"));
        assertEquals("it was moved away", Optional.empty(), store.get(ABC));
        store.put(file("abc"));
        assertTrue(store.get(ABC).isPresent());
        damage(object);
        store.put(file("abc"));
        assertTrue(
                "storing anew replaces it also before it was noticed",
                store.get(ABC).isPresent());
    }

    @Test
    public void whatACrashLeftIsIgnoredAndCleanedWhenItIsOld() throws IOException {
        Path fresh = Files.writeString(
                Files.createDirectories(root.resolve("incoming")).resolve("fresh"), "ab");
        Path old = Files.writeString(root.resolve("incoming/old"), "ab");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        ObjectStore.open(root);
        assertTrue(Files.exists(fresh));
        assertFalse(Files.exists(old));
    }

    @Test
    public void namesThatAreNoDigestAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> store.get("../../etc/passwd"));
        assertThrows(IllegalArgumentException.class, () -> store.get(ABC.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    public void threadsMayWriteTheSameAndDifferentObjects() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> written = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Path content = file("content " + i % 10);
                Callable<String> put = () -> store.put(content);
                written.add(threads.submit(put));
            }
            for (Future<String> each : written) {
                assertTrue(store.get(each.get()).isPresent());
            }
        } finally {
            threads.shutdownNow();
        }
        assertNothingIncoming();
    }

    @Test
    public void processesMayWriteAtTheSameTimeAndBeKilled() throws Exception {
        Path content = folder.newFile().toPath();
        byte[] bytes = new byte[8 << 20];
        new Random(3).nextBytes(bytes);
        Files.write(content, bytes);
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            root.toString(),
                            content.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        // Every writer has said that it is in the middle of it; one is killed there.
        for (Process writer : writers) {
            assertEquals('r', writer.getInputStream().read());
        }
        writers.get(0).destroyForcibly().waitFor();
        for (Process writer : writers.subList(1, 3)) {
            writer.getOutputStream().close();
            assertEquals(0, writer.waitFor());
        }
        String sha256 = Sha256.of(content);
        assertEquals(bytes.length, Files.size(store.get(sha256).orElseThrow()));
        try (Stream<Path> left = Files.list(root.resolve("incoming"))) {
            assertEquals("what the killed one left", 1, left.count());
        }
        try (Stream<Path> objects = Files.walk(root.resolve("objects"))) {
            assertEquals(1, objects.filter(Files::isRegularFile).count());
        }
    }

    /** Writes half a file, says so, waits for its input to end, writes the rest. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            byte[] bytes = Files.readAllBytes(Path.of(arguments[1]));
            try (Incoming incoming = ObjectStore.open(Path.of(arguments[0])).incoming()) {
                incoming.write(bytes, 0, bytes.length / 2);
                System.out.print("ready");
                System.out.flush();
                while (System.in.read() >= 0) {
                    continue;
                }
                incoming.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
                incoming.commit();
            }
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.newFile().toPath(), content);
    }

    private static void damage(Path object) throws IOException {
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(object, "abd");
    }

    private void assertNothingIncoming() throws IOException {
        try (Stream<Path> left = Files.list(root.resolve("incoming"))) {
            assertEquals(0, left.count());
        }
    }
}
