package io.jenkins.cd4ml.table;

import io.jenkins.cd4ml.problem.InputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a data set writes numbers and times, and what that is in the engine's own notation ({@link ValueSyntax}): a point before
 * the fraction, no sign between groups of digits, an offset in every timestamp.
 */
public final class Notation {
    /** The engine's own. */
    public static final Notation PLAIN = new Notation('.', null, ZoneOffset.UTC);

    /** Position of the blank or T in a timestamp, and the least length of one. */
    private static final int TIME = 10;

    private static final int SHORTEST_TIMESTAMP = 16;

    private final char decimal;
    private final String thousands;
    private final ZoneId zone;
    private final Pattern number;
    private final Map<String, DatePattern> dates = new HashMap<>();

    private Notation(char decimal, String thousands, ZoneId zone) {
        this.decimal = decimal;
        this.thousands = separator(thousands);
        this.zone = zone;
        this.number = numbers(decimal, thousands);
    }

    private static String separator(String thousands) {
        return thousands == null ? "" : " ".equals(thousands) ? "[ \u00A0\u202F]" : Pattern.quote(thousands);
    }

    /** All numbers of a notation; a first group of digits does not begin with 0. */
    public static Pattern numbers(char decimal, String thousands) {
        String grouped = thousands == null ? "" : "[1-9]\\d{0,2}(?:" + separator(thousands) + "\\d{3})+|";
        String point = Pattern.quote("" + decimal);
        return Pattern.compile(
                "[+-]?(?:(?:" + grouped + "\\d+)(?:" + point + "\\d*)?|" + point + "\\d+)(?:[eE][+-]?\\d+)?");
    }

    /**
     * A notation; throws {@link InputException} where a zone is unknown, a pattern is none or two signs are the same.
     *
     * @param thousands null: groups of digits are not separated
     * @param dateFormats by column the pattern of its dates
     */
    public static Notation of(String decimal, String thousands, String timezone, Map<String, String> dateFormats) {
        if (decimal.equals(thousands)) {
            throw InputException.ofKey(
                    "data.thousands", "'" + thousands + "' stands before the fraction already (data.decimal)");
        }
        try {
            Notation notation = new Notation(decimal.charAt(0), thousands, ZoneId.of(timezone));
            dateFormats.forEach((column, pattern) ->
                    notation.dates.put(column, DatePattern.of(pattern, "data.columns." + column + ".dateFormat")));
            return notation;
        } catch (DateTimeException e) {
            throw InputException.ofKey(
                    "data.timezone",
                    "no time zone is called '" + timezone
                            + "': write UTC, an offset such as +01:00, or a place such as Europe/Berlin");
        }
    }

    /** Whether the column's dates have a pattern of their own. */
    public boolean hasDates(String column) {
        return dates.containsKey(column);
    }

    /**
     * Any value of a column as the engine writes it.
     *
     * @throws MisreadException as {@link #number} and {@link #time}
     */
    public String plain(String column, String text) throws MisreadException {
        DatePattern pattern = dates.get(column);
        String date = pattern == null ? null : pattern.iso(text);
        return time(date == null ? number(text) : date);
    }

    /** Whether {@link #number} would leave every text as it is. */
    public boolean hasPlainNumbers() {
        return decimal == '.' && thousands.isEmpty();
    }

    /** Whether {@link #time} would leave every text as it is. */
    public boolean hasPlainTimes() {
        return zone.equals(ZoneOffset.UTC) || zone.getId().equals("UTC");
    }

    /**
     * A number as the engine writes it; any other text as it is.
     *
     * @throws MisreadException where the text would be a number to the engine, but is none in this notation
     */
    public String number(String text) throws MisreadException {
        char first = text.charAt(0);
        if (first > '9' || hasPlainNumbers()) {
            return text;
        }
        if (number.matcher(text).matches()) {
            String digits = thousands.isEmpty() ? text : text.replaceAll(thousands, "");
            return decimal == '.' ? digits : digits.replace(decimal, '.');
        }
        if (!Double.isNaN(ValueSyntax.number(text))) {
            throw new MisreadException("has a number that is not written as data.decimal '" + decimal
                    + "' and data.thousands say; correct it or them, or declare the column's type as text under"
                    + " data.columns");
        }
        return text;
    }

    /**
     * A timestamp that names no zone with the offset that its zone has at that time, the earlier one where clocks were turned back
     * in between; any other text as it is.
     *
     * @throws MisreadException where clocks were turned forward in between: there was no such time
     */
    public String time(String text) throws MisreadException {
        if (hasPlainTimes() || text.length() < SHORTEST_TIMESTAMP || text.charAt(4) != '-' || namesZone(text)) {
            return text;
        }
        Instant asUtc = ValueSyntax.timestamp(text);
        if (asUtc == null) {
            return text;
        }
        LocalDateTime local = LocalDateTime.ofInstant(asUtc, ZoneOffset.UTC);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new MisreadException("has a time that never was in " + zone
                    + ", where clocks were turned forward over it: is data.timezone the zone of these times?");
        }
        return local.toInstant(offsets.get(0)).toString();
    }

    private static boolean namesZone(String text) {
        char last = text.charAt(text.length() - 1);
        return last == 'Z' || text.indexOf('+', TIME) > 0 || text.indexOf('-', TIME) > 0;
    }

    /** A value would be taken for another one; the message says why, without the value. */
    public static final class MisreadException extends Exception {
        private static final long serialVersionUID = 1L;

        MisreadException(String message) {
            super(message);
        }
    }
}
