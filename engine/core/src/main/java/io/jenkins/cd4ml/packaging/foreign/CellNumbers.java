package io.jenkins.cd4ml.packaging.foreign;

import ai.onnxruntime.OnnxJavaType;
import io.jenkins.cd4ml.onnx.OnnxInspection;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;

/**
 * A column's cells as the numbers of a tensor: dates as epoch days, booleans as 0 and 1, missing ones as NaN. What an input of whole
 * numbers cannot hold is refused, as is a missing value there.
 */
@FunctionalInterface
interface CellNumbers {
    double at(int row);

    static CellNumbers of(Table rows, String column, ForeignInputs.Slot slot) {
        ColumnValues values = rows.column(column);
        CellNumbers numbers = of(values, column, slot);
        if (slot.type() != OnnxJavaType.INT64 && slot.type() != OnnxJavaType.INT32) {
            return row -> values.isMissing(row) ? Double.NaN : numbers.at(row);
        }
        String input = OnnxInspection.shown(slot.input());
        return row -> {
            if (values.isMissing(row)) {
                throw new InputException("column " + column + " lacks a value, and the input '" + input
                        + "' of whole numbers has no way to say so: leave such rows out, or fill them");
            }
            double number = numbers.at(row);
            if (!fits(number, slot.type())) {
                boolean sensitive = rows.schema().find(column).orElseThrow().sensitive();
                throw new InputException("column " + column + " has " + (sensitive ? "a value" : number) + " in row "
                        + (row + 1) + " of the " + rows.rows() + " to judge it on, and the input '" + input
                        + "' takes whole numbers "
                        + (slot.type() == OnnxJavaType.INT32
                                ? "of 32 bits"
                                : "of 64 bits, of which those below 2^53 are known exactly")
                        + ": name another column for it in validate.model, or export the model with an input of"
                        + " decimal numbers");
            }
            return number;
        };
    }

    private static boolean fits(double number, OnnxJavaType type) {
        // Tables hold 64-bit floats: from 2^53 on one of them stands for several whole numbers.
        double bound = type == OnnxJavaType.INT32 ? 0x1p31 : 0x1p53;
        boolean smallest = type == OnnxJavaType.INT32 && number == -bound;
        return number == Math.rint(number) && (Math.abs(number) < bound || smallest);
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
            default -> throw new InputException("column " + column + " holds text, and the input '"
                    + OnnxInspection.shown(slot.input())
                    + "' takes numbers: list the columns that the model reads in validate.model.columns");
        };
    }
}
