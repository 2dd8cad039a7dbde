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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The folder as the cache of a store elsewhere, and what its state says of a folder alone. */
public class RemoteCacheTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final MapStore elsewhere = new MapStore();
    private Path root;
    private ObjectStore cached;

    @Before
    public void open() throws IOException {
        root = folder.getRoot().toPath().resolve("store");
        cached = ObjectStore.open(root, elsewhere);
    }

    @Test
    public void whatIsPutGoesToBoth() throws IOException {
        assertEquals("the store elsewhere", cached.address());
        assertEquals(root.toString(), ObjectStore.open(root).address());
        try (Incoming incoming = cached.incoming()) {
            for (char each : "abc".toCharArray()) {
                incoming.write(each);
            }
            assertEquals(ABC, incoming.commit());
        }
        assertEquals("abc", new String(elsewhere.objects.get(ABC), StandardCharsets.UTF_8));
        assertEquals("abc", Files.readString(ObjectStore.open(root).get(ABC).orElseThrow()));
        elsewhere.objects.clear();
        assertFalse("the store elsewhere is the one that counts", cached.has(ABC, 3));
        assertTrue(ObjectStore.open(root).has(ABC, 3));
    }

    @Test
    public void whatTheFolderLacksIsFetchedAndWhatIsDamagedIsReplaced() throws IOException {
        assertEquals(Optional.empty(), cached.get(ABC));
        elsewhere.objects.put(ABC, "abc".getBytes(StandardCharsets.UTF_8));
        assertTrue(cached.has(ABC, 3));
        assertEquals("more is not accepted than was asked for", Optional.empty(), cached.get(ABC, 2));
        Path object = cached.get(ABC, 3).orElseThrow();
        assertEquals(root.resolve("objects/ba/" + ABC.substring(2)), object);
        assertEquals("abc", Files.readString(object));
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(object, "abd");
        assertEquals("abc", Files.readString(cached.get(ABC).orElseThrow()));
        elsewhere.objects.clear();
        assertTrue("it is here now", cached.get(ABC).isPresent());
    }

    @Test
    public void whatIsNotWhatWasAskedForIsNotKept() throws IOException {
        elsewhere.objects.put(ABC, "abd".getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), cached.get(ABC));
        assertFalse(Files.exists(root.resolve("objects")));
    }

    @Test
    public void aDamagedObjectIsMovedAsideUnderItsName() throws IOException {
        ObjectStore alone = ObjectStore.open(root);
        Path source = Files.writeString(folder.newFile().toPath(), "abc");
        alone.put(source);
        Path object = alone.get(ABC).orElseThrow();
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(object, "abd");
        String message =
                assertThrows(InputException.class, () -> alone.get(ABC)).getMessage();
        String aside = message.replaceFirst(".*; it was moved to ", "").replaceFirst(";.*", "");
        assertTrue(message, aside.startsWith(root.resolve("damaged/" + ABC + ".") + ""));
        assertEquals("abd", Files.readString(Path.of(aside)));
        alone.put(source);
        object = alone.get(ABC).orElseThrow();
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(object, "abd");
        Removal.of(root.resolve("damaged"));
        Files.writeString(root.resolve("damaged"), "a file where the folder would be");
        message = assertThrows(InputException.class, () -> alone.get(ABC)).getMessage();
        assertTrue(message, message.contains("; it could not be moved away ("));
        assertTrue(message, message.contains("): remove it; run versionData"));
    }

    /** The same as long as no object comes or goes; unknown while a change may be under way, and of a store elsewhere. */
    @Test
    public void theStateChangesWithTheObjects() throws IOException {
        ObjectStore alone = ObjectStore.open(root);
        Instant longAgo = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals("nothing was put yet", Optional.empty(), alone.state(Instant.MAX));
        alone.put(Files.writeString(folder.newFile().toPath(), "abc"));
        assertEquals("it was put since", Optional.empty(), alone.state(longAgo));
        Path prefix = root.resolve("objects/ba");
        Files.setLastModifiedTime(prefix, FileTime.from(longAgo));
        assertEquals("at that very moment", Optional.empty(), alone.state(longAgo));
        Optional<String> state = alone.state(longAgo.plusSeconds(1));
        assertTrue(Sha256.isHex(state.orElseThrow()));
        assertEquals(state, ObjectStore.open(root).state(longAgo.plusSeconds(60)));
        assertEquals(Optional.empty(), cached.state(longAgo.plusSeconds(60)));
        Files.setLastModifiedTime(prefix, FileTime.from(longAgo.minusSeconds(1)));
        assertFalse(state.equals(alone.state(longAgo.plusSeconds(1))));
        alone.put(Files.writeString(folder.newFile().toPath(), "other"));
        assertEquals("another folder came", Optional.empty(), alone.state(longAgo.plusSeconds(1)));
    }

    /** A map in place of a store elsewhere. */
    private static final class MapStore implements RemoteStore {
        private final Map<String, byte[]> objects = new HashMap<>();

        @Override
        public String address() {
            return "the store elsewhere";
        }

        @Override
        public boolean has(String sha256, long bytes) {
            return objects.containsKey(sha256) && objects.get(sha256).length == bytes;
        }

        @Override
        public void put(String sha256, Path object) throws IOException {
            objects.put(sha256, Files.readAllBytes(object));
        }

        @Override
        public boolean get(String sha256, long most, Target target) throws IOException {
            byte[] content = objects.get(sha256);
            if (content == null || content.length > most) {
                return false;
            }
            try (Incoming incoming = target.open()) {
                incoming.write(content, 0, content.length);
                return incoming.commitAs(sha256);
            }
        }
    }
}
