package io.jenkins.cd4ml.deploy.log;

import io.jenkins.cd4ml.config.RequestLogSettings;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A folder that several processes log to. Files that nobody writes any more are packed with gzip; the oldest are removed when
 * they are too old, or when all together are too large. What belongs to another living process is left alone.
 */
final class LogFolder {
    private static final Pattern LOG = Pattern.compile(".+-\\d{8}T\\d{6}Z-(\\d+)(-\\d+)?\\.jsonl(\\.gz)?");
    private static final String PACKED = ".gz";
    private static final Duration LEFTOVER = Duration.ofDays(1);

    private final Path folder;
    private final RequestLogSettings settings;
    private final Clock clock;

    LogFolder(Path folder, RequestLogSettings settings, Clock clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
    }

    private record Log(Path file, Instant written, long bytes) {}

    /** Packs what dead processes left, and removes what is too old or too much. */
    void tidy() throws IOException {
        for (Path file : files()) {
            if (isTemporary(file)) {
                removeLeftover(file);
            } else if (isFinished(file)) {
                pack(file);
            }
        }
        prune();
    }

    /** Replaces a file that is no longer written by a packed one; readers find one of the two at any time, for a moment both. */
    void pack(Path file) throws IOException {
        FileTime written;
        try {
            written = Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return;
        }
        Path packed = file.resolveSibling(file.getFileName() + PACKED);
        if (!Files.exists(packed)) {
            AtomicFile.write(packed, out -> copy(file, out));
            Files.setLastModifiedTime(packed, written);
        }
        Files.deleteIfExists(file);
    }

    private static void copy(Path file, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            GZIPOutputStream packing = new GZIPOutputStream(out, 1 << 16);
            in.transferTo(packing);
            packing.finish();
        }
    }

    private void prune() throws IOException {
        List<Log> logs = new ArrayList<>();
        long total = 0;
        for (Path file : files()) {
            if (LOG.matcher(name(file)).matches()) {
                Log log = new Log(file, Files.getLastModifiedTime(file).toInstant(), Files.size(file));
                logs.add(log);
                total += log.bytes;
            }
        }
        logs.sort(Comparator.comparing(Log::written).thenComparing(log -> name(log.file)));
        Instant oldest = clock.instant().minus(Duration.ofDays(settings.days()));
        long most = settings.totalMegabytes() * 1024L * 1024L;
        for (Log log : logs) {
            boolean remove = total > most || log.written.isBefore(oldest);
            if (remove && (isPacked(log.file) || isFinished(log.file))) {
                Files.deleteIfExists(log.file);
                total -= log.bytes;
            }
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void removeLeftover(Path file) throws IOException {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(clock.instant().minus(LEFTOVER))) {
            Files.deleteIfExists(file);
        }
    }

    private static boolean isTemporary(Path file) {
        return name(file).startsWith(".") && name(file).endsWith(".tmp");
    }

    private static boolean isPacked(Path file) {
        return name(file).endsWith(PACKED);
    }

    /** Whether it is a plain log whose writer is dead. */
    private static boolean isFinished(Path file) {
        Matcher log = LOG.matcher(name(file));
        return log.matches()
                && !isPacked(file)
                && ProcessHandle.of(Long.parseLong(log.group(1))).isEmpty();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
