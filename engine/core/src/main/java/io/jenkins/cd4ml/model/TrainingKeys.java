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
 * The rows a model was trained on: {@code training-keys.bin}, 64-bit big-endian integers, one for each training row the key, ascending as
 * signed numbers, then one for each training row the hash of its content (features and target as typed values), ascending. By its content
 * a row is known again whose key was made anew, or whose numbers are written differently.
 *
 * @param contents zeros where the content is not known
 */
public record TrainingKeys(long[] sorted, long[] contents) {

    /** Of keys in any order, without their rows' contents. */
    public static TrainingKeys of(long[] keys) {
        return of(keys, new long[keys.length]);
    }

    /** Of keys and contents, each in any order. */
    public static TrainingKeys of(long[] keys, long[] contents) {
        if (keys.length != contents.length) {
            throw new IllegalArgumentException(keys.length + " keys, " + contents.length + " contents");
        }
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        long[] sortedContents = contents.clone();
        Arrays.sort(sortedContents);
        return new TrainingKeys(sorted, sortedContents);
    }

    /** Whether the model was trained on a row of that content. */
    public boolean containsContent(long content) {
        return content != 0 && Arrays.binarySearch(contents, content) >= 0;
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
        if (bytes.length % (2 * Long.BYTES) != 0) {
            throw new InputException(file.getFileName() + " is damaged: its " + bytes.length
                    + " bytes are no whole number of keys; run trainModel again");
        }
        int rows = bytes.length / (2 * Long.BYTES);
        long[] keys = new long[rows];
        long[] contents = new long[rows];
        ByteBuffer.wrap(bytes).asLongBuffer().get(keys).get(contents);
        return of(keys, contents);
    }

    private byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(sorted.length, 2 * Long.BYTES));
        buffer.asLongBuffer().put(sorted).put(contents);
        return buffer.array();
    }
}
