package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text from bytes, which may be packed with gzip. A byte order mark decides the encoding and is not part of the text. Unlike the JDK's own reader it knows the
 * line of a byte that the encoding does not have, and refuses it unless it is asked to put {@link #REPLACEMENT} in its place.
 */
public final class DecodingReader extends Reader {
    /** Stands where a byte was that the encoding does not have. */
    static final char REPLACEMENT = '\uFFFD';

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_MARK = 4;

    private final InputStream in;
    private final String file;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharsetDecoder decoder;
    private final boolean replacing;
    private boolean replaced;
    private boolean ended;
    private boolean flushed;
    private long line = 1;
    private char last;

    /**
     * @param file the name for messages
     * @param charset used where there is no byte order mark
     */
    public DecodingReader(InputStream in, Charset charset, String file) throws IOException {
        this(in, charset, file, false);
    }

    /** @param replacing whether bytes that the encoding does not have are replaced */
    DecodingReader(InputStream in, Charset charset, String file, boolean replacing) throws IOException {
        this.file = file;
        this.replacing = replacing;
        try {
            this.in = Unpacking.of(in);
        } catch (Unpacking.DamagedException e) {
            throw InputException.at(file, 1, null, e.getMessage());
        }
        while (bytes.remaining() < LONGEST_MARK && !ended) {
            fill();
        }
        ByteOrderMark mark = ByteOrderMark.at(bytes);
        bytes.position(bytes.position() + mark.length());
        this.decoder = (mark.charset() == null ? charset : mark.charset())
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        while (chars.position() == offset && length > 0) {
            if (flushed) {
                return -1;
            }
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isError() && replacing) {
                // Where there is no place for it, the next call comes here again.
                if (chars.hasRemaining()) {
                    bytes.position(bytes.position() + result.length());
                    chars.put(REPLACEMENT);
                    replaced = true;
                }
            } else if (result.isError()) {
                count(target, offset, chars.position() - offset);
                throw malformed(result.length());
            }
            if (result.isError()) {
                continue;
            }
            if (result.isUnderflow() && ended) {
                decoder.flush(chars);
                flushed = true;
            } else if (result.isUnderflow()) {
                fill();
            }
        }
        count(target, offset, chars.position() - offset);
        return chars.position() - offset;
    }

    /** Whether there was a byte that the encoding does not have. */
    boolean hasReplaced() {
        return replaced;
    }

    /** The line up to which the text was read; the one after the last where that is ended. */
    long line() {
        return line;
    }

    /** What is wrong with text that has {@link #REPLACEMENT}, for the file as a whole. */
    InputException wrongEncoding(long at) {
        String name = decoder.charset().name();
        return InputException.at(file, at, null, "not valid " + name + "; say what it is with data.encoding");
    }

    private void fill() throws IOException {
        bytes.compact();
        int read;
        try {
            read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        } catch (Unpacking.DamagedException e) {
            throw InputException.at(file, line, null, e.getMessage());
        }
        if (read < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
    }

    private void count(char[] target, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            // Hardly any character gets further than here.
            if (target[i] <= '\r' && endsLine(target[i], i > offset ? target[i - 1] : last)) {
                line++;
            }
        }
        if (length > 0) {
            last = target[offset + length - 1];
        }
    }

    private static boolean endsLine(char c, char before) {
        return c == '\r' || c == '\n' && before != '\r';
    }

    private InputException malformed(int length) {
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < length && bytes.hasRemaining(); i++) {
            found.append(String.format("%s0x%02X", i == 0 ? "" : " ", bytes.get()));
        }
        String name = decoder.charset().name();
        return InputException.at(
                file,
                line,
                null,
                "not valid " + name + " (" + found + "); say what it is with data.encoding, for instance "
                        + (decoder.charset().equals(StandardCharsets.UTF_8) ? "windows-1252" : "UTF-8"));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
