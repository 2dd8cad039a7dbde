package io.jenkins.cd4ml.table;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * How values are written in files. Numbers: {@code [+-]digits[.digits][e[+-]digits]}, also {@code .5} and {@code 5.}; infinities
 * and NaN are text. Dates and timestamps: ISO 8601 as {@link io.jenkins.cd4ml.table.ColumnType} says. Texts are trimmed and not empty.
 */
public final class ValueSyntax {
    private static final int DATE_LENGTH = 10;
    private static final long SECONDS_A_DAY = 86_400;
    /** Whole numbers of so many digits surely fit a long. */
    private static final int SAFE_DIGITS = 18;
    /** Up to here every whole number is a double. */
    private static final long EXACT = 1L << 53;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private ValueSyntax() {}

    /** The narrowest kind that the value is of. */
    public static ValueKind kind(String text) {
        char first = text.charAt(0);
        if (first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.') {
            if (isWhole(text)) {
                return hasLeadingZero(text) ? ValueKind.CODE : ValueKind.INTEGER;
            }
            if (!Double.isNaN(number(text))) {
                return hasLeadingZero(text) ? ValueKind.CODE : ValueKind.DECIMAL;
            }
            if (day(text) != ColumnValues.Dates.MISSING) {
                return ValueKind.DATE;
            }
            return timestamp(text) != null ? ValueKind.TIMESTAMP : ValueKind.TEXT;
        }
        return bool(text).isPresent() ? ValueKind.BOOLEAN : ValueKind.TEXT;
    }

    private static boolean hasLeadingZero(String text) {
        return text.length() > 1 && text.charAt(0) == '0' && text.charAt(1) >= '0' && text.charAt(1) <= '9';
    }

    /** Whether the characters begin with a 0 and another digit. */
    public static boolean hasLeadingZero(char[] text, int from, int to) {
        return to - from > 1 && text[from] == '0' && text[from + 1] >= '0' && text[from + 1] <= '9';
    }

