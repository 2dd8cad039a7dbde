package io.jenkins.cd4ml.data.source;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Makes of a quote or an escape character behind an escape character what RFC 4180 has for it: {@code \"} becomes {@code ""},
 * {@code \\} becomes {@code \}. Anything else stays.
 */
final class UnescapedQuotes extends FilterReader {
    private final char escape;
    /** What is to be given next; -1: nothing is. */
    private int pending = -1;

    UnescapedQuotes(Reader in, char escape) {
        super(in);
        this.escape = escape;
    }

    @Override
    public int read() throws IOException {
        if (pending >= 0) {
            int next = pending;
            pending = -1;
            return next;
        }
        int c = in.read();
        if (c != escape) {
            return c;
        }
        int next = in.read();
        if (next == '"') {
            pending = '"';
            return '"';
        }
        if (next != escape && next >= 0) {
            pending = next;
        }
        return escape;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int c = read();
            if (c < 0) {
                break;
            }
            buffer[offset + count++] = (char) c;
        }
        return count == 0 && length > 0 ? -1 : count;
    }
}
