package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.store.AtomicFile;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * The file of a {@link StatCache}: lines in the order of their paths' code points, so that it is read and merged as a stream, however
 * long it is. The last line is a checksum of all before it.
 */
final class StatFile {
    private static final String FORMAT = "cd4ml-stat 2\n";
    private static final String CHECKSUM = "crc32c ";
    private static final int LONGEST_END = CHECKSUM.length() + 9;

    private StatFile() {}

    /** What is known of a file. */
    record Entry(FileStat stat, String sha256) {}

    /** Whether the file is there and nothing in it was changed since it was written. */
    static boolean isIntact(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long length = Files.size(file);
            byte[] head = in.readNBytes((int) Math.min(length, FORMAT.length()));
            if (!new String(head, StandardCharsets.UTF_8).equals(FORMAT)) {
                return false;
            }
            CRC32C checksum = new CRC32C();
            checksum.update(head);
            long left = Math.max(0, length - head.length - LONGEST_END);
            byte[] buffer = new byte[1 << 16];
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    return false;
                }
                checksum.update(buffer, 0, read);
                left -= read;
            }
            String end = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int at = end.lastIndexOf(CHECKSUM);
            if (at < 0) {
                return false;
            }
            checksum.update(end.substring(0, at).getBytes(StandardCharsets.ISO_8859_1));
            return end.substring(at).equals(checksumLine(checksum));
        } catch (IOException e) {
            return false;
        }
    }

    private static String checksumLine(CRC32C checksum) {
        return CHECKSUM + String.format("%08x", checksum.getValue()) + "\n";
    }

    /**
     * Replaces the file by one that has the fresh entries besides its own.
     *
     * @param kept which of its own entries stay, by path
     */
    static void merge(Path file, NavigableMap<String, Entry> fresh, Predicate<String> kept) throws IOException {
        try (Reader old = new Reader(file)) {
            AtomicFile.write(file, out -> {
                CRC32C checksum = new CRC32C();
                write(out, checksum, FORMAT);
                for (Map.Entry<String, Entry> entry : fresh.entrySet()) {
                    copyUpTo(entry.getKey(), old, kept, out, checksum);
                    write(out, checksum, line(entry.getKey(), entry.getValue()));
                }
                copyUpTo(null, old, kept, out, checksum);
                out.write(checksumLine(checksum).getBytes(StandardCharsets.UTF_8));
                // Where files cannot be replaced while they are open.
                old.close();
            });
        }
    }

    /** Copies the entries before a path, all where it is null, and leaves out the one of that path. */
    private static void copyUpTo(String path, Reader old, Predicate<String> kept, OutputStream out, CRC32C checksum)
            throws IOException {
        while (old.path() != null && (path == null || CodePointOrder.INSTANCE.compare(old.path(), path) <= 0)) {
            if (!old.path().equals(path) && kept.test(old.path())) {
                write(out, checksum, old.line + "\n");
            }
            old.advance();
        }
    }

    private static String line(String path, Entry entry) {
        FileStat stat = entry.stat();
        return entry.sha256() + " " + stat.size() + " " + stat.modified() + " " + stat.changed() + " " + stat.inode()
                + " " + LineText.escape(path) + "\n";
    }

    private static void write(OutputStream out, CRC32C checksum, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        checksum.update(bytes);
        out.write(bytes);
    }

    /** Goes through the entries; there are none where the file is not intact. */
    static final class Reader implements Closeable {
        private static final int FIELDS = 6;

        private final BufferedReader in;
        private String line;
        private String path;

        Reader(Path file) throws IOException {
            in = isIntact(file) ? Files.newBufferedReader(file) : null;
            if (in != null) {
                in.readLine();
                advance();
            }
        }

        /** The current entry's path; null behind the last one. */
        String path() {
            return path;
        }

        Entry entry() {
            String[] parts = line.split(" ", FIELDS);
            return new Entry(
                    new FileStat(
                            Long.parseLong(parts[1]),
                            Long.parseLong(parts[2]),
                            Long.parseLong(parts[3]),
                            Long.parseLong(parts[4])),
                    parts[0]);
        }

        void advance() throws IOException {
            line = in.readLine();
            path = null;
            if (line == null || line.startsWith(CHECKSUM)) {
                in.close();
                return;
            }
            int at = 0;
            for (int field = 1; field < FIELDS; field++) {
                at = line.indexOf(' ', at) + 1;
            }
            path = LineText.unescape(line.substring(at));
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
