package io.jenkins.cd4ml.data.expectation;

/** A line of a file. */
public record RowPlace(String file, long line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
