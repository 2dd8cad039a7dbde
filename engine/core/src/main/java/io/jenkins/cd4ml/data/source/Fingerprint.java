package io.jenkins.cd4ml.data.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * What tells a set of files in the state that they are in from all others: the sum of 128 bits of MurmurHash3 of each file's path and
 * {@link FileStat}, each half modulo 2^64, and their number. In no order; two different sets have the same with a chance of some 2^-128.
 */
final class Fingerprint {
    private static final long SEED = 0x636434_6d6cL;
    private static final int STAT = 4 * Long.BYTES;

    private ByteBuffer buffer = ByteBuffer.allocate(512);
    private long count;
    private long low;
    private long high;

    void add(FoundFile file) {
        byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
        if (buffer.capacity() < path.length + STAT) {
            buffer = ByteBuffer.allocate(2 * (path.length + STAT));
        }
        FileStat stat = file.stat();
        buffer.clear();
        buffer.putLong(stat.size())
                .putLong(stat.modified())
                .putLong(stat.changed())
                .putLong(stat.inode());
        buffer.put(path);
        long[] hash = MurmurHash3.hash(buffer.array(), 0, buffer.position(), SEED);
        low += hash[0];
        high += hash[1];
        count++;
    }

    /** In lower-case hex. */
    String hex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(count) + hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
