package io.jenkins.cd4ml.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.testing.SampleTables;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.Test;

public class RowCodecTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Column NUMBER = new Column("wind", ColumnType.DECIMAL, false);
    private static final Column DATE = new Column("date", ColumnType.DATE, false);
    private static final Column TEXT = new Column("weather", ColumnType.CATEGORY, false);
    private static final Column FLAG = new Column("holiday", ColumnType.BOOLEAN, false);

    @Test
    public void aFieldOfAFileAndAJsonScalarGiveTheSameElements() throws Exception {
        for (String sample : List.of("seattle-weather.csv", "breast-cancer.csv", "diabetes.csv")) {
            var table = SampleTables.read(sample);
            for (Column column : table.schema().columns()) {
                ColumnValues values = table.column(column.name());
                for (int row = 0; row < table.rows(); row += 7) {
                    String text = values.text(row);
                    Object json =
                            RowCodec.raw(column, JSON.readTree(column.type().isNumeric() ? text : quoted(text)));
                    switch (RowCodec.of(column.type())) {
                        case NUMBER -> {
                            float fromTable = RowCodec.number(column, ((ColumnValues.Numbers) values).values()[row]);
                            assertEquals(fromTable, RowCodec.number(column, json), 0);
                            assertEquals(fromTable, RowCodec.number(column, text), 0);
                        }
                        case EPOCH_DAY -> {
                            long fromTable = ((ColumnValues.Dates) values).epochDays()[row];
                            assertEquals(fromTable, RowCodec.epochDay(column, json));
                        }
                        default -> assertEquals(text, RowCodec.text(column, json));
                    }
                }
            }
        }
    }

    @Test
    public void numbers() {
        assertEquals(12.5f, RowCodec.number(NUMBER, "12.5"), 0);
        assertEquals(12.5f, RowCodec.number(NUMBER, 12.5), 0);
        assertEquals(-5f, RowCodec.number(NUMBER, -5), 0);
        assertEquals(0.1f, RowCodec.number(NUMBER, new BigDecimal("0.1")), 0);
        assertEquals(1e10f, RowCodec.number(NUMBER, " 1E+10 "), 0);
        assertEquals(0.5f, RowCodec.number(NUMBER, ".5"), 0);
        assertEquals(16777216f, RowCodec.number(NUMBER, 16777217L), 0);
        assertEquals(0, Float.floatToRawIntBits(RowCodec.number(NUMBER, "-0.0")));
        assertTrue(Float.isNaN(RowCodec.number(NUMBER, (Object) null)));
        assertTrue(Float.isNaN(RowCodec.number(NUMBER, "  ")));
        assertTrue(Float.isNaN(RowCodec.number(NUMBER, Double.NaN)));
    }

    @Test
    public void whatIsNoNumberIsNamed() {
        for (Object raw : List.of("mild", "1,5", "0x1p3", "12d", "NaN", "Infinity", "1e", "--1", "1 2", ".")) {
            InputException e = assertThrows(raw.toString(), InputException.class, () -> RowCodec.number(NUMBER, raw));
            assertEquals("column wind: '" + raw + "' is not a number such as 12.5", e.getMessage());
        }
        assertEquals(
                "column wind: true is not a number such as 12.5",
                assertThrows(InputException.class, () -> RowCodec.number(NUMBER, true))
                        .getMessage());
    }

    @Test
    public void aNumberBeyond32BitsIsRefused() {
        assertEquals(
                "column wind: 1.0E39 is not within the range of 32-bit floats, ±3.4e38; use a larger unit",
                assertThrows(InputException.class, () -> RowCodec.number(NUMBER, "1e39"))
                        .getMessage());
        assertThrows(InputException.class, () -> RowCodec.number(NUMBER, -1e300));
    }

    @Test
    public void dates() {
        assertEquals(0, RowCodec.epochDay(DATE, "1970-01-01"));
        assertEquals(LocalDate.of(2015, 12, 31).toEpochDay(), RowCodec.epochDay(DATE, " 2015-12-31 "));
        assertEquals(LocalDate.of(1949, 2, 28).toEpochDay(), RowCodec.epochDay(DATE, "1949-02-28"));
        assertEquals(1, RowCodec.epochDay(DATE, "1970-01-02T23:59"));
        assertEquals(1, RowCodec.epochDay(DATE, "1970-01-02 23:59:59.123456"));
        assertEquals(2, RowCodec.epochDay(DATE, "1970-01-02T23:59:59-01:00"));
        assertEquals(1, RowCodec.epochDay(DATE, "1970-01-02T23:59:59Z"));
        assertEquals(Long.MIN_VALUE, RowCodec.epochDay(DATE, null));
        assertEquals(Long.MIN_VALUE, RowCodec.epochDay(DATE, ""));
    }

    @Test
    public void whatIsNoDateIsNamed() {
        for (Object raw :
                List.of("31.12.2015", "2015-02-29", "2015-13-01", "20151231", "2015-12-31T25:00", "soon", 16800)) {
            InputException e = assertThrows(raw.toString(), InputException.class, () -> RowCodec.epochDay(DATE, raw));
            assertTrue(e.getMessage(), e.getMessage().startsWith("column date: "));
            assertTrue(e.getMessage(), e.getMessage().endsWith(" is not an ISO 8601 date such as 2015-12-31"));
        }
    }

    @Test
    public void texts() throws Exception {
        assertEquals("rain", RowCodec.text(TEXT, " rain "));
        assertEquals("", RowCodec.text(TEXT, null));
        assertEquals("2.0", RowCodec.text(TEXT, RowCodec.raw(TEXT, JSON.readTree("2.0"))));
        assertEquals("2", RowCodec.text(TEXT, RowCodec.raw(TEXT, JSON.readTree("2"))));
        assertEquals("true", RowCodec.text(TEXT, true));
        assertEquals("Yes", RowCodec.text(TEXT, "Yes"));
    }

    @Test
    public void booleans() {
        assertEquals("true", RowCodec.text(FLAG, true));
        assertEquals("true", RowCodec.text(FLAG, "YES"));
        assertEquals("false", RowCodec.text(FLAG, "False"));
        assertEquals("", RowCodec.text(FLAG, ""));
        assertEquals(
                "column holiday: 'maybe' is not true or false",
                assertThrows(InputException.class, () -> RowCodec.text(FLAG, "maybe"))
                        .getMessage());
    }

    @Test
    public void aJsonObjectOrArrayIsNoValue() throws Exception {
        JsonNode array = JSON.readTree("[1]");
        assertEquals(
                "column wind: a JSON array stands where one value is expected",
                assertThrows(InputException.class, () -> RowCodec.raw(NUMBER, array))
                        .getMessage());
        assertEquals(null, RowCodec.raw(NUMBER, JSON.readTree("null")));
    }

    @Test
    public void aSensitiveValueIsNotShown() {
        Column salary = new Column("salary", ColumnType.DECIMAL, true);
        String message = assertThrows(InputException.class, () -> RowCodec.number(salary, "12k3"))
                .getMessage();
        assertFalse(message, message.contains("12k3"));
        assertTrue(message, message.startsWith("column salary: "));
        assertFalse(assertThrows(InputException.class, () -> RowCodec.number(salary, 1e99))
                .getMessage()
                .contains("E99"));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
