package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.store.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Remembers the SHA-256 of files that did not change since they were read: {@code .cd4ml/cache/stat}, one line a file.
 *
 * <p>A file that was changed less than two seconds before it was read is not remembered: a second change within the clock's
 * tick could leave no trace (git calls such entries racy). The file is replaced as a whole; of two writers the later one adds
 * the other's entries to its own, and an entry lost in between costs a second reading, nothing else. A damaged file, told by
 * its checksum, is as good as none.
 */
public final class StatCache {
    private static final String FORMAT = "cd4ml-stat 1";
    private static final String CHECKSUM = "crc32c ";
    private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Path project;
    private final Path file;
    private final Clock clock;
    private final Map<String, Entry> known;
    private final Map<String, Entry> fresh = new HashMap<>();

    private record Entry(FileStat stat, String sha256) {}

    private StatCache(Path project, Path file, Clock clock) {
        this.project = project;
        this.clock = clock;
        this.file = file;
        this.known = load(file);
    }

    /**
     * @param project the folder that paths are relative to
     * @param home the project's {@code .cd4ml} folder
     * @param clock tells how long ago a file was changed
     */
    public static StatCache open(Path project, Path home, Clock clock) {
        return new StatCache(project, home.resolve("cache/stat"), clock);
    }

    /** The file's digest where it is known to be unchanged since it was last read. */
    public Optional<String> known(String path, FileStat now) {
        Entry entry = fresh.getOrDefault(path, known.get(path));
        return entry != null && entry.stat.equals(now) ? Optional.of(entry.sha256) : Optional.empty();
    }

    /**
     * Remembers a digest.
     *
     * @param stat the same before and after the file was read
     * @param readAt when reading began
     */
    public void remember(String path, FileStat stat, String sha256, Instant readAt) {
        long newest = Math.max(stat.modified(), stat.changed());
        if (newest + RACY_NANOS < TimeUnit.MILLISECONDS.toNanos(readAt.toEpochMilli())) {
            fresh.put(path, new Entry(stat, sha256));
        }
    }

    /** The digest of a file as it is now, by memory or by reading it. */
    public String sha256(String path) throws IOException {
        Path absolute = project.resolve(path);
        FileStat before = FileStat.of(absolute);
        Optional<String> remembered = known(path, before);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Instant now = clock.instant();
        String sha256 = Sha256.of(absolute);
        if (before.equals(FileStat.of(absolute))) {
            remember(path, before, sha256, now);
        }
        return sha256;
    }

    /** Writes what was learned, if anything; entries of files that are gone are left out. */
    public void save() throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        Map<String, Entry> all = new TreeMap<>(load(file));
        all.keySet().removeIf(path -> !Files.exists(project.resolve(path)));
        all.putAll(fresh);
        AtomicFile.write(file, out -> {
            CRC32C checksum = new CRC32C();
            line(out, checksum, FORMAT);
            for (Map.Entry<String, Entry> entry : all.entrySet()) {
                FileStat stat = entry.getValue().stat;
                line(
                        out,
                        checksum,
                        entry.getValue().sha256 + " " + stat.size() + " " + stat.modified() + " " + stat.changed() + " "
                                + stat.inode() + " " + LineText.escape(entry.getKey()));
            }
            out.write((CHECKSUM + Long.toHexString(checksum.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void line(OutputStream out, CRC32C checksum, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        checksum.update(bytes);
        out.write(bytes);
    }

    private static Map<String, Entry> load(Path file) {
        Map<String, Entry> entries = new HashMap<>();
        CRC32C checksum = new CRC32C();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            if (!FORMAT.equals(line)) {
                return new HashMap<>();
            }
            for (; line != null; line = reader.readLine()) {
                if (line.startsWith(CHECKSUM)) {
                    boolean intact = line.equals(CHECKSUM + Long.toHexString(checksum.getValue()));
                    return intact ? entries : new HashMap<>();
                }
                checksum.update((line + "\n").getBytes(StandardCharsets.UTF_8));
                if (!line.equals(FORMAT)) {
                    String[] parts = line.split(" ", 6);
                    FileStat stat = new FileStat(
                            Long.parseLong(parts[1]),
                            Long.parseLong(parts[2]),
                            Long.parseLong(parts[3]),
                            Long.parseLong(parts[4]));
                    entries.put(LineText.unescape(parts[5]), new Entry(stat, parts[0]));
                }
            }
        } catch (IOException | RuntimeException e) {
            // Not there, or damaged: what it knew is found out again.
        }
        return new HashMap<>();
    }
}
