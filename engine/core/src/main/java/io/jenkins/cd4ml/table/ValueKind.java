package io.jenkins.cd4ml.table;

/** What a single present value looks like; the types of columns follow from how often each kind stands in them. */
public enum ValueKind {
    /** A whole number that a long holds. */
    INTEGER,
    /** Any other finite number. */
    DECIMAL,
    /** Digits that begin with a 0 which no number needs: {@code 007}, {@code 01.5}; a number only where a type is declared. */
    CODE,
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
