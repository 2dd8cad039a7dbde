package io.jenkins.cd4ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;

/**
 * How one raw value of a column (the text of a CSV field, or a JSON scalar) becomes one element of a tensor: the one codec
 * that training and serving share, so that a row is the same row on both sides. A packaged model names the codec of each of
 * its inputs; the digit after the slash changes when the meaning does.
 *
 * <p>A raw value is null, a {@link CharSequence}, a {@link Boolean} or a {@link Number}; null and blank text are missing.
 * What cannot be understood is an {@link InputException} that names the column and, unless it is sensitive, the value.
 */
public enum RowCodec {
    /** A number as 32-bit float, rounded from the 64-bit float of its text; {@code NaN} is missing. */
    NUMBER("number/1", "a number such as 12.5"),
    /** A number as the 64-bit float of its text; {@code NaN} is missing. */
    NUMBER_64("number/2", "a number such as 12.5"),
    /** A date, or a date-time's date in UTC, as 64-bit days since 1970-01-01; {@link Long#MIN_VALUE} is missing. */
    EPOCH_DAY("epoch-day/1", "an ISO 8601 date such as 2015-12-31"),
    /** Text without blanks around it; a number as it is written, {@code true} and {@code false}; the empty text is missing. */
    TEXT("text/1", "text"),
    /** {@code true} or {@code false} as text, also from {@code yes} and {@code no}, in any case; the empty text is missing. */
    BOOLEAN("boolean/1", "true or false"),
    /** An image's samples, a byte each, from their Base64; every image of a column has as many. None may be missing. */
    IMAGE("image/1", "the Base64 of an image's samples");

    /** A missing value as an element of {@link #TEXT} and {@link #BOOLEAN}. */
    public static final String MISSING_TEXT = "";

    /** A missing value as an element of {@link #EPOCH_DAY}. */
    public static final long MISSING_DAY = ColumnValues.Dates.MISSING;

    private static final long SECONDS_A_DAY = 86_400;

    private final String id;
    private final String expected;

    RowCodec(String id, String expected) {
        this.id = id;
        this.expected = expected;
    }

    /** The name in a package's signature: {@code number/1}. */
    public String id() {
        return id;
    }

    /** The codec for columns of that type. */
    public static RowCodec of(ColumnType type) {
        return switch (type) {
            case INTEGER, DECIMAL -> NUMBER;
            case DATE, TIMESTAMP -> EPOCH_DAY;
            case BOOLEAN -> BOOLEAN;
            case CATEGORY, TEXT -> TEXT;
            case IMAGE -> IMAGE;
        };
    }

    /** The raw value of a JSON scalar; an {@link InputException} for an object or an array. */
    public static Object raw(Column column, JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (node.isContainerNode()) {
            throw new InputException("column " + column.name() + ": a JSON " + (node.isArray() ? "array" : "object")
                    + " stands where one value is expected");
        }
        return node.isNumber() ? node.numberValue() : node.isBoolean() ? (Object) node.booleanValue() : node.asText();
    }

    /** The element of a numeric column. */
    public static float number(Column column, Object raw) {
        return (float) exactNumber(column, raw);
    }

    /** The same of {@link #NUMBER_64}, whose numbers are within the range of 32-bit floats, too. */
    public static double exactNumber(Column column, Object raw) {
        double value;
        if (raw instanceof Number number) {
            value = number.doubleValue();
        } else {
            String text = text(raw);
            if (text.isEmpty()) {
                return Double.NaN;
            }
            value = raw instanceof CharSequence ? ValueSyntax.number(text) : Double.NaN;
            if (Double.isNaN(value)) {
                throw NUMBER.refused(column, raw);
            }
        }
        finite(column, value);
        // A negative zero becomes zero, as in files.
        return value + 0.0;
    }

    /** The element of a numeric column for a number that is parsed already, {@code NaN} where it is missing. */
    public static float number(Column column, double value) {
        return Double.isNaN(value) ? Float.NaN : finite(column, value);
    }

    /** The element of a column of dates or date-times: {@code 2015-12-31[T| ]23:59[:59[.fff]][Z|±hh:mm]}, without zone UTC. */
    public static long epochDay(Column column, Object raw) {
        String text = text(raw);
        if (text.isEmpty()) {
            return MISSING_DAY;
        }
        Instant instant = raw instanceof CharSequence ? ValueSyntax.timestamp(text) : null;
        if (instant == null) {
            throw EPOCH_DAY.refused(column, raw);
        }
        return Math.floorDiv(instant.getEpochSecond(), SECONDS_A_DAY);
    }

    /** The samples of an image. */
    public static byte[] image(Column column, Object raw) {
        String text = text(raw);
        if (text.isEmpty()) {
            throw missingImage(column);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw IMAGE.refused(column, raw);
        }
    }

    /**
     * Makes sure of an image's size.
     *
     * @param samples null where the image is missing
     */
    public static byte[] image(Column column, byte[] samples, long wanted) {
        if (samples == null) {
            throw missingImage(column);
        }
        if (samples.length != wanted) {
            throw new InputException("column " + column.name() + ": an image of " + samples.length
                    + " samples stands where images have " + wanted + " (height x width x channels)");
        }
        return samples;
    }

    /** The element of a column of text, categories or booleans. */
    public static String text(Column column, Object raw) {
        RowCodec codec = of(column.type());
        if (raw != null && !(raw instanceof CharSequence || raw instanceof Number || raw instanceof Boolean)) {
            throw codec.refused(column, raw);
        }
        String text = text(raw);
        if (codec != BOOLEAN || text.isEmpty()) {
            return text;
        }
        return ValueSyntax.bool(text).map(String::valueOf).orElseThrow(() -> BOOLEAN.refused(column, raw));
    }

    private static String text(Object raw) {
        if (raw == null) {
            return MISSING_TEXT;
        }
        return raw instanceof BigDecimal number
                ? number.toPlainString()
                : raw.toString().strip();
    }

    private static InputException missingImage(Column column) {
        return new InputException("column " + column.name() + ": there is no image, and none may be missing");
    }

    private static float finite(Column column, double value) {
        // A negative zero becomes zero, as in files.
        float element = (float) value + 0f;
        if (!Float.isFinite(element)) {
            throw new InputException("column " + column.name() + ": " + (column.sensitive() ? "a value" : value)
                    + " is not within the range of 32-bit floats, ±3.4e38; use a larger unit");
        }
        return element;
    }

    private InputException refused(Column column, Object raw) {
        String shown = raw instanceof CharSequence ? "'" + raw + "'" : String.valueOf(raw);
        if (column.sensitive()) {
            shown = "a value (not shown, the column is sensitive)";
        } else if (shown.length() > 60) {
            shown = shown.substring(0, 60) + "…'";
        }
        return new InputException("column " + column.name() + ": " + shown + " is not " + expected);
    }
}
