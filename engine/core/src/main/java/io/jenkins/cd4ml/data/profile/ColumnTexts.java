package io.jenkins.cd4ml.data.profile;

import java.util.Arrays;

/** The values of one column in a few hundred rows, as one run of characters. Not thread-safe. */
public final class ColumnTexts {
    /** What most values are shorter than; there is more room as soon as one needs it. */
    private static final int USUAL_LENGTH = 12;

    private final int[] ends;
    private char[] text;
    private int filled;
    private int size;

    /** @param rows the most rows that there will be */
    public ColumnTexts(int rows) {
        this.ends = new int[rows];
        this.text = new char[rows * USUAL_LENGTH];
    }

    /** Gives the current row a value, which is not empty; a row that gets none has it missing. */
    public void add(char[] value, int from, int to) {
        int length = to - from;
        reserve(length);
        System.arraycopy(value, from, text, filled, length);
        filled += length;
    }

    /** The same of a text. */
    public void add(String value) {
        reserve(value.length());
        value.getChars(0, value.length(), text, filled);
        filled += value.length();
    }

    /** Begins the next row. */
    public void endRow() {
        ends[size++] = filled;
    }

    /** Makes room for other rows. */
    public void clear() {
        filled = 0;
        size = 0;
    }

    private void reserve(int length) {
        if (text.length - filled < length) {
            text = Arrays.copyOf(text, Math.addExact(Math.addExact(text.length, text.length / 2), length));
        }
    }

    /** Number of characters in all rows. */
    public int length() {
        return filled;
    }

    /** Number of rows that have ended. */
    int size() {
        return size;
    }

    char[] characters() {
        return text;
    }

    /** Where the value of a row begins among the characters. */
    int from(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** Where it ends; it is missing where that is where it begins. */
    int to(int row) {
        return ends[row];
    }

    /** The value of a row. */
    public String value(int row) {
        return new String(text, from(row), to(row) - from(row));
    }
}
