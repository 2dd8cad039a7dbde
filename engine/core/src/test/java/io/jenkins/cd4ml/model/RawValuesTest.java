package io.jenkins.cd4ml.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.Reading;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The texts of a request are what they were in the files. */
public class RawValuesTest {
    private static final Column PRICE = new Column("price", ColumnType.DECIMAL, false);
    private static final Column DAY = new Column("day", ColumnType.DATE, false);
    private static final Column AT = new Column("at", ColumnType.TIMESTAMP, false);
    private static final Column KIND = new Column("kind", ColumnType.CATEGORY, false);
    private static final Column CODE = new Column("code", ColumnType.CATEGORY, false);

    private final RawValues values = new RawValues(
            new Reading(List.of("NA", "?"), ",", ".", "Europe/Berlin", List.of("code"), Map.of("day", "d.M.yyyy")));

    @Test
    public void textsAreReadAsTheTrainingReadThem() {
        assertEquals(1234.5f, RowCodec.number(PRICE, values.of(PRICE, " 1.234,5 ")), 0);
        assertEquals(Float.NaN, RowCodec.number(PRICE, values.of(PRICE, "NA")), 0);
        assertEquals(LocalDate.of(2024, 1, 31).toEpochDay(), RowCodec.epochDay(DAY, values.of(DAY, "31.01.2024")));
        assertEquals(LocalDate.of(2024, 1, 31).toEpochDay(), RowCodec.epochDay(DAY, values.of(DAY, "2024-01-31")));
        // Before midnight in UTC.
        assertEquals(LocalDate.of(2024, 1, 30).toEpochDay(), RowCodec.epochDay(AT, values.of(AT, "2024-01-31 00:30")));
        assertNull(values.of(KIND, "NA"));
        assertNull(values.of(CODE, "?"));
        assertEquals("1.234", values.of(CODE, "1.234"));
    }

    @Test
    public void numbersOfJsonAreWhatTheyAre() {
        assertEquals(1.5f, RowCodec.number(PRICE, values.of(PRICE, 1.5)), 0);
        assertEquals(true, values.of(KIND, true));
        assertNull(values.of(KIND, null));
    }

    @Test
    public void whatWouldBeMisreadIsRefused() {
        assertEquals(
                "column price: has a number that is not written as data.decimal ',' and data.thousands say; correct it or"
                        + " them, or declare the column's type as text under data.columns",
                assertThrows(InputException.class, () -> values.of(PRICE, "1.5"))
                        .getMessage());
    }
}
