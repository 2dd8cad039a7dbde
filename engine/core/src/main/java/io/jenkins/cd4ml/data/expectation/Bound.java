package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.ExactNumber;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.time.Instant;

/**
 * The smallest or largest allowed value, a number or a date; a bare date bounds timestamps by their day (UTC).
 *
 * @param number NaN where the bound is a date or a timestamp
 * @param day {@link ColumnValues.Dates#MISSING} where it is no bare date
 * @param instant null where it is a number
 */
record Bound(String text, boolean lower, double number, long day, Instant instant) {

    /** Null where the text is neither a number nor a date. */
    static Bound of(String text, boolean lower) {
        double number = ValueSyntax.number(text);
        Instant instant = Double.isNaN(number) ? ValueSyntax.timestamp(text) : null;
        return Double.isNaN(number) && instant == null
                ? null
                : new Bound(text, lower, number, ValueSyntax.day(text), instant);
    }

    boolean allows(String value) {
        int comparison;
        if (!Double.isNaN(number)) {
            double given = ValueSyntax.number(value);
            if (Double.isNaN(given)) {
                return false;
            }
            comparison = ExactNumber.compare(value, given, text, number);
        } else {
            Instant given = ValueSyntax.timestamp(value);
            if (given == null) {
                return false;
            }
            comparison = day != ColumnValues.Dates.MISSING
                    ? Double.compare(Math.floor(ValueSyntax.days(given)), day)
                    : given.compareTo(instant);
        }
        return lower ? comparison >= 0 : comparison <= 0;
    }

    boolean fits(ColumnType type) {
        return Double.isNaN(number) ? type.isTemporal() : type.isNumeric();
    }

    /** Whether it bounds dates, of which no number would mean anything to a reader. */
    boolean isDate() {
        return Double.isNaN(number);
    }

    /** The bound as a number; NaN of a date. */
    double threshold() {
        return number;
    }
}
