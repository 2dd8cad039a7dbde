package io.jenkins.cd4ml.table;

/** What a single present value looks like; the types of columns follow from how often each kind stands in them. */
public enum ValueKind {
    /** A whole number that a long holds. */
    INTEGER,
    /** Any other finite number. */
    DECIMAL,
    BOOLEAN,
    DATE,
    TIMESTAMP,
    /** None of the others. */
    TEXT;

    public boolean isNumeric() {
        return this == INTEGER || this == DECIMAL;
    }

    public boolean isTemporal() {
        return this == DATE || this == TIMESTAMP;
    }
}
