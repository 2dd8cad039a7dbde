package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.problem.InputException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Epoch days from {@code first} to {@code last}, both inclusive; {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE} where open. */
record DateRange(String text, long first, long last) {
    private static final String DOTS = "..";

    /** Whether a setting is a range rather than a share. */
    static boolean isRange(String text) {
        return text.contains(DOTS);
    }

    /** Reads {@code 2012-01-01..2014-06-30}, {@code ..2014-06-30} or {@code 2014-07-01..}. */
    static DateRange of(String key, String text) {
        int dots = text.indexOf(DOTS);
        long first = day(key, text, text.substring(0, dots), Long.MIN_VALUE);
        long last = day(key, text, text.substring(dots + DOTS.length()), Long.MAX_VALUE);
        if (first > last) {
            throw InputException.ofKey(
                    key, "the range " + text + " ends before it begins; write the earlier date first");
        }
        return new DateRange(text, first, last);
    }

    boolean contains(long day) {
        return first <= day && day <= last;
    }

    boolean overlaps(DateRange other) {
        return first <= other.last && other.first <= last;
    }

    private static long day(String key, String range, String text, long open) {
        if (text.isBlank()) {
            return open;
        }
        try {
            return LocalDate.parse(text.strip()).toEpochDay();
        } catch (DateTimeParseException e) {
            throw InputException.ofKey(
                    key,
                    "'" + text.strip() + "' in '" + range
                            + "' is no date; write a range as 2012-01-01..2014-06-30, where either end may be left open");
        }
    }
}
