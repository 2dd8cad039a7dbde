package io.jenkins.cd4ml.data.source;

/** Takes what cannot be read, where it is counted and left out instead of ending the reading. */
public interface UnreadableInput {
    /** A line that is no row. */
    void line(String file, long line);

    /** A value that is not in the notation of the data. */
    void value(String file, long line, String column, String text);
}
