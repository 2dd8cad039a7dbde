package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/** The lines of a text that are not blank, one after the other in one buffer, which grows up to 16 million characters. */
final class JsonLines {
    private static final int FIRST_BUFFER = 1 << 14;
    private static final int LONGEST = 1 << 24;

    private final String file;
    private final DecodingReader reader;
    private char[] buffer = new char[FIRST_BUFFER];
    private int start;
    private int end;
    private int filled;
    private long line;
    private boolean ended;

    JsonLines(String file, InputStream in, Charset charset) throws IOException {
        this(file, in, charset, false);
    }

    /** @param replacing whether bytes that the encoding does not have are replaced */
    JsonLines(String file, InputStream in, Charset charset, boolean replacing) throws IOException {
        this.file = file;
        this.reader = new DecodingReader(in, charset, file, replacing);
    }

    /** Goes to the next line; false where there is none. */
    boolean next() throws IOException {
        do {
            if (!advance()) {
                return false;
            }
        } while (isBlank());
        return true;
    }

    private boolean advance() throws IOException {
        start = line == 0 ? 0 : end + 1;
        int at = start;
        line++;
        while (true) {
            for (; at < filled; at++) {
                if (buffer[at] == '\n') {
                    end = at;
                    return true;
                }
            }
            if (ended) {
                end = filled;
                return start < filled;
            }
            at -= start;
            fill();
        }
    }

    private void fill() throws IOException {
        filled -= start;
        System.arraycopy(buffer, start, buffer, 0, filled);
        start = 0;
        if (filled == buffer.length) {
            if (filled >= LONGEST) {
                throw InputException.at(
                        file, line, null, "is longer than " + LONGEST + " characters: each line must be one object");
            }
            buffer = Arrays.copyOf(buffer, filled * 2);
        }
        int read = reader.read(buffer, filled, buffer.length - filled);
        ended = read < 0;
        filled += Math.max(0, read);
    }

    private boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (!Character.isWhitespace(buffer[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a byte of the line is none of the encoding. */
    boolean isDamaged() {
        if (reader.hasReplaced()) {
            for (int i = start; i < end; i++) {
                if (buffer[i] == DecodingReader.REPLACEMENT) {
                    return true;
                }
            }
        }
        return false;
    }

    char[] chars() {
        return buffer;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    /** The line's number, from 1. */
    long line() {
        return line;
    }
}
