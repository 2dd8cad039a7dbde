package io.jenkins.cd4ml.table;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the values of a column are. */
public enum ColumnType {
    /** Whole numbers that a long holds. */
    INTEGER,
    /** Numbers that a double holds. */
    DECIMAL,
    /** {@code true/false}, {@code yes/no} in any case. */
    BOOLEAN,
    /** ISO 8601 dates, {@code 2015-12-31}. */
    DATE,
    /** ISO 8601 date-times, {@code 2015-12-31T23:59:59[.fff][Z|±hh:mm]}, also with a blank for the T; without zone: UTC. */
    TIMESTAMP,
    /** Text with few distinct values. */
    CATEGORY,
    /** Any other text. */
    TEXT,
    /** Samples of an image, 0 to 255 each; as text the Base64 of these bytes. Data sets of images alone have such columns. */
    IMAGE;

    public boolean isNumeric() {
        return this == INTEGER || this == DECIMAL;
    }

    /** Dates and timestamps; a timestamp counts as its date (UTC) where it feeds a model. */
    public boolean isTemporal() {
        return this == DATE || this == TIMESTAMP;
    }

    /** Booleans, categories and text: values that are compared for equality. */
    public boolean isCategorical() {
        return this == BOOLEAN || this == CATEGORY || this == TEXT;
    }

    /** The name in JSON and YAML: {@code decimal}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static ColumnType ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
