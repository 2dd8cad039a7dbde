package io.jenkins.cd4ml.remote.s3.client;

import io.jenkins.cd4ml.remote.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A stretch of a file as a stream, opened anew for each attempt. */
final class FileSlice extends InputStream {
    private final InputStream in;
    private long left;

    private FileSlice(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    static InputStream of(Path file, long offset, long length, Transfer transfer) {
        try {
            FileChannel channel = FileChannel.open(file);
            channel.position(offset);
            return transfer.counting(new FileSlice(Channels.newInputStream(channel), length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
