package io.jenkins.cd4ml.data.profile;

import io.jenkins.cd4ml.table.ValueSyntax;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * Long texts as a profile keeps them, so that it does not grow with their length: a text of more than {@value #LONGEST} characters that is
 * no number becomes its first {@value #KEPT}, {@code …} and the first half of the 128-bit MurmurHash3 of its UTF-8 in 16 hexadecimal digits.
 * Different texts stay different, and equal ones equal, also where profiles are merged.
 */
public final class LongText {
    /** Longer texts are cut. */
    public static final int LONGEST = 128;

    private static final int KEPT = 100;
    private static final char MARK = '…';
    private static final int DIGITS = 16;

    private LongText() {}

    /** Whether the text that stands at those characters is cut. */
    static boolean isLong(char[] text, int from, int to) {
        return to - from > LONGEST && Double.isNaN(ValueSyntax.number(text, from, to));
    }

    /** The short form of a long text. */
    static String cut(char[] text, int from, int to) {
        int kept = Character.isHighSurrogate(text[from + KEPT - 1]) ? KEPT - 1 : KEPT;
        byte[] bytes = new String(text, from, to - from).getBytes(StandardCharsets.UTF_8);
        long hash = MurmurHash3.hash(bytes, 0)[0];
        return new String(text, from, kept) + MARK + HexFormat.of().toHexDigits(hash);
    }

    /** Whether a text is the short form of a long one. */
    public static boolean isCut(String text) {
        int mark = text.length() - DIGITS - 1;
        return (mark == KEPT || mark == KEPT - 1) && text.charAt(mark) == MARK;
    }
}
