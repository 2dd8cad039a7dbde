package io.jenkins.cd4ml.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of a table's sensitive columns, hidden in texts that others make of the table: what a program prints, what a library
 * says of a failure. A value is replaced where it stands by itself, in any case; a number also where it is written with other digits
 * for the same 64-bit or 32-bit float.
 */
public final class SensitiveValues {
    private static final String HIDDEN = "****";

    /** Of longer values that many characters are compared, and all up to the end of the line is hidden. */
    private static final int LONGEST = 200;

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final Set<String> texts = new HashSet<>();
    private final Set<Double> numbers = new HashSet<>();
    private final List<Integer> lengths;

    private SensitiveValues(Table table) {
        TreeSet<Integer> found = new TreeSet<>();
        for (Column column : table.schema().columns()) {
            if (column.sensitive() && column.type() != ColumnType.IMAGE) {
                ColumnValues values = table.column(column.name());
                for (int row = 0; row < table.rows(); row++) {
                    if (!values.isMissing(row)) {
                        add(values, row, found);
                    }
                }
            }
        }
        lengths = new ArrayList<>(found.descendingSet());
    }

    /** Those of all its sensitive columns. */
    public static SensitiveValues of(Table table) {
        return new SensitiveValues(table);
    }

    /** The text with each of the values as {@code ****}. */
    public String hide(String text) {
        if (texts.isEmpty() && numbers.isEmpty()) {
            return text;
        }
        return hideNumbers(hideTexts(text));
    }

    private void add(ColumnValues values, int row, Set<Integer> found) {
        if (values instanceof ColumnValues.Numbers all) {
            numbers.add(all.values()[row]);
            numbers.add((double) (float) all.values()[row]);
        }
        String text = values.text(row).strip();
        if (!text.isEmpty()) {
            String compared = folded(text.substring(0, Math.min(text.length(), LONGEST)));
            texts.add(compared);
            found.add(compared.length());
        }
    }

    private String hideTexts(String text) {
        String compared = folded(text);
        if (compared.length() != text.length()) {
            compared = text;
        }
        StringBuilder hidden = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = startsWord(text, at) ? end(compared, at) : -1;
            if (end < 0) {
                hidden.append(text.charAt(at++));
            } else {
                hidden.append(HIDDEN);
                at = end;
            }
        }
        return hidden.toString();
    }

    /** Where the longest value ends that begins there; -1 where none does. */
    private int end(String text, int from) {
        for (int length : lengths) {
            int end = from + length;
            if (end <= text.length() && texts.contains(text.substring(from, end))) {
                if (length == LONGEST) {
                    return text.length();
                }
                boolean goesOn = end < text.length() && isWord(text.charAt(end)) && isWord(text.charAt(end - 1));
                if (!goesOn && !isDigits(text, end - 1, end, end + 1)) {
                    return end;
                }
            }
        }
        return -1;
    }

    private String hideNumbers(String text) {
        if (numbers.isEmpty()) {
            return text;
        }
        Matcher matcher = NUMBER.matcher(text);
        return matcher.replaceAll(found -> {
            boolean part = found.start() > 0 && Character.isLetter(text.charAt(found.start() - 1));
            double number = Double.parseDouble(found.group());
            boolean known = numbers.contains(number) || numbers.contains((double) (float) number);
            return !part && known ? Matcher.quoteReplacement(HIDDEN) : Matcher.quoteReplacement(found.group());
        });
    }

    private static boolean startsWord(String text, int at) {
        boolean first = at == 0 || !isWord(text.charAt(at - 1)) || !isWord(text.charAt(at));
        return first && !isDigits(text, at - 2, at - 1, at);
    }

    /** Whether a digit, a point and a digit stand there: a value does not end, or begin, within a number. */
    private static boolean isDigits(String text, int before, int point, int after) {
        return before >= 0
                && after < text.length()
                && text.charAt(point) == '.'
                && Character.isDigit(text.charAt(before))
                && Character.isDigit(text.charAt(after));
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character);
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
