package io.jenkins.cd4ml.testing;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnType;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables for tests: the sample files of {@code src/test/resources/data}, or rows written in the test itself. */
public final class SampleTables {
    private SampleTables() {}

    /** A sample file: {@code diabetes.csv}. */
    public static Table read(String name) throws IOException {
        return read(name, Map.of());
    }

    /** A sample file with columns of other types than their values have. */
    public static Table read(String name, Map<String, ColumnType> types) throws IOException {
        try (InputStream in = SampleTables.class.getResourceAsStream("/data/" + name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), types);
        }
    }

    /** CSV text with a header; an empty field is missing. The whole row is its key. */
    public static Table parse(String csv) {
        return parse(csv, Map.of());
    }

    /** CSV text with a header and columns of given types; the others are found from the values. */
    public static Table parse(String csv, Map<String, ColumnType> types) {
        List<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(csv).stream().toList();
        List<Column> columns = new ArrayList<>();
        List<ColumnValues> values = new ArrayList<>();
        for (String name : rows.get(0).getHeader()) {
            List<String> fields = rows.stream()
                    .map(row -> row.getField(name))
                    .map(field -> field.isEmpty() ? null : field)
                    .toList();
            ColumnType type = types.getOrDefault(name, type(fields));
            columns.add(new Column(name, type, false));
            values.add(values(type, fields));
        }
        long[] keys = rows.stream().mapToLong(row -> key(row.getFields())).toArray();
        return new Table(new Schema(columns), values, keys);
    }

    /** The same table with that column's values replaced. */
    public static Table with(Table table, String column, ColumnValues values) {
        List<ColumnValues> columns = new ArrayList<>(table.columns());
        columns.set(table.schema().indexOf(column), values);
        return new Table(table.schema(), columns, table.keys());
    }

    private static ColumnType type(List<String> fields) {
        if (matches(fields, "-?[0-9]+")) {
            return ColumnType.INTEGER;
        }
        if (matches(fields, "-?[0-9]*\\.?[0-9]+(e-?[0-9]+)?")) {
            return ColumnType.DECIMAL;
        }
        if (matches(fields, "true|false")) {
            return ColumnType.BOOLEAN;
        }
        return matches(fields, "[0-9]{4}-[0-9]{2}-[0-9]{2}") ? ColumnType.DATE : ColumnType.CATEGORY;
    }

    private static boolean matches(List<String> fields, String regex) {
        return fields.stream().allMatch(field -> field == null || field.matches(regex))
                && fields.stream().anyMatch(field -> field != null);
    }

    private static ColumnValues values(ColumnType type, List<String> fields) {
        if (type.isNumeric()) {
            return new ColumnValues.Numbers(fields.stream()
                    .mapToDouble(field -> field == null ? Double.NaN : Double.parseDouble(field))
                    .toArray());
        }
        if (type.isTemporal()) {
            return new ColumnValues.Dates(fields.stream()
                    .mapToLong(field -> field == null
                            ? ColumnValues.Dates.MISSING
                            : LocalDate.parse(field).toEpochDay())
                    .toArray());
        }
        return new ColumnValues.Texts(fields.toArray(String[]::new));
    }

    private static long key(List<String> fields) {
        try {
            byte[] bytes = String.join("\u0000", fields).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
