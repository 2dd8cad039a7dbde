package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.protocol.Interval;
import java.util.Locale;

/** Values as Markdown that shows them as they are, whatever they hold. */
final class Markdown {
    private Markdown() {}

    /** Text on one line, without markup, links or HTML of its own. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                escaped.append("&lt;");
            } else if (c == '&') {
                escaped.append("&amp;");
            } else if (Character.isISOControl(c)) {
                escaped.append(' ');
            } else if ("\\`*_[]|#".indexOf(c) >= 0) {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Text for between backticks. */
    static String code(String text) {
        return text.replace('`', '\'').replaceAll("\\p{Cntrl}", " ");
    }

    /** Four significant digits; a dash for what does not exist. */
    static String number(Double value) {
        if (value == null) {
            return "–";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? String.valueOf(value.longValue())
                : String.format(Locale.ROOT, Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6 ? "%.3e" : "%.4f", value);
    }

    /** {@code 0.71 – 0.84 (95 %)}. */
    static String interval(Interval interval) {
        return interval == null
                ? "–"
                : number(interval.lower()) + " – " + number(interval.upper())
                        + String.format(Locale.ROOT, " (%.4g %%)", 100 * interval.confidence())
                                .replaceAll("\\.?0+ %", " %");
    }
}
