package io.jenkins.cd4ml.data.source;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What was packed with gzip (RFC 1952; several members count as one), told by its first two bytes; anything else as it is. Reads
 * the packed stream to its end. Content that is {@value #MOST_RATIO} times as long as what it was packed into is refused beyond 256 MB:
 * it is most likely made to fill disks.
 */
final class Unpacking extends FilterInputStream {
    static final long FREE_BYTES = 1L << 28;
    static final int MOST_RATIO = 250;

    private static final int BUFFER = 1 << 16;
    /** A zip archive names its first file behind 30 bytes. */
    private static final int LONGEST_SIGN = 64;

    /** What the first file in a workbook is called, as hexadecimal digits: {@code [Content_Types].xml}, {@code _rels/}, {@code xl/}. */
    private static final List<String> IN_WORKBOOKS =
            List.of("5b436f6e74656e745f54797065735d", "5f72656c732f", "786c2f");

    private static final Map<String, String> OTHERS = Map.of(
            "28b52ffd", "zstd",
            "425a68", "bzip2",
            "fd377a585a00", "xz",
            "504b0304", "zip",
            "50415231", "Parquet");

    private final Counted packed;
    private final Members members;
    private final long free;
    private long unpacked;

    private Unpacking(Counted packed, long free) throws IOException {
        this(packed, new Members(packed), free);
    }

    private Unpacking(Counted packed, Members members, long free) {
        super(members);
        this.packed = packed;
        this.members = members;
        this.free = free;
    }

    /** The packed file is not what it should be; the message completes a sentence that begins with its name. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    static InputStream of(InputStream in) throws IOException {
        return of(in, FREE_BYTES);
    }

    /** @param free so many bytes may come out whatever the ratio */
    static InputStream of(InputStream in, long free) throws IOException {
        PushbackInputStream peeked = new Peeked(in);
        byte[] sign = peeked.readNBytes(LONGEST_SIGN);
        peeked.unread(sign);
        StringBuilder hex = new StringBuilder();
        for (byte part : sign) {
            hex.append(String.format("%02x", part));
        }
        if (hex.toString().startsWith("1f8b")) {
            try {
                return new Unpacking(new Counted(peeked), free);
            } catch (EOFException | ZipException e) {
                throw new DamagedException("is no complete gzip file: copy or write it again");
            }
        }
        boolean workbook =
                hex.toString().startsWith("504b0304") && IN_WORKBOOKS.stream().anyMatch(name -> hex.indexOf(name) >= 0);
        if (workbook || hex.toString().startsWith("d0cf11e0a1b11ae1")) {
            throw new DamagedException("is an Excel workbook: save its sheet as CSV");
        }
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (hex.toString().startsWith(other.getKey())) {
                throw new DamagedException(
                        other.getValue().equals("Parquet")
                                ? "is a Parquet file: let its name end in .parquet, or say data.format: parquet"
                                : "is packed with " + other.getValue()
                                        + ", only gzip can be read: unpack it, or use gzip");
            }
        }
        return peeked;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (EOFException e) {
            throw new DamagedException("ends in the middle of its gzip content: copy or write the file again");
        } catch (ZipException e) {
            throw new DamagedException(
                    "is damaged, its gzip content does not match its own checks: copy or write the file again");
        }
        if (read < 0) {
            requireNothingBehind();
            return read;
        }
        unpacked += read;
        if (unpacked > free && unpacked / MOST_RATIO > packed.bytes) {
            throw new DamagedException("unpacks to more than " + MOST_RATIO
                    + " times its size, as files do that are made to fill disks: if it is meant, unpack it first");
        }
        return read;
    }

    /** Programs that copy tapes or disks pad with zeros; anything else was not meant to be thrown away. */
    private void requireNothingBehind() throws IOException {
        boolean padded = members.restIsZero();
        byte[] rest = new byte[BUFFER];
        for (int read = packed.read(rest); read >= 0; read = packed.read(rest)) {
            for (int i = 0; i < read; i++) {
                padded &= rest[i] == 0;
            }
        }
        if (!padded) {
            throw new DamagedException("has other bytes behind its gzip content: copy or write the file again");
        }
    }

    /** The JDK stops without a word at what is no further member; this one can tell. */
    private static final class Members extends GZIPInputStream {
        private static final int TRAILER = 8;

        Members(InputStream packed) throws IOException {
            super(packed, BUFFER);
        }

        boolean restIsZero() {
            boolean zero = true;
            for (int i = len - inf.getRemaining() + TRAILER; i < len; i++) {
                zero &= buf[i] == 0;
            }
            return zero;
        }
    }

    /** Says what is to come, so that the JDK's reader looks for another gzip member. */
    private static final class Peeked extends PushbackInputStream {
        private boolean ended;

        Peeked(InputStream in) {
            super(in, LONGEST_SIGN);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public int available() {
            return ended ? 0 : 1;
        }
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
