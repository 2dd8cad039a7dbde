package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.model.RawValues;
import io.jenkins.cd4ml.model.RowCodec;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Rows as JSON objects: {@code {"column": value}}, texts read as the training read them ({@link RawValues}), by the {@link RowCodec} that
 * training used. A missing value is
 * {@code null}; a column that is not there at all is an error, because a mistyped name would otherwise be served as a missing
 * value. Other columns than the model's are ignored.
 */
final class JsonRows {
    private final Schema features;
    private final RawValues texts;

    JsonRows(Schema features, RawValues texts) {
        this.features = features;
        this.texts = texts;
    }

    /** The rows as a table of the model's columns; 400 naming row and column where a value is not of its column's type. */
    Table read(JsonNode rows) throws HttpProblem {
        List<ColumnValues> columns = new ArrayList<>();
        for (Column column : features.columns()) {
            columns.add(values(column, rows));
        }
        return new Table(features, columns, new long[rows.size()]);
    }

    private ColumnValues values(Column column, JsonNode rows) throws HttpProblem {
        int size = rows.size();
        return switch (RowCodec.of(column.type())) {
            case NUMBER, NUMBER_64 -> {
                double[] values = new double[size];
                each(size, i -> values[i] = number(column, raw(column, rows, i)));
                yield new ColumnValues.Numbers(values);
            }
            case EPOCH_DAY -> {
                long[] values = new long[size];
                each(size, i -> values[i] = RowCodec.epochDay(column, raw(column, rows, i)));
                yield new ColumnValues.Dates(values);
            }
            case TEXT, BOOLEAN -> {
                String[] values = new String[size];
                each(size, i -> {
                    String text = RowCodec.text(column, raw(column, rows, i));
                    values[i] = text.isEmpty() ? null : text;
                });
                yield new ColumnValues.Texts(values);
            }
            case IMAGE -> {
                byte[][] values = new byte[size][];
                each(size, i -> values[i] = RowCodec.image(column, raw(column, rows, i)));
                yield new ColumnValues.Images(values);
            }
        };
    }

    private static void each(int size, IntConsumer cell) throws HttpProblem {
        for (int i = 0; i < size; i++) {
            try {
                cell.accept(i);
            } catch (InputException e) {
                throw new HttpProblem(400, "rows[" + i + "]: " + e.getMessage());
            }
        }
    }

    private Object raw(Column column, JsonNode rows, int row) {
        JsonNode cell = rows.get(row).get(column.name());
        if (cell == null) {
            throw new InputException("column " + column.name() + " is not there; send null for a missing value");
        }
        return texts.of(column, RowCodec.raw(column, cell));
    }

    /** As exact as it was sent, for the request log; the model takes it as the codec's 32-bit float. */
    private static double number(Column column, Object raw) {
        float element = RowCodec.number(column, raw);
        if (Float.isNaN(element)) {
            return Double.NaN;
        }
        return raw instanceof Number number
                ? number.doubleValue()
                : Double.parseDouble(raw.toString().strip());
    }
}
