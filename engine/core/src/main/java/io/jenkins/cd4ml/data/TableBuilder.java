package io.jenkins.cd4ml.data;

import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Grows a table from rows of texts. */
final class TableBuilder {
    private final Schema schema;
    private final RowKeys rowKeys;
    private final Unreadable unreadable;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private long[] keys;
    private int size;

    /**
     * @param key names of the key columns; empty: the whole row
     * @param capacity expected number of rows
     */
    TableBuilder(Schema schema, List<String> key, int capacity) {
        this(schema, key, capacity, null);
    }

    /** @param unreadable takes values that are not of their column's type; null: the first of them ends everything */
    TableBuilder(Schema schema, List<String> key, int capacity, Unreadable unreadable) {
        this.unreadable = unreadable;
        this.schema = schema;
        this.rowKeys = new RowKeys(schema.names(), key);
        this.keys = new long[capacity];
        schema.columns().forEach(column -> columns.add(ColumnBuilder.of(column.type(), capacity)));
    }

    /** Appends a row; {@code values} in the schema's order, null where missing. */
    void add(String file, long line, String[] values) {
        for (int i = 0; i < values.length; i++) {
            if (columns.get(i).add(values[i])) {
                continue;
            }
            if (unreadable == null) {
                throw ValueProblems.mismatch(file, line, schema.columns().get(i), values[i]);
            }
            unreadable.value(file, line, schema.columns().get(i), values[i]);
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, Math.max(16, size + (size >> 1)));
        }
        keys[size++] = rowKeys.of(values);
    }

    Table build() {
        return new Table(
                schema,
                columns.stream().map(ColumnBuilder::build).toList(),
                size == keys.length ? keys : Arrays.copyOf(keys, size));
    }
}
