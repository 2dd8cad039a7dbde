package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings;
import io.jenkins.cd4ml.problem.InputException;
import java.util.List;

/**
 * In what a data set's CSV files differ from RFC 4180.
 *
 * @param header whether the first line names the columns
 * @param names of the columns, instead of the first line's; empty: those of the first line, or {@code column_1} and so on
 * @param skipLines lines before the first one that counts
 * @param comment first character of lines that do not count; null: every line counts
 * @param escape character before a quote inside quotes, besides a second quote; null: none
 * @param blanks whether blanks between a delimiter and a quote are left out
 */
record CsvDialect(
        boolean header, List<String> names, int skipLines, Character comment, Character escape, boolean blanks) {
    static final CsvDialect PLAIN = new CsvDialect(true, List.of(), 0, null, null, false);

    static CsvDialect of(DataSettings settings, boolean blanks) {
        return new CsvDialect(
                settings.header(),
                settings.names(),
                settings.skipLines(),
                character("data.comment", settings.comment()),
                character("data.escape", settings.escape()),
                blanks);
    }

    private static Character character(String key, String text) {
        if (text != null && text.length() != 1) {
            throw InputException.ofKey(key, "'" + text + "' is not one character");
        }
        return text == null ? null : (Character) text.charAt(0);
    }

    /** Whether blanks stand between a delimiter and a quote in these first lines of a file. */
    static boolean hasBlanksBeforeQuotes(String sample, char delimiter) {
        for (int at = sample.indexOf(delimiter); at >= 0; at = sample.indexOf(delimiter, at + 1)) {
            int next = at + 1;
            while (next < sample.length() && sample.charAt(next) == ' ') {
                next++;
            }
            if (next > at + 1 && next < sample.length() && sample.charAt(next) == '"') {
                return true;
            }
        }
        return false;
    }
}
