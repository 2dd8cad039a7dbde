package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.model.RawValues;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows as a packaged model takes them.
 *
 * @param columns one for each input of the signature, in its order, each of {@code rows} elements
 */
public record InputBatch(int rows, List<InputColumn> columns) {
    private static final Map<String, RowCodec> CODECS =
            Arrays.stream(RowCodec.values()).collect(Collectors.toUnmodifiableMap(RowCodec::id, codec -> codec));

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
            Column column = require(manifest, table, input.column());
            columns.add(column(input, column, table.column(column.name()), from, to));
        }
        return new InputBatch(to - from, columns);
    }

    /**
     * Reads raw values, as they stand in CSV fields or JSON, by the codecs that training used.
     *
     * @param rows by column the value: null, text, a number or a boolean. Columns that the model does not read are ignored
     * @throws InputException where a row lacks a column or has a value that the codec cannot read; names row and column
     */
    public static InputBatch ofRaw(PackageManifest manifest, List<? extends Map<String, ?>> rows) {
        RawValues texts = new RawValues(manifest.textReading());
        List<InputColumn> columns = new ArrayList<>();
        List<Column> schema = manifest.schema().columns();
        for (int i = 0; i < schema.size(); i++) {
            Column column = schema.get(i);
            TensorSignature input = manifest.inputs().get(i);
            InputColumn elements = empty(codec(input), rows.size());
            for (int row = 0; row < rows.size(); row++) {
                try {
                    fill(elements, row, column, input, texts, rows.get(row));
                } catch (InputException e) {
                    throw new InputException("row " + (row + 1) + ": " + e.getMessage());
                }
            }
            columns.add(elements);
        }
        return new InputBatch(rows.size(), columns);
    }

    /** Some of the rows: {@code from} is the first one, {@code to} the one after the last. */
    InputBatch slice(int from, int to) {
        return from == 0 && to == rows
                ? this
                : new InputBatch(
                        to - from,
                        columns.stream().map(column -> column.slice(from, to)).toList());
    }

    private static void fill(
            InputColumn elements,
            int row,
            Column column,
            TensorSignature input,
            RawValues reading,
            Map<String, ?> values) {
        Object given = values.get(column.name());
        if (given == null && !values.containsKey(column.name())) {
            throw new InputException(
                    "column " + column.name() + " is not there; a value that is not known is null or empty");
        }
        Object raw = reading.of(column, given);
        if (elements instanceof InputColumn.Numbers numbers) {
            numbers.values()[row] = RowCodec.number(column, raw);
        } else if (elements instanceof InputColumn.ExactNumbers numbers) {
            numbers.values()[row] = RowCodec.exactNumber(column, raw);
        } else if (elements instanceof InputColumn.Days days) {
            days.values()[row] = RowCodec.epochDay(column, raw);
        } else if (elements instanceof InputColumn.Texts texts) {
            texts.values()[row] = RowCodec.text(column, raw);
        } else if (elements instanceof InputColumn.Images images) {
            images.samples()[row] = RowCodec.image(column, RowCodec.image(column, raw), width(input));
        }
    }

    private static InputColumn empty(RowCodec codec, int rows) {
        return switch (codec) {
            case NUMBER -> new InputColumn.Numbers(new float[rows]);
            case NUMBER_64 -> new InputColumn.ExactNumbers(new double[rows]);
            case EPOCH_DAY -> new InputColumn.Days(new long[rows]);
            case TEXT, BOOLEAN -> new InputColumn.Texts(new String[rows]);
            case IMAGE -> new InputColumn.Images(new byte[rows][]);
        };
    }

    /** The table's column of that name. */
    static Column require(PackageManifest manifest, Table table, String name) {
        return table.schema()
                .find(name)
                .orElseThrow(() ->
                        new InputException("the rows have no column " + name + ", which the model " + manifest.model()
                                + " reads; they have " + table.schema().names()));
    }

    static InputColumn column(TensorSignature input, Column column, ColumnValues values, int from, int to) {
        RowCodec codec = codec(input);
        if (codec == RowCodec.IMAGE && values instanceof ColumnValues.Images images) {
            byte[][] samples = Arrays.copyOfRange(images.samples(), from, to);
            for (byte[] image : samples) {
                RowCodec.image(column, image, width(input));
            }
            return new InputColumn.Images(samples);
        }
        if (codec == RowCodec.NUMBER && values instanceof ColumnValues.Numbers numbers) {
            float[] elements = new float[to - from];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = RowCodec.number(column, numbers.values()[from + i]);
            }
            return new InputColumn.Numbers(elements);
        }
        if (codec == RowCodec.NUMBER_64 && values instanceof ColumnValues.Numbers numbers) {
            return new InputColumn.ExactNumbers(Arrays.copyOfRange(numbers.values(), from, to));
        }
        if (codec == RowCodec.EPOCH_DAY && values instanceof ColumnValues.Dates dates) {
            return new InputColumn.Days(Arrays.copyOfRange(dates.epochDays(), from, to));
        }
        if (codec == RowCodec.TEXT || codec == RowCodec.BOOLEAN) {
            String[] elements = new String[to - from];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = values.isMissing(from + i) ? RowCodec.MISSING_TEXT : values.text(from + i);
            }
            return new InputColumn.Texts(elements);
        }
        throw new InputException(
                "column " + column.name() + " holds " + column.type().label()
                        + " values, and the model reads it by the codec " + codec.id()
                        + "; declare its type under data.columns as it was when the model was trained");
    }

    private static long width(TensorSignature input) {
        return input.shape().get(1);
    }

    static RowCodec codec(TensorSignature input) {
        RowCodec codec = CODECS.get(input.codec());
        if (codec != null) {
            return codec;
        }
        throw new InputException("the codec " + input.codec() + " of the model's input " + input.name()
                + " is not known here: use the release of CD4ML that made the package");
    }
}
