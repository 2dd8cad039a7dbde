package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;

/** What is said of values that are not what their column is. */
public final class ValueProblems {
    private static final int SHOWN = 40;

    private ValueProblems() {}

    /** A value that the column's type does not have. */
    public static InputException mismatch(String file, long line, Column column, String text) {
        return InputException.at(
                file,
                line,
                column.name(),
                shown(text, column.sensitive()) + " is not " + describe(column.type())
                        + ": correct it, or list it under data.missing if it means 'no value', or declare another type under"
                        + " data.columns");
    }

    /** The value in quotes and cut where it is long; of a sensitive column no more than that there is one. */
    public static String shown(String text, boolean sensitive) {
        if (sensitive) {
            return "a value (not shown, the column is sensitive)";
        }
        String cut = text.length() <= SHOWN ? text : text.substring(0, text.offsetByCodePoints(0, SHOWN / 2)) + "…";
        return "'" + cut + "'";
    }

    static String describe(ColumnType type) {
        return switch (type) {
            case INTEGER -> "a whole number";
            case DECIMAL -> "a finite number";
            case BOOLEAN -> "true, false, yes or no";
            case DATE -> "a date such as 2015-12-31";
            case TIMESTAMP -> "a date-time such as 2015-12-31T23:59:59Z";
            case CATEGORY, TEXT -> "text";
            case IMAGE -> "the Base64 of an image's samples";
        };
    }
}
