package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.data.Column;
import io.jenkins.cd4ml.data.ColumnValues;
import io.jenkins.cd4ml.data.Schema;
import io.jenkins.cd4ml.data.Table;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows as JSON objects: {@code {"column": value}}. A missing value is {@code null}; a column that is not there at all is an
 * error, because a mistyped name would otherwise be served as a missing value. Other columns than the model's are ignored.
 */
final class JsonRows {
    private final Schema features;

    JsonRows(Schema features) {
        this.features = features;
    }

    /** The rows as a table of the model's columns; 400 naming row and column where a value is not of its column's type. */
    Table read(JsonNode rows) throws HttpProblem {
        List<ColumnValues> columns = new ArrayList<>();
        for (Column column : features.columns()) {
            columns.add(values(column, rows));
        }
        return new Table(features, columns, new long[rows.size()]);
    }

    private static ColumnValues values(Column column, JsonNode rows) throws HttpProblem {
        int size = rows.size();
        if (column.type().isNumeric()) {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                JsonNode cell = cell(column, rows, i);
                values[i] = cell.isNull() ? Double.NaN : number(column, cell, i);
            }
            return new ColumnValues.Numbers(values);
        }
        if (column.type().isTemporal()) {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                JsonNode cell = cell(column, rows, i);
                values[i] = cell.isNull() ? ColumnValues.Dates.MISSING : day(column, cell, i);
            }
            return new ColumnValues.Dates(values);
        }
        String[] values = new String[size];
        for (int i = 0; i < size; i++) {
            JsonNode cell = cell(column, rows, i);
            values[i] = cell.isNull() ? null : text(column, cell, i);
        }
        return new ColumnValues.Texts(values);
    }

    private static JsonNode cell(Column column, JsonNode rows, int row) throws HttpProblem {
        JsonNode cell = rows.get(row).get(column.name());
        if (cell == null) {
            throw problem(column, row, "is not there; send null for a missing value");
        }
        return cell;
    }

    private static double number(Column column, JsonNode cell, int row) throws HttpProblem {
        if (!cell.isNumber() || !Double.isFinite(cell.doubleValue())) {
            throw problem(column, row, "must be a number or null" + but(column, cell));
        }
        return cell.doubleValue();
    }

    private static long day(Column column, JsonNode cell, int row) throws HttpProblem {
        try {
            if (cell.isTextual()) {
                return day(cell.textValue().strip().replace(' ', 'T'));
            }
        } catch (DateTimeException e) {
            // said below, with the place
        }
        throw problem(column, row, "must be a date such as \"2015-12-31\" or null" + but(column, cell));
    }

    private static long day(String text) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).toEpochDay();
        }
        boolean zoned = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
        return zoned
                ? OffsetDateTime.parse(text)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDate()
                        .toEpochDay()
                : LocalDateTime.parse(text).toLocalDate().toEpochDay();
    }

    private static String text(Column column, JsonNode cell, int row) throws HttpProblem {
        if (!cell.isValueNode()) {
            throw problem(column, row, "must be a text or null, not an object or a list");
        }
        String text = cell.isFloatingPointNumber()
                ? new ColumnValues.Numbers(new double[] {cell.doubleValue()}).text(0)
                : cell.asText();
        if (column.type() == io.jenkins.cd4ml.data.ColumnType.BOOLEAN) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes" -> "true";
                case "false", "no" -> "false";
                default -> throw problem(column, row, "must be true, false or null" + but(column, cell));
            };
        }
        return text;
    }

    private static String but(Column column, JsonNode cell) {
        if (column.sensitive()) {
            return "";
        }
        String text = cell.toString();
        return ", not " + (text.length() > 60 ? text.substring(0, 60) + "…" : text);
    }

    private static HttpProblem problem(Column column, int row, String what) {
        return new HttpProblem(400, "rows[" + row + "]: column '" + column.name() + "' " + what);
    }
}
