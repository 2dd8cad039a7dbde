package io.jenkins.cd4ml.store;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A folder of files named by the SHA-256 of what they contain: {@code objects/ab/cdef…}. An object is written to
 * {@code incoming/} and renamed, so that it is there whole or not at all; writers of the same object, threads
 * or processes, replace it by its equal. What a crash leaves in {@code incoming/} is removed when it is a day old.
 *
 * <p>Objects are read-only where the system knows that. Reading checks the content: a damaged object is moved to
 * {@code damaged/}, so that the next {@code versionData} stores it anew.
 *
 * <p>Before a {@link RemoteStore} the folder is its cache: what is put goes to both, what the folder lacks is fetched, and a
 * damaged object is replaced by the other one's.
 */
public final class ObjectStore {
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final int PREFIX = 2;

    /** Of an object whose size is not known beforehand: a manifest or a profile. */
    private static final long MOST_BYTES = 4L << 30;

    private final Path root;
    private final Path objects;
    private final RemoteStore remote;

    private ObjectStore(Path root, RemoteStore remote) {
        this.root = root;
        this.objects = root.resolve("objects");
        this.remote = remote;
    }

    /** The store in that folder, which is made when something is first put into it. */
    public static ObjectStore open(Path folder) throws IOException {
        return open(folder, null);
    }

    /** A store elsewhere with the folder as its cache. */
    public static ObjectStore open(Path folder, RemoteStore remote) throws IOException {
        ObjectStore store = new ObjectStore(folder, remote);
        store.removeAbandoned(Instant.now().minus(ABANDONED));
        return store;
    }

    /** Where the store is, for people. */
    public String address() {
        return remote == null ? root.toString() : remote.address();
    }

    /** Whether an object of that size is there; its content is not read. */
    public boolean has(String sha256, long bytes) throws IOException {
        return remote == null ? isHere(sha256, bytes) : remote.has(sha256, bytes);
    }

    private boolean isHere(String sha256, long bytes) throws IOException {
        try {
            return Files.size(place(sha256)) == bytes;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * What changes whenever an object comes or goes: that the store has certain objects stays true as long as this is the same. Asks for
     * the times of the folders instead of one object after the other.
     *
     * @param before all changes must be older
     * @return empty where one is not, and for a remote store, which does not tell
     */
    public Optional<String> state(Instant before) throws IOException {
        if (remote != null || !Files.isDirectory(objects)) {
            return Optional.empty();
        }
        Set<String> folders = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(objects)) {
            for (Path folder : entries) {
                BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
                if (!attributes.lastModifiedTime().toInstant().isBefore(before)) {
                    return Optional.empty();
                }
                folders.add(folder.getFileName() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(Sha256.of(objects + "\n" + String.join("\n", folders)));
    }

    /** Stores a copy of the file, replacing an object of the same name, and returns its SHA-256. */
    public String put(Path file) throws IOException {
        try (Incoming incoming = incoming();
                InputStream in = Files.newInputStream(file)) {
            in.transferTo(incoming);
            return incoming.commit();
        }
    }

    /** A stream into the store, for content that is read for another purpose anyway. */
    public Incoming incoming() throws IOException {
        Path folder = root.resolve("incoming");
        Files.createDirectories(folder);
        return new Incoming(this, folder.resolve(UUID.randomUUID().toString()));
    }

    /**
     * The object's file, checked; not to be changed.
     *
     * @return empty where the store does not have it
     * @throws InputException when its content is no longer what its name says
     */
    public Optional<Path> get(String sha256) throws IOException {
        return get(sha256, MOST_BYTES);
    }

    /** The same of an object whose size is known: more is not fetched. */
    public Optional<Path> get(String sha256, long bytes) throws IOException {
        Path object = place(sha256);
        String actual;
        try {
            actual = Sha256.of(object);
        } catch (NoSuchFileException e) {
            return fetch(sha256, bytes);
        }
        if (actual.equals(sha256)) {
            return Optional.of(object);
        }
        String moved = moveAway(object, sha256);
        return Optional.of(fetch(sha256, bytes).orElseThrow(() -> damaged(object, moved)));
    }

    private Optional<Path> fetch(String sha256, long bytes) throws IOException {
        return remote != null && remote.get(sha256, bytes, this::incoming)
                ? Optional.of(place(sha256))
                : Optional.empty();
    }

    /** Sends an object of the folder to the remote store, where there is one. */
    void share(String sha256) throws IOException {
        if (remote != null) {
            remote.put(sha256, place(sha256));
        }
    }

    private String moveAway(Path object, String sha256) {
        try {
            Path aside = root.resolve("damaged").resolve(sha256 + "." + UUID.randomUUID());
            Files.createDirectories(aside.getParent());
            Files.move(object, aside, StandardCopyOption.ATOMIC_MOVE);
            return "it was moved to " + aside;
        } catch (IOException e) {
            return "it could not be moved away (" + e + "): remove it";
        }
    }

    private static InputException damaged(Path object, String moved) {
        return new InputException("the stored object " + object + " is damaged, its content is not what its name says; "
                + moved + "; run versionData where the data is to store it anew");
    }

    /** Where the object of that name stands or would stand. */
    Path place(String sha256) {
        if (!Sha256.isHex(sha256)) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + sha256);
        }
        return objects.resolve(sha256.substring(0, PREFIX) + "/" + sha256.substring(PREFIX));
    }

    private void removeAbandoned(Instant before) throws IOException {
        Path folder = root.resolve("incoming");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                removeIfOlder(file, before);
            }
        }
    }

    private static void removeIfOlder(Path file, Instant before) throws IOException {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (modified.toInstant().isBefore(before)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Its writer, or another one who cleans, was faster.
        }
    }
}
