package io.jenkins.cd4ml.table;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

public class ValueSyntaxTest {

    @Test
    public void numbersAreParsedAsTheJdkDoes() {
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            String text = randomNumber(random);
            assertEquals(text, Double.parseDouble(text) + 0.0, number(text), 0);
        }
    }

    @Test
    public void minusZeroIsZero() {
        for (String zero : List.of("-0", "-0.0", "-0e5", "-.0", "-0.00000000000000000000000000000")) {
            assertEquals(zero, 0L, Double.doubleToRawLongBits(number(zero)));
        }
    }

    @Test
    public void whatIsNoNumber() {
        for (String text : List.of(
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1.2.3",
                "1-2",
                "--1",
                "+-1",
                "1 2",
                "1f",
                "1d",
                "0x10",
                "NaN",
                "Infinity",
                "1e400",
                "-1e400",
                "1,5",
                "\u0661")) {
            assertTrue(text, Double.isNaN(number(text)));
        }
    }

    @Test
    public void edgesOfWholeNumbers() {
        assertEquals(ValueKind.INTEGER, ValueSyntax.kind(Long.toString(Long.MIN_VALUE)));
        assertEquals(ValueKind.DECIMAL, ValueSyntax.kind("-9223372036854775809"));
        assertEquals(ValueKind.INTEGER, ValueSyntax.kind("+000000000000000000000000001"));
        assertEquals(1, number("+000000000000000000000000001"), 0);
    }

    @Test
    public void datesAreThoseOfTheCalendar() {
        for (LocalDate day = LocalDate.of(1899, 12, 1); day.getYear() < 2102; day = day.plusDays(1)) {
            assertEquals(day.toEpochDay(), ValueSyntax.day(day.toString()));
        }
        for (String text : List.of(
                "2013-02-29",
                "1900-02-29",
                "2013-13-01",
                "2013-00-01",
                "2013-01-00",
                "2013-04-31",
                "2013-1-01",
                "20130101  ",
                "2013/01/01",
                "+2013-01-0",
                "2013-01-1x")) {
            assertEquals(text, ColumnValues.Dates.MISSING, ValueSyntax.day(text));
        }
    }

    @Test
    public void timestampsWithoutZoneAreUtc() {
        Instant expected = Instant.parse("2015-12-31T23:59:59.5Z");
        for (String text : List.of(
                "2015-12-31T23:59:59.5",
                "2015-12-31 23:59:59.500",
                "2015-12-31T23:59:59.5Z",
                "2016-01-01T01:29:59.5+01:30",
                "2015-12-31 18:59:59.5-05:00")) {
            assertEquals(text, expected, ValueSyntax.timestamp(text));
        }
        assertEquals(Instant.parse("2015-12-31T00:00:00Z"), ValueSyntax.timestamp("2015-12-31"));
        for (String text :
                List.of("2015-12-31T", "2015-12-31T25:00", "2015-12-31X10:00", "2015-02-30T10:00", "2015", "10:00")) {
            assertNull(text, ValueSyntax.timestamp(text));
        }
    }

    @Test
    public void timestampsAreParsedAsTheJdkDoes() {
        List<DateTimeFormatter> jdk = Stream.of("+HH:MM", "+HHMM", "+HH")
                .map(offset -> new DateTimeFormatterBuilder()
                        .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                        .optionalStart()
                        .appendOffset(offset, "Z")
                        .toFormatter(Locale.ROOT)
                        .withResolverStyle(ResolverStyle.STRICT))
                .toList();
        Random random = new Random(8);
        String noise = "0123456789:.+-ZT ";
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            String written = OffsetDateTime.ofInstant(
                            instant, ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2161) - 1080)))
                    .toString();
            StringBuilder text = new StringBuilder(written.substring(0, 11 + random.nextInt(written.length() - 10)));
            if (random.nextInt(3) == 0 && text.length() > 11) {
                text.setCharAt(11 + random.nextInt(text.length() - 11), noise.charAt(random.nextInt(noise.length())));
            }
            // The JDK takes a point without digits after it, ISO 8601 does not.
            if (!text.toString().matches(".*\\.(\\D.*)?")) {
                Instant expected = jdk.stream()
                        .map(format -> parse(format, text.toString()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
                assertEquals(text.toString(), expected, ValueSyntax.timestamp(text.toString()));
            }
        }
    }

    private static Instant parse(DateTimeFormatter jdk, String text) {
        try {
            TemporalAccessor parsed = jdk.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Test
    public void fractionsOfDays() {
        assertEquals(0.5, ValueSyntax.days(Instant.parse("1970-01-01T12:00:00Z")), 0);
        assertEquals(-0.25, ValueSyntax.days(Instant.parse("1969-12-31T18:00:00Z")), 0);
    }

    @Test
    public void truthValues() {
        assertEquals(Optional.of(true), ValueSyntax.bool("YES"));
        assertEquals(Optional.of(false), ValueSyntax.bool("False"));
        assertEquals(Optional.empty(), ValueSyntax.bool("1"));
        assertTrue(ValueSyntax.isOf(ColumnType.BOOLEAN, "no"));
    }

    private static String randomNumber(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()))
                    .replace("NaN", "0")
                    .replace("Infinity", "1");
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(63));
            case 2 -> BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), random.nextInt(30))
                    .toPlainString();
            case 3 -> Float.toString(random.nextFloat() * 1000);
            default -> (random.nextBoolean() ? "+" : "") + random.nextInt(1000) + "."
                    + (random.nextBoolean() ? random.nextInt(1000) : "");
        };
    }

    /** The number, which is the same wherever the text stands. */
    private static double number(String text) {
        double number = ValueSyntax.number(text);
        if (!text.isEmpty()) {
            assertEquals(text, number, ValueSyntax.number(("9" + text + "9").toCharArray(), 1, 1 + text.length()), 0);
        }
        return number;
    }

    private static boolean isWhole(String text) {
        boolean whole = ValueSyntax.isWhole(text);
        assertEquals(text, whole, ValueSyntax.isWhole(("9" + text + "9").toCharArray(), 1, 1 + text.length()));
        return whole;
    }
}
