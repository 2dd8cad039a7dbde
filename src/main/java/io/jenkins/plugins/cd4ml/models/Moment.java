package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** A point in time as pages show it: how long ago, and exactly, in UTC like the report's. */
public record Moment(Instant instant, Instant now) {
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FIELD =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Seen from now; null of null. */
    @CheckForNull
    static Moment of(@CheckForNull Instant instant) {
        return instant == null ? null : new Moment(instant, Instant.now());
    }

    /**
     * What somebody wrote into a field, or into an address: a date and a time in UTC, or with an offset of its own.
     *
     * @return null where it is neither, or far from any time that a history can know
     */
    @CheckForNull
    static Instant parse(@CheckForNull String text) {
        if (text == null || text.length() > 40) {
            return null;
        }
        // In an address a plus sign stands for a blank: the one before an offset is meant.
        String stripped = text.strip()
                .replaceFirst("(?<=\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?) (?=\\d\\d:\\d\\d$)", "+")
                .replace(' ', 'T');
        try {
            Instant instant = stripped.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(stripped).toInstant()
                    : LocalDateTime.parse(stripped).toInstant(ZoneOffset.UTC);
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? null : instant;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** "3 days ago". */
    @NonNull
    public String getRelative() {
        Duration past = Duration.between(instant, now);
        return past.isNegative() ? Messages.Moment_in(inWords(past.negated())) : ago(past);
    }

    /** "2026-11-21 08:51:07 UTC". */
    @NonNull
    public String getExact() {
        return EXACT.format(instant);
    }

    /** For machines. */
    @NonNull
    public String getIso() {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** For a field of a form that takes a date and a time. */
    @NonNull
    public String getField() {
        return FIELD.format(instant);
    }

    private static String ago(Duration past) {
        return past.toSeconds() < 5 ? Messages.Moment_justNow() : Messages.Moment_ago(inWords(past));
    }

    /** "3 days", "1 hour": the largest unit that fits. */
    static String inWords(Duration duration) {
        long days = duration.toDays();
        if (days >= 730) {
            return Messages.Moment_years(days / 365);
        }
        if (days >= 1) {
            return days == 1 ? Messages.Moment_day() : Messages.Moment_days(days);
        }
        long hours = duration.toHours();
        if (hours >= 1) {
            return hours == 1 ? Messages.Moment_hour() : Messages.Moment_hours(hours);
        }
        long minutes = duration.toMinutes();
        if (minutes >= 1) {
            return minutes == 1 ? Messages.Moment_minute() : Messages.Moment_minutes(minutes);
        }
        return duration.toSeconds() == 1 ? Messages.Moment_second() : Messages.Moment_seconds(duration.toSeconds());
    }
}
