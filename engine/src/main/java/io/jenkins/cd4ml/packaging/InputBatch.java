package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.data.ColumnValues;
import io.jenkins.cd4ml.data.Table;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.stage.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as a packaged model takes them.
 *
 * @param columns one for each input of the signature, in its order, each of {@code rows} elements
 */
public record InputBatch(int rows, List<InputColumn> columns) {

    public InputBatch {
        columns = List.copyOf(columns);
        for (InputColumn column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException(column.size() + " elements in a batch of " + rows + " rows");
            }
        }
    }

    /**
     * Takes the model's columns out of a table.
     *
     * @param from first row, {@code to} the row after the last one
     * @throws InputException where the table lacks a column, or holds another type of values there
     */
    public static InputBatch of(PackageManifest manifest, Table table, int from, int to) {
        List<InputColumn> columns = new ArrayList<>();
        for (TensorSignature input : manifest.inputs()) {
            if (table.schema().indexOf(input.column()) < 0) {
                throw new InputException(
                        "the rows have no column " + input.column() + ", which the model " + manifest.model()
                                + " reads; they have " + table.schema().names());
            }
            columns.add(column(input, table.column(input.column()), from, to));
        }
        return new InputBatch(to - from, columns);
    }

    static InputColumn column(TensorSignature input, ColumnValues values, int from, int to) {
        switch (input.codec()) {
            case Signature.NUMBER_CODEC -> {
                if (values instanceof ColumnValues.Numbers numbers) {
                    float[] elements = new float[to - from];
                    for (int i = 0; i < elements.length; i++) {
                        elements[i] = (float) numbers.values()[from + i];
                    }
                    return new InputColumn.Numbers(elements);
                }
            }
            case Signature.DATE_CODEC -> {
                if (values instanceof ColumnValues.Dates dates) {
                    return new InputColumn.Days(Arrays.copyOfRange(dates.epochDays(), from, to));
                }
            }
            case Signature.TEXT_CODEC -> {
                String[] elements = new String[to - from];
                for (int i = 0; i < elements.length; i++) {
                    String text = values.text(from + i);
                    elements[i] = text == null ? "" : text;
                }
                return new InputColumn.Texts(elements);
            }
            default -> throw new InputException("the codec " + input.codec() + " of the model's input " + input.name()
                    + " is not known here: use the release of CD4ML that made the package");
        }
        throw new InputException("column " + input.column() + " holds "
                + (values instanceof ColumnValues.Dates
                        ? "dates"
                        : values instanceof ColumnValues.Numbers ? "numbers" : "text")
                + ", the model reads it by the codec " + input.codec());
    }
}