    /**
     * The number, NaN where the text is none or one that a double does not hold; never -0. Digits with at most 2^53 in value and
     * 22 of them after the point are divided by an exact power of ten, which rounds correctly (Clinger 1990); anything else is parsed
     * by the library.
     */
    public static double number(String text) {
        int length = text.length();
        int at = startAfterSign(text);
        int digits = 0;
        int fraction = -1;
        long mantissa = 0;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digits++;
                mantissa = mantissa * 10 + (c - '0');
                fraction += fraction >= 0 ? 1 : 0;
            } else if (c == '.' && fraction < 0) {
                fraction = 0;
            } else {
                break;
            }
        }
        if (at == length && digits > 0 && digits <= SAFE_DIGITS && mantissa <= EXACT && fraction < POWERS.length) {
            double value = fraction > 0 ? mantissa / POWERS[fraction] : mantissa;
            return text.charAt(0) == '-' ? 0.0 - value : value;
        }
        return digits > 0 && (at == length || isExponent(text, at)) ? parsed(text) : Double.NaN;
    }

    /** The same of the text that stands at those characters, of which there is one at least. */
    public static double number(char[] text, int from, int to) {
        int at = text[from] == '-' || text[from] == '+' ? from + 1 : from;
        int digits = 0;
        int point = -1;
        long mantissa = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                mantissa = mantissa * 10 + digit;
            } else if (text[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        if (at == to && digits > 0 && digits <= SAFE_DIGITS && mantissa <= EXACT) {
            double value = point < 0 || point == to - 1 ? mantissa : mantissa / POWERS[to - point - 1];
            return text[from] == '-' ? 0.0 - value : value;
        }
        boolean maybe = digits > 0 && (at == to || (text[at] | 0x20) == 'e');
        return maybe ? number(new String(text, from, to - from)) : Double.NaN;
    }

    private static double parsed(String text) {
        double value = JavaDoubleParser.parseDouble(text);
        return Double.isInfinite(value) ? Double.NaN : value + 0.0;
    }

    private static boolean isExponent(String text, int from) {
        if ((text.charAt(from) | 0x20) != 'e') {
            return false;
        }
        int at = from + 1;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int end = skipDigits(text, at);
        return end > at && end == text.length();
    }

    /** Whether the text is a whole number that a long holds. */
    public static boolean isWhole(String text) {
        int digits = wholeDigits(text);
        return digits > 0 && (digits <= SAFE_DIGITS || fitsLong(text));
    }

    /** The same of the text that stands at those characters. */
    public static boolean isWhole(char[] text, int from, int to) {
        int start = from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
        int at = start;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at == to && at > start && (at - start <= SAFE_DIGITS || fitsLong(new String(text, from, to - from)));
    }

    /** True for {@code true} and {@code yes}, false for {@code false} and {@code no}, in any case; empty for any other text. */
    public static Optional<Boolean> bool(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes")) {
            return Optional.of(true);
        }
        return text.equalsIgnoreCase("false") || text.equalsIgnoreCase("no") ? Optional.of(false) : Optional.empty();
    }

    /** Epoch day of a date, {@link ColumnValues.Dates#MISSING} where the text is none. */
    public static long day(String text) {
        return text.length() == DATE_LENGTH ? dayAtStart(text) : ColumnValues.Dates.MISSING;
    }

    /** The instant of a timestamp, UTC where it names no zone; of a date its start; null where the text is neither. */
    public static Instant timestamp(String text) {
        long day = text.length() < DATE_LENGTH ? ColumnValues.Dates.MISSING : dayAtStart(text);
        if (day == ColumnValues.Dates.MISSING) {
            return null;
        }
        return text.length() == DATE_LENGTH
                ? Instant.ofEpochSecond(day * SECONDS_A_DAY)
                : TimestampSyntax.parse(text, day);
    }

    /** Days since 1970-01-01T00:00Z, with a fraction where the instant is not midnight. */
    public static double days(Instant instant) {
        long days = Math.floorDiv(instant.getEpochSecond(), SECONDS_A_DAY);
        double seconds = Math.floorMod(instant.getEpochSecond(), SECONDS_A_DAY) + instant.getNano() / 1e9;
        return days + seconds / SECONDS_A_DAY;
    }

    /** Whether a column of that type may have the value; a whole number may be written with a zero fraction. */
    public static boolean isOf(ColumnType type, String text) {
        return switch (type) {
            case INTEGER, DECIMAL -> isOf(type, number(text));
            case BOOLEAN -> bool(text).isPresent();
            case DATE -> day(text) != ColumnValues.Dates.MISSING;
            case TIMESTAMP -> timestamp(text) != null;
            case CATEGORY, TEXT, IMAGE -> true;
        };
    }

    /** The same for a value that is that number; NaN: that is none. */
    public static boolean isOf(ColumnType type, double number) {
        return switch (type) {
            case INTEGER -> number == Math.rint(number);
            case DECIMAL -> !Double.isNaN(number);
            case CATEGORY, TEXT, IMAGE -> true;
            case BOOLEAN, DATE, TIMESTAMP -> false;
        };
    }

    private static long dayAtStart(String text) {
        if (text.charAt(4) != '-' || text.charAt(7) != '-') {
            return ColumnValues.Dates.MISSING;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, DATE_LENGTH);
        boolean exists = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        return exists ? LocalDate.of(year, month, day).toEpochDay() : ColumnValues.Dates.MISSING;
    }

    /** The number that those characters write, or -1 where they are not all digits. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    /** Number of digits of a whole number with an optional sign; 0 where the text is not one. */
    private static int wholeDigits(String text) {
        int start = startAfterSign(text);
        int end = skipDigits(text, start);
        return end == text.length() ? end - start : 0;
    }

    private static int startAfterSign(String text) {
        return !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static boolean fitsLong(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
