package io.jenkins.cd4ml.train;

import java.util.Comparator;

/** Text in the order of its code points, as UTF-8 bytes and Python sort; Java's own order differs beyond the BMP. */
final class CodePoints {
    static final Comparator<String> ORDER = CodePoints::compare;

    private CodePoints() {}

    private static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        int i = 0;
        while (i < length && left.charAt(i) == right.charAt(i)) {
            i++;
        }
        if (i == length) {
            return left.length() - right.length();
        }
        char a = left.charAt(i);
        char b = right.charAt(i);
        // Two chars that differ: a surrogate belongs to a code point above every char that is none.
        boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
        return surrogates ? Character.isSurrogate(a) ? 1 : -1 : Character.compare(a, b);
    }
}
