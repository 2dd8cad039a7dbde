package io.jenkins.cd4ml.train.command;

import java.io.IOException;
import java.io.Reader;

/**
 * The lines of what a program prints, which may be of any length: of each at most {@link #MOST} characters are kept, however many
 * gigabytes it has. A line ends with a line feed, a carriage return or both, as {@link java.io.BufferedReader} has it.
 */
final class OutputLines {
    /** Characters of a line that are kept. */
    static final int MOST = 1 << 16;

    private final Reader reader;
    private final char[] buffer = new char[8192];
    private int place;
    private int end;
    private boolean afterReturn;

    OutputLines(Reader reader) {
        this.reader = reader;
    }

    /**
     * One line.
     *
     * @param text its beginning
     * @param length characters that it had
     */
    record Line(String text, long length) {
        boolean isCut() {
            return length > text.length();
        }
    }

    /** The next line; null at the end. */
    Line next() throws IOException {
        StringBuilder text = new StringBuilder();
        long length = 0;
        while (true) {
            if (place == end && !fill()) {
                return length == 0 ? null : new Line(text.toString(), length);
            }
            if (afterReturn && buffer[place] == '\n') {
                afterReturn = false;
                place++;
                continue;
            }
            afterReturn = false;
            int from = place;
            while (place < end && buffer[place] != '\n' && buffer[place] != '\r') {
                place++;
            }
            text.append(buffer, from, Math.min(place - from, MOST - text.length()));
            length += place - from;
            if (place < end) {
                afterReturn = buffer[place++] == '\r';
                return new Line(text.toString(), length);
            }
        }
    }

    private boolean fill() throws IOException {
        place = 0;
        end = Math.max(0, reader.read(buffer, 0, buffer.length));
        return end > 0;
    }
}
