package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.store.Removal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The native libraries that DJL unpacks into the cache once and loads from there ever after: before a worker loads them, each is compared
 * with the pinned jar that it came from, by size and CRC-32. A folder with one that differs is removed, and DJL unpacks it anew. What was found
 * right is not read again while its size, its times and its inode are the same.
 */
final class UnpackedLibraries {
    private static final String KNOWN = "verified.txt";
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path cache;
    private final EventSink events;

    UnpackedLibraries(Path cache, EventSink events) {
        this.cache = cache;
        this.events = events;
    }

    /**
     * Compares what is there.
     *
     * @param engine DJL's name of the engine, whose folder it is: {@code pytorch}
     * @param jars of the pack, their own digests compared already
     */
    void verify(String engine, List<Path> jars) throws IOException {
        Path folder = cache.resolve(engine);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Set<String> known = known(folder);
        Set<String> seen = new TreeSet<>();
        for (Path version : folders(folder)) {
            if (version.getFileName().toString().startsWith("tmp")) {
                sweep(version);
                continue;
            }
            if (isRight(version, jars, known, seen)) {
                continue;
            }
            events.warning("the unpacked libraries in " + version
                    + " are not those of the runtime pack: they are removed and unpacked anew");
            Removal.of(version);
        }
        if (!seen.equals(known)) {
            AtomicFile.writeText(folder.resolve(KNOWN), String.join("\n", seen) + "\n");
        }
    }

    private static boolean isRight(Path folder, List<Path> jars, Set<String> known, Set<String> seen)
            throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.walk(folder)) {
            files = entries.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        Set<String> contents = null;
        for (Path file : files) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            String line = state(file);
            if (!known.contains(line)) {
                contents = contents == null ? contents(jars) : contents;
                if (!contents.contains(Files.size(file) + " " + crc(file))) {
                    return false;
                }
            }
            lines.add(line);
        }
        seen.addAll(lines);
        return true;
    }

    private static String state(Path file) throws IOException {
        String times = Files.getLastModifiedTime(file) + " ";
        try {
            times += Files.getAttribute(file, "unix:ctime") + " " + Files.getAttribute(file, "unix:ino");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // not a system that has them
        }
        return file.toString().replace('\n', '?') + " " + Files.size(file) + " " + times;
    }

    /** Size and checksum of everything in the jars. */
    private static Set<String> contents(List<Path> jars) throws IOException {
        Set<String> contents = new HashSet<>();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream()
                        .filter(entry -> !entry.isDirectory())
                        .map((ZipEntry entry) -> entry.getSize() + " " + Long.toHexString(entry.getCrc()))
                        .forEach(contents::add);
            }
        }
        return contents;
    }

    private static String crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return Long.toHexString(crc.getValue());
    }

    /** What an unpacking that was killed left; a younger one may be at work. */
    private static void sweep(Path folder) throws IOException {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(ABANDONED))) {
            Removal.of(folder);
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(entry);
                }
            }
        }
        return folders;
    }

    private static Set<String> known(Path folder) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(KNOWN));
            return new TreeSet<>(
                    new String(bytes, StandardCharsets.UTF_8).lines().toList());
        } catch (NoSuchFileException e) {
            return Set.of();
        }
    }
}
