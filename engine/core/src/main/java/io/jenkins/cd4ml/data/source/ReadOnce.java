package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.store.Incoming;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Copies what is read into the store, so that one read serves for parsing, digest and copy. */
public final class ReadOnce extends FilterInputStream {
    private final Incoming copy;
    private final LongConsumer progress;
    private long bytes;

    /**
     * @param copy takes every byte; null: nothing does
     * @param progress is told how many bytes were read so far
     */
    public ReadOnce(InputStream in, Incoming copy, LongConsumer progress) {
        super(in);
        this.copy = copy;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            bytes += read;
            if (copy != null) {
                copy.write(buffer, offset, read);
            }
            progress.accept(bytes);
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("what is copied is not skipped");
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Bytes read so far. */
    public long bytes() {
        return bytes;
    }
}
