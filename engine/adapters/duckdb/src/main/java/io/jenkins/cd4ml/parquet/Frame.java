package io.jenkins.cd4ml.parquet;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the worker says of a file: {@code HEADER} with the number of columns, and of each its name and whether its own type is text; a {@code ROW} with a text for each, its
 * length being {@link #MISSING} where there is none; {@code END}, or {@code PROBLEM} with a sentence. A text is its length as a
 * big-endian int and its UTF-8.
 */
enum Frame {
    HEADER,
    ROW,
    END,
    PROBLEM;

    static final int MISSING = -1;

    /** Nothing longer is a value of a row. */
    static final int LONGEST = 1 << 24;

    private static final Frame[] ALL = values();

    void write(DataOutputStream out) throws IOException {
        out.writeByte(ordinal());
    }

    static Frame read(DataInputStream in) throws IOException {
        int code = in.readByte();
        if (code < 0 || code >= ALL.length) {
            throw new IOException("the Parquet worker said " + code + ", which means nothing");
        }
        return ALL[code];
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** A text; null where it is missing or longer than anything that could be meant. */
    static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == MISSING) {
            return null;
        }
        if (length < 0 || length > LONGEST) {
            throw new IOException("the Parquet worker wrote a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
