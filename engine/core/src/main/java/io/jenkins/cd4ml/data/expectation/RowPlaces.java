package io.jenkins.cd4ml.data.expectation;

import java.util.function.IntFunction;

/**
 * Packs the place of a row into a long, in the order in which rows are read: 24 bits for the file (16 million files), 39 for
 * its line.
 */
public final class RowPlaces {
    private static final int LINE_BITS = 39;

    private final IntFunction<String> files;
    private int count;

    /** @param files the name of the file at that place in the order in which they are read, from 0 */
    public RowPlaces(IntFunction<String> files) {
        this.files = files;
    }

    /** From now on rows are of the next file. */
    public void startFile() {
        count++;
    }

    /** The place of a line of the current file. */
    public long pack(long line) {
        return (long) (count - 1) << LINE_BITS | line;
    }

    /** What was packed. */
    public RowPlace place(long packed) {
        return new RowPlace(files.apply((int) (packed >>> LINE_BITS)), packed & (1L << LINE_BITS) - 1);
    }
}
