package io.jenkins.plugins.cd4ml.results;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** Makes what an agent sent fit to be kept and shown: one line of bounded length, of characters that XML knows. */
public final class PlainText {
    private static final int LONGEST = 1000;

    private PlainText() {}

    /** The text on one line, 1,000 characters at most; null for null. */
    @CheckForNull
    public static String line(@CheckForNull String text) {
        if (text == null) {
            return null;
        }
        // control characters, halves of surrogate pairs, and the two that are no characters: XStream would fail on them
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cs}\ufffe\uffff]+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "\u2026";
    }
}
