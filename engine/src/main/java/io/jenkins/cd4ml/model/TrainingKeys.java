package io.jenkins.cd4ml.model;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The rows a model was trained on, by their keys: {@code training-keys.bin}, 64-bit big-endian integers, ascending as signed
 * numbers, one for each training row.
 */
public record TrainingKeys(long[] sorted) {

    /** Of keys in any order. */
    public static TrainingKeys of(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        return new TrainingKeys(sorted);
    }

    /** Whether the model was trained on a row with that key. */
    public boolean contains(long key) {
        return Arrays.binarySearch(sorted, key) >= 0;
    }

    public int size() {
        return sorted.length;
    }

    /** Lower-case hex SHA-256 of the file's bytes. */
    public String sha256() {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes());
        return Sha256.hex(digest);
    }

    public void write(Path file) throws IOException {
        Files.write(file, bytes());
    }

    /** Reads the file; an {@link InputException} where it is damaged. */
    public static TrainingKeys read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length % Long.BYTES != 0) {
            throw new InputException(file.getFileName() + " is damaged: its " + bytes.length
                    + " bytes are no whole number of keys; run trainModel again");
        }
        long[] keys = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(keys);
        return of(keys);
    }

    private byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(sorted.length, Long.BYTES));
        buffer.asLongBuffer().put(sorted);
        return buffer.array();
    }
}
