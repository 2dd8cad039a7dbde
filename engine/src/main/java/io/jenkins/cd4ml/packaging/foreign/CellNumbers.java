package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.OnnxJavaType;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;

/** A column's cells as the numbers of a tensor: dates as epoch days, booleans as 0 and 1, missing ones as NaN. */
@FunctionalInterface
interface CellNumbers {
    double at(int row);

    static CellNumbers of(Table rows, String column, ForeignInputs.Slot slot) {
        ColumnValues values = rows.column(column);
        CellNumbers numbers = of(values, column, slot);
        boolean whole = slot.type() == OnnxJavaType.INT64 || slot.type() == OnnxJavaType.INT32;
        return row -> {
            if (values.isMissing(row)) {
                if (whole) {
                    throw new InputException("column " + column + " lacks a value, and the input '" + slot.input()
                            + "' of whole numbers has no way to say so: leave such rows out, or fill them");
                }
                return Double.NaN;
            }
            return numbers.at(row);
        };
    }

    private static CellNumbers of(ColumnValues values, String column, ForeignInputs.Slot slot) {
        if (values instanceof ColumnValues.Numbers numbers) {
            return row -> numbers.values()[row];
        }
        if (values instanceof ColumnValues.Dates dates) {
            return row -> dates.epochDays()[row];
        }
        return row -> switch (values.text(row)) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new InputException("column " + column + " holds text, and the input '" + slot.input()
                    + "' takes numbers: list the columns that the model reads in validate.model.columns");
        };
    }
}
