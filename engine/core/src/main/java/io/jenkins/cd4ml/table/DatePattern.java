package io.jenkins.cd4ml.table;

import io.jenkins.cd4ml.problem.InputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * How a column writes its dates, by the letters of {@link DateTimeFormatter}: {@code d.M.yyyy}, {@code MMM d, yyyy},
 * {@code dd/MM/yyyy HH:mm}. Names of months are English, in any case; a pattern without a day means the month's first.
 */
public final class DatePattern {
    private final String pattern;
    private final boolean time;
    private final DateTimeFormatter formatter;

    private DatePattern(String pattern, DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.formatter = formatter;
        this.time = hasTime(pattern);
    }

    /**
     * Understands a pattern.
     *
     * @param key of the configuration, for the message
     * @throws InputException where it is none, or lacks the year or the month
     */
    public static DatePattern of(String pattern, String key) {
        String letters = letters(pattern);
        try {
            // The year of an era ('y') is strict about the era, which no file writes.
            DateTimeFormatterBuilder builder =
                    new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern.replace('y', 'u'));
            if (letters.indexOf('d') < 0) {
                builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
            }
            boolean month = letters.indexOf('M') >= 0 || letters.indexOf('L') >= 0;
            if (month && (letters.indexOf('y') >= 0 || letters.indexOf('u') >= 0)) {
                return new DatePattern(
                        pattern, builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw InputException.ofKey(
                key,
                "'" + pattern
                        + "' is not a pattern of dates: write year, month and day with the letters yyyy, M and d, such as"
                        + " d.M.yyyy, MMM d, yyyy or dd/MM/yyyy HH:mm");
    }

    /** Whether a pattern has a time of the day. */
    public static boolean hasTime(String pattern) {
        return letters(pattern).chars().anyMatch(letter -> "HhKkms".indexOf(letter) >= 0);
    }

    /** Without what is in quotes. */
    private static String letters(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    /** The same in ISO 8601, null where the text is not written like this. */
    public String iso(String text) {
        try {
            TemporalAccessor parsed = formatter.parse(text);
            if (!time) {
                return LocalDate.from(parsed).toString();
            }
            if (parsed.query(TemporalQueries.zone()) != null) {
                return Instant.from(parsed).toString();
            }
            LocalDateTime local = LocalDateTime.from(parsed);
            String iso = local.toString();
            return iso.length() < "2015-12-31T23:59:59".length() ? iso + ":00" : iso;
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return pattern;
    }
}
