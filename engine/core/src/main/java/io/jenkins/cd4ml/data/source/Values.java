package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Notation;
import java.util.Set;

/** Makes values of texts: trimmed, null where they mean "no value", in the engine's own notation. */
final class Values {
    private final String file;
    private final CsvFormat format;
    private final boolean numbers;
    private final boolean plain;
    private final int longestMissing;
    private final boolean[] startsMissing = new boolean[128];
    private boolean[] verbatim;
    private boolean[] dates;
    private String[] names;

    /**
     * @param file the name for messages
     * @param numbers whether numbers stand in the data set's notation, as in CSV, and not in the format's own
     */
    Values(String file, CsvFormat format, boolean numbers) {
        this.file = file;
        this.format = format;
        this.numbers = numbers && !format.notation().hasPlainNumbers();
        this.plain = !this.numbers && format.notation().hasPlainTimes();
        Set<String> missing = format.missing();
        this.longestMissing = missing.stream().mapToInt(String::length).max().orElse(0);
        missing.stream().filter(text -> !text.isEmpty()).forEach(text -> startsMissing[text.charAt(0) & 127] = true);
    }

    /** Tells the file's columns, which values are then said to be of. */
    void columns(Header header) {
        names = header.names().toArray(String[]::new);
        verbatim = new boolean[names.length];
        dates = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            verbatim[i] = format.verbatim().contains(names[i]);
            dates[i] = format.notation().hasDates(names[i]);
        }
    }

    /** The value that a text in that column of the file is. */
    String of(int column, String text, long line) {
        int from = 0;
        int to = text.length();
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return from == to ? null : ofTrimmed(column, text.substring(from, to), line);
    }

    /** Whether {@link #ofTrimmed} surely gives back the text that stands at these characters, of which there is one at least. */
    boolean isAsItStands(int column, char[] text, int from, int to) {
        char first = text[from];
        return !mayBeMissing(first, to - from) && !dates[column] && (plain || first > '9' || verbatim[column]);
    }

    private boolean mayBeMissing(char first, int length) {
        return length <= longestMissing && startsMissing[first & 127];
    }

    /** The same for a text without blanks around it that is not empty. */
    String ofTrimmed(int column, String text, long line) {
        char first = text.charAt(0);
        if (mayBeMissing(first, text.length()) && format.missing().contains(text)) {
            if (format.missingTexts().concerns(names[column])) {
                format.missingTexts().count(names[column], text);
            }
            return null;
        }
        boolean asItIs = verbatim[column] || first > '9' && !dates[column];
        return asItIs ? text : plain(column, text, line);
    }

    private String plain(int column, String text, long line) {
        try {
            if (numbers || dates[column]) {
                return format.notation().plain(names[column], text);
            }
            return format.notation().time(text);
        } catch (Notation.MisreadException e) {
            if (format.unreadable() != null) {
                format.unreadable().value(file, line, names[column], text);
                return null;
            }
            throw InputException.at(file, line, names[column], e.getMessage());
        }
    }
}
