package io.jenkins.cd4ml.protocol.registry;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An append-only file of lines. A line counts once its newline is on the disk: what a crash cut off never happened.
 *
 * @param path of the file, which need not be there yet
 */
record LineFile(Path path) {

    /** All whole lines, the oldest first; blank ones too, so that an index is a line's number less 1. */
    List<String> lines() throws IOException {
        List<String> all = new ArrayList<>();
        try (InputStream whole = open();
                BufferedReader lines = new BufferedReader(new InputStreamReader(whole, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(line);
            }
        }
        return all;
    }

    /** The whole lines as bytes, as they are at this moment; what is appended meanwhile is not among them. */
    InputStream open() throws IOException {
        if (!Files.exists(path)) {
            return InputStream.nullInputStream();
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new FirstBytes(Channels.newInputStream(channel.position(0)), wholeLines(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Appends all of them or, where that fails, none that counts; the caller holds off other writers. */
    void append(List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long whole = wholeLines(channel);
            channel.truncate(whole);
            try {
                channel.position(whole);
                ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(whole); // a full disk
                throw e;
            }
        }
    }

    /** Length of the file up to its last newline; a line without one was cut off by a crash. */
    private static long wholeLines(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (size > 0) {
            channel.read(one.clear(), size - 1);
            if (one.get(0) == '\n') {
                break;
            }
            size--;
        }
        return size;
    }

    /** The beginning of a stream. */
    private static final class FirstBytes extends FilterInputStream {
        private long left;

        FirstBytes(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            int value = super.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
