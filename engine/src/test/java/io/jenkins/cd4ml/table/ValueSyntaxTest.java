package io.jenkins.cd4ml.table;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;

public class ValueSyntaxTest {

    @Test
    public void numbersAreParsedAsTheJdkDoes() {
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            String text = randomNumber(random);
            assertEquals(text, Double.parseDouble(text) + 0.0, ValueSyntax.number(text), 0);
        }
    }

    @Test
    public void minusZeroIsZero() {
        for (String zero : List.of("-0", "-0.0", "-0e5", "-.0", "-0.00000000000000000000000000000")) {
            assertEquals(zero, 0L, Double.doubleToRawLongBits(ValueSyntax.number(zero)));
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
            assertTrue(text, Double.isNaN(ValueSyntax.number(text)));
        }
    }

    @Test
    public void edgesOfWholeNumbers() {
        assertEquals(ValueKind.INTEGER, ValueSyntax.kind(Long.toString(Long.MIN_VALUE)));
        assertEquals(ValueKind.DECIMAL, ValueSyntax.kind("-9223372036854775809"));
        assertEquals(ValueKind.INTEGER, ValueSyntax.kind("+000000000000000000000000001"));
        assertEquals(1, ValueSyntax.number("+000000000000000000000000001"), 0);
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
}
