package io.jenkins.cd4ml.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A set of rows in 256 numbers: its smallest hashes (bottom-k or KMV sketch; Bar-Yossef et al. 2002, Cohen and Kaplan 2007). Hashes of
 * different rows are independent and uniform, so the rows of one set below a hash are a random sample of it, and the share of them that
 * another set contains estimates the share of all, with a standard error of at most 1 / (2 sqrt(n)) for n sampled rows: 0.03 where both sets are
 * of one size. Sets of at most 256 distinct rows are compared exactly.
 *
 * @param distinct number of distinct rows
 * @param columns names of the columns that were hashed; empty where there were too many to be kept
 * @param columnsHash identity of these names
 * @param smallest the smallest hashes, ascending as unsigned numbers
 */
record RowSketch(long distinct, List<String> columns, long columnsHash, long[] smallest) {
    static final int SIZE = 256;

    /** More column names than this are not kept, only their hash. */
    static final int MOST_COLUMNS = 64;

    /** Nor are names of more characters than this together. */
    private static final int MOST_CHARACTERS = 4096;

    /** Fewer sampled rows than this say nothing of the share. */
    private static final int LEAST_SAMPLE = 16;

    private static final int VERSION = 1;

    /** The sketch of rows with these hashes; equal ones count once. */
    static RowSketch of(long[] hashes, List<String> columns) {
        long[] sorted = sorted(hashes);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        return new RowSketch(
                distinct,
                areMany(columns) ? List.of() : List.copyOf(columns),
                hash(columns),
                Arrays.copyOf(sorted, Math.min(SIZE, distinct)));
    }

    /** Whether it was made of these columns. */
    boolean isOf(List<String> others) {
        return columnsHash == hash(others);
    }

    /**
     * Which share of this set's distinct rows another set, hashed over the same columns, contains, 0 to 1; empty where the other set is so much larger that
     * its smallest hashes say nothing of this one.
     */
    OptionalDouble sharedWith(RowSketch other) {
        if (smallest.length == 0) {
            return OptionalDouble.of(0);
        }
        Set<Long> theirs = new HashSet<>();
        Arrays.stream(other.smallest).forEach(theirs::add);
        int sampled = 0;
        int shared = 0;
        for (long hash : smallest) {
            // above their largest kept hash nothing is known of them
            if (other.isWhole() || Long.compareUnsigned(hash, other.smallest[other.smallest.length - 1]) <= 0) {
                sampled++;
                shared += theirs.contains(hash) ? 1 : 0;
            }
        }
        boolean enough = sampled >= LEAST_SAMPLE || other.isWhole();
        return enough ? OptionalDouble.of(shared / (double) sampled) : OptionalDouble.empty();
    }

    /** Whether both are sketches of the same rows, but for a chance of 2^-64 for each row. */
    boolean isSame(RowSketch other) {
        return distinct == other.distinct
                && columnsHash == other.columnsHash
                && Arrays.equals(smallest, other.smallest);
    }

    private boolean isWhole() {
        return distinct == smallest.length;
    }

    /** Base64 of version, distinct rows, column names and hashes. */
    String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(distinct);
            out.writeLong(columnsHash);
            out.writeByte(columns.size());
            for (String column : columns) {
                out.writeUTF(column);
            }
            out.writeShort(smallest.length);
            for (long hash : smallest) {
                out.writeLong(hash);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** The sketch that {@link #encode} wrote; an {@link IllegalArgumentException} where it is none. */
    static RowSketch decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a sketch of version " + version);
            }
            long distinct = in.readLong();
            long columnsHash = in.readLong();
            int names = in.readUnsignedByte();
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < names; i++) {
                columns.add(in.readUTF());
            }
            long[] smallest = new long[in.readUnsignedShort()];
            for (int i = 0; i < smallest.length; i++) {
                smallest[i] = in.readLong();
            }
            if (smallest.length != Math.min(SIZE, distinct) || in.read() >= 0) {
                throw new IllegalArgumentException("a sketch of " + smallest.length + " hashes");
            }
            return new RowSketch(distinct, List.copyOf(columns), columnsHash, smallest);
        } catch (IOException e) {
            throw new IllegalArgumentException("a sketch that is cut off", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowSketch sketch && isSame(sketch);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(smallest);
    }

    private static boolean areMany(List<String> columns) {
        return columns.size() > MOST_COLUMNS
                || columns.stream().mapToInt(String::length).sum() > MOST_CHARACTERS;
    }

    private static long hash(List<String> columns) {
        return RowHashes.names(columns);
    }

    /** Ascending as unsigned numbers. */
    private static long[] sorted(long[] hashes) {
        long[] sorted = new long[hashes.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = hashes[i] ^ Long.MIN_VALUE;
        }
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] ^= Long.MIN_VALUE;
        }
        return sorted;
    }
}
