package io.jenkins.cd4ml.remote;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that move in an attempt, whatever their direction: how one that hangs is told from one that is slow. */
public class Transfer {
    private final AtomicLong bytes = new AtomicLong();

    /** Bytes moved so far. */
    public long bytes() {
        return bytes.get();
    }

    /** Counts what is read. */
    public InputStream counting(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                bytes.addAndGet(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                bytes.addAndGet(Math.max(0, read));
                return read;
            }
        };
    }

    /** Counts what is written. */
    public OutputStream counting(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
                bytes.addAndGet(length);
            }
        };
    }
}
