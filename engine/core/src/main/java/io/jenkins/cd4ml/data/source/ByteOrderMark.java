package io.jenkins.cd4ml.data.source;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The mark some programs put before a text: which encoding it tells of (null: there is none) and how many bytes it takes. */
record ByteOrderMark(Charset charset, int length) {

    /** The mark at the buffer's position; the buffer stays as it is. */
    static ByteOrderMark at(ByteBuffer bytes) {
        int first = at(bytes, 0);
        int second = at(bytes, 1);
        int third = at(bytes, 2);
        int fourth = at(bytes, 3);
        if (first == 0xEF && second == 0xBB && third == 0xBF) {
            return new ByteOrderMark(StandardCharsets.UTF_8, 3);
        }
        if (first == 0xFF && second == 0xFE && third == 0 && fourth == 0) {
            return new ByteOrderMark(Charset.forName("UTF-32LE"), 4);
        }
        if (first == 0 && second == 0 && third == 0xFE && fourth == 0xFF) {
            return new ByteOrderMark(Charset.forName("UTF-32BE"), 4);
        }
        if (first == 0xFF && second == 0xFE) {
            return new ByteOrderMark(StandardCharsets.UTF_16LE, 2);
        }
        if (first == 0xFE && second == 0xFF) {
            return new ByteOrderMark(StandardCharsets.UTF_16BE, 2);
        }
        return new ByteOrderMark(null, 0);
    }

    private static int at(ByteBuffer bytes, int offset) {
        return offset < bytes.remaining() ? bytes.get(bytes.position() + offset) & 0xFF : -1;
    }
}
