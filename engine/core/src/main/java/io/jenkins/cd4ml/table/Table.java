package io.jenkins.cd4ml.table;

import java.util.List;

/**
 * Typed rows in memory.
 *
 * @param columns values in the schema's order
 * @param keys by row: 64 bits of the SHA-256 of the row's key (of the whole row where no key is configured), the row's
 *     identity across data versions
 */
public record Table(Schema schema, List<ColumnValues> columns, long[] keys) {

    public int rows() {
        return keys.length;
    }

    /** The values of that column; throws {@link IllegalArgumentException} where there is none of that name. */
    public ColumnValues column(String name) {
        int index = schema.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + name + " among " + schema.names());
        }
        return columns.get(index);
    }

    /** Those rows, in that order. */
    public Table select(int[] rows) {
        long[] selected = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = keys[rows[i]];
        }
        return new Table(
                schema, columns.stream().map(column -> column.select(rows)).toList(), selected);
    }
}
