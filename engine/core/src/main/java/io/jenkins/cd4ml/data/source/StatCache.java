package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.data.source.StatFile.Entry;
import io.jenkins.cd4ml.store.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Remembers the SHA-256 of files that did not change since they were read: {@code .cd4ml/cache/stat}, one line a file. Ask for files
 * in code point order: the cache is then read once, as a stream; any other order works, more slowly.
 *
 * <p>A file that was changed less than two seconds before it was read is not remembered: a second change within the clock's
 * tick could leave no trace (git calls such entries racy). The file is replaced as a whole; of two writers the later one adds
 * the other's entries to its own, and an entry lost in between costs a second reading, nothing else. A damaged file, told by
 * its checksum, is as good as none.
 */
public final class StatCache implements Closeable {
    private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** So many fresh entries are written before there are more. */
    private static final int MOST_FRESH = 50_000;

    private final Path project;
    private final Path file;
    private final Clock clock;
    private final int mostFresh;
    private final TreeMap<String, Entry> fresh = new TreeMap<>(CodePointOrder.INSTANCE);
    private StatFile.Reader known;
    private String asked = "";

    StatCache(Path project, Path file, Clock clock, int mostFresh) {
        this.project = project;
        this.clock = clock;
        this.file = file;
        this.mostFresh = mostFresh;
    }

    /**
     * @param project the folder that paths are relative to
     * @param home the project's {@code .cd4ml} folder
     * @param clock tells how long ago a file was changed
     */
    public static StatCache open(Path project, Path home, Clock clock) {
        return new StatCache(project, home.resolve("cache/stat"), clock, MOST_FRESH);
    }

    /** The file's digest where it is known to be unchanged since it was last read. */
    public Optional<String> known(String path, FileStat now) throws IOException {
        Entry entry = fresh.get(path);
        if (entry == null) {
            entry = remembered(path);
        }
        return entry != null && entry.stat().equals(now) ? Optional.of(entry.sha256()) : Optional.empty();
    }

    private Entry remembered(String path) throws IOException {
        if (known == null || CodePointOrder.INSTANCE.compare(path, asked) < 0) {
            close();
            known = new StatFile.Reader(file);
        }
        asked = path;
        while (known.path() != null && CodePointOrder.INSTANCE.compare(known.path(), path) < 0) {
            known.advance();
        }
        return path.equals(known.path()) ? known.entry() : null;
    }

    /**
     * Remembers a digest.
     *
     * @param stat the same before and after the file was read
     * @param readAt when reading began
     */
    public void remember(String path, FileStat stat, String sha256, Instant readAt) throws IOException {
        long newest = Math.max(stat.modified(), stat.changed());
        if (newest + RACY_NANOS < TimeUnit.MILLISECONDS.toNanos(readAt.toEpochMilli())) {
            fresh.put(path, new Entry(stat, sha256));
        }
        if (fresh.size() >= mostFresh) {
            merge(entry -> true);
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
        if (!fresh.isEmpty()) {
            merge(path -> Files.exists(project.resolve(path)));
        }
    }

    private void merge(Predicate<String> kept) throws IOException {
        close();
        StatFile.merge(file, fresh, kept);
        fresh.clear();
    }

    @Override
    public void close() throws IOException {
        if (known != null) {
            known.close();
            known = null;
        }
    }
}
