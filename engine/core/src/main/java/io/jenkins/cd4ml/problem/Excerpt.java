package io.jenkins.cd4ml.problem;

/** The beginning of a text that may be long. */
public final class Excerpt {
    private Excerpt() {}

    /** The text where it has at most so many characters, else its beginning and an ellipsis; no character is cut in half. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "\u2026";
    }
}
