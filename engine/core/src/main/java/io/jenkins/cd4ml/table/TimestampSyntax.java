package io.jenkins.cd4ml.table;

import java.time.Instant;

/** Parses what follows the date in a timestamp: {@code T10:15}, {@code T10:15:30.25Z}, {@code  10:15:30+01:00}; T or a blank. */
final class TimestampSyntax {
    private static final int TIME = 10;
    private static final int SECONDS_A_MINUTE = 60;
    private static final int SECONDS_AN_HOUR = 3600;
    private static final int SECONDS_A_DAY = 86_400;
    private static final int OFFSET_LENGTH = 6;
    private static final int HOURS_LENGTH = 3;
    /** The largest offset that {@link java.time.ZoneOffset} knows. */
    private static final int LARGEST_OFFSET = 18 * SECONDS_AN_HOUR;

    private final String text;
    private int at = TIME;

    private TimestampSyntax(String text) {
        this.text = text;
    }

    /** The instant of a text that begins with a date, {@code day} being its epoch day; null where the rest is no time. */
    static Instant parse(String text, long day) {
        return new TimestampSyntax(text).instant(day);
    }

    private Instant instant(long day) {
        int separator = text.charAt(at);
        int hour = separator == 'T' || separator == ' ' ? two(at + 1, 23) : -1;
        int minute = hour >= 0 && is(at + 3, ':') ? two(at + 4, 59) : -1;
        if (minute < 0) {
            return null;
        }
        at += 6;
        int second = 0;
        int nanos = 0;
        if (is(at, ':')) {
            second = two(at + 1, 59);
            at += 3;
            nanos = second >= 0 && is(at, '.') ? nanos() : 0;
        }
        Integer offset = second < 0 || nanos < 0 ? null : offset();
        if (offset == null) {
            return null;
        }
        long seconds = day * SECONDS_A_DAY + hour * SECONDS_AN_HOUR + minute * SECONDS_A_MINUTE + second - offset;
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** One to nine digits after the point, -1 where there are none or more. */
    private int nanos() {
        int from = ++at;
        int value = 0;
        while (at < text.length() && isDigit(at) && at - from < 9) {
            value = value * 10 + text.charAt(at++) - '0';
        }
        int digits = at - from;
        for (int i = digits; i < 9; i++) {
            value *= 10;
        }
        return digits == 0 ? -1 : value;
    }

    /** Seconds east of UTC of what is left of the text; 0 where nothing is, null where it is no offset. */
    private Integer offset() {
        if (at == text.length() || is(at, 'Z') && at + 1 == text.length()) {
            return 0;
        }
        boolean sign = is(at, '+') || is(at, '-');
        int length = text.length() - at;
        boolean colon = length == OFFSET_LENGTH && is(at + 3, ':');
        if (!sign || !colon && length != OFFSET_LENGTH - 1 && length != HOURS_LENGTH) {
            return null;
        }
        int hours = two(at + 1, 18);
        int minutes = length == HOURS_LENGTH ? 0 : two(colon ? at + 4 : at + 3, 59);
        int seconds = hours * SECONDS_AN_HOUR + minutes * SECONDS_A_MINUTE;
        if (hours < 0 || minutes < 0 || seconds > LARGEST_OFFSET) {
            return null;
        }
        return is(at, '-') ? -seconds : seconds;
    }

    private boolean is(int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }

    private boolean isDigit(int index) {
        return text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /** The number that two digits write, -1 where they are none or write more than that. */
    private int two(int index, int most) {
        if (index + 1 >= text.length() || !isDigit(index) || !isDigit(index + 1)) {
            return -1;
        }
        int value = (text.charAt(index) - '0') * 10 + text.charAt(index + 1) - '0';
        return value <= most ? value : -1;
    }
}
