package io.jenkins.cd4ml.data.expectation;

import java.util.ArrayList;
import java.util.List;

/**
 * Packs the place of a row into a long, in the order in which rows are read: 24 bits for the file (16 million files), 39 for
 * its line.
 */
public final class RowPlaces {
    private static final int LINE_BITS = 39;

    private final List<String> files = new ArrayList<>();

    /** From now on rows are of this file. */
    public void start(String file) {
        files.add(file);
    }

    /** The place of a line of the current file. */
    public long pack(long line) {
        return (long) (files.size() - 1) << LINE_BITS | line;
    }

    /** What was packed. */
    public RowPlace place(long packed) {
        return new RowPlace(files.get((int) (packed >>> LINE_BITS)), packed & (1L << LINE_BITS) - 1);
    }
}
