package io.jenkins.cd4ml.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * Looks whether an image file is whole, by what its format says of its end: the JDK's readers stop at the last pixel, and fill what is
 * missing before it without a word.
 */
final class WholeFile {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int PNG_END = 0x49454e44;
    private static final int BMP_SIZE_AT = 2;

    private WholeFile() {}

    /** Throws where the file is cut off or damaged; nothing of formats that say nothing of their end. */
    static void require(byte[] bytes) throws IOException {
        if (startsWith(bytes, PNG)) {
            png(bytes);
        } else if (startsWith(bytes, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})) {
            requireEnd(lastIndexOf(bytes, 0xff, 0xd9) >= 0);
        } else if (startsWith(bytes, new byte[] {'G', 'I', 'F', '8'})) {
            gif(bytes);
        } else if (startsWith(bytes, new byte[] {'B', 'M'}) && bytes.length >= BMP_SIZE_AT + 4) {
            long size = Integer.toUnsignedLong(Integer.reverseBytes(integer(bytes, BMP_SIZE_AT)));
            // Some writers leave it 0.
            requireEnd(size == 0 || size <= bytes.length);
        }
    }

    /** Each chunk's CRC up to IEND (PNG specification, 5.3). */
    private static void png(byte[] bytes) throws IOException {
        int at = PNG.length;
        while (true) {
            requireEnd(at + 12L <= bytes.length);
            long length = Integer.toUnsignedLong(integer(bytes, at));
            requireEnd(at + 12 + length <= bytes.length);
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, (int) length + 4);
            if ((int) crc.getValue() != integer(bytes, at + 8 + (int) length)) {
                throw new IOException("the checksum of its part '"
                        + new String(bytes, at + 4, 4, java.nio.charset.StandardCharsets.US_ASCII)
                                .replaceAll("[^A-Za-z]", "?")
                        + "' is wrong");
            }
            if (integer(bytes, at + 4) == PNG_END) {
                return;
            }
            at += 12 + (int) length;
        }
    }

    /** Blocks up to the trailer (GIF89a, 12 to 27): each sub-block says its length, the last one 0. */
    private static void gif(byte[] bytes) throws IOException {
        requireEnd(bytes.length > 13);
        int at = 13 + table(bytes[10]);
        while (true) {
            requireEnd(at < bytes.length);
            int block = Byte.toUnsignedInt(bytes[at]);
            if (block == 0x3b) {
                return;
            }
            if (block == 0x2c) {
                requireEnd(at + 10 < bytes.length);
                at += 10 + table(bytes[at + 9]) + 1;
            } else if (block == 0x21) {
                at += 2;
            } else {
                throw new IOException("it has a block of an unknown kind at byte " + (at + 1));
            }
            int length;
            do {
                requireEnd(at >= 0 && at < bytes.length);
                length = Byte.toUnsignedInt(bytes[at]);
                at += length + 1;
            } while (length > 0);
        }
    }

    /** Bytes of a colour table that those flags announce. */
    private static int table(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    private static void requireEnd(boolean there) throws EOFException {
        if (!there) {
            throw new EOFException("it ends before its last pixel");
        }
    }

    private static int lastIndexOf(byte[] bytes, int first, int second) {
        for (int i = bytes.length - 2; i >= 0; i--) {
            if (Byte.toUnsignedInt(bytes[i]) == first && Byte.toUnsignedInt(bytes[i + 1]) == second) {
                return i;
            }
        }
        return -1;
    }

    private static int integer(byte[] bytes, int at) {
        return bytes[at] << 24
                | Byte.toUnsignedInt(bytes[at + 1]) << 16
                | Byte.toUnsignedInt(bytes[at + 2]) << 8
                | Byte.toUnsignedInt(bytes[at + 3]);
    }

    private static boolean startsWith(byte[] bytes, byte[] begin) {
        for (int i = 0; i < begin.length; i++) {
            if (i >= bytes.length || bytes[i] != begin[i]) {
                return false;
            }
        }
        return true;
    }
}
