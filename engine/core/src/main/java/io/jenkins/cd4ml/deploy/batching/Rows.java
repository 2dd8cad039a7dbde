package io.jenkins.cd4ml.deploy.batching;

import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of one schema, cut and joined. */
final class Rows {
    private Rows() {}

    /** The rows from {@code from} to before {@code to}. */
    static Table range(Table table, int from, int to) {
        List<ColumnValues> columns = new ArrayList<>();
        for (ColumnValues column : table.columns()) {
            columns.add(range(column, from, to));
        }
        return new Table(table.schema(), columns, Arrays.copyOfRange(table.keys(), from, to));
    }

    /** All rows of the tables, in that order. */
    static Table join(List<Table> tables) {
        if (tables.size() == 1) {
            return tables.get(0);
        }
        int rows = tables.stream().mapToInt(Table::rows).sum();
        Table first = tables.get(0);
        List<ColumnValues> columns = new ArrayList<>();
        for (int i = 0; i < first.columns().size(); i++) {
            columns.add(join(tables, i, rows));
        }
        return new Table(first.schema(), columns, new long[rows]);
    }

    private static ColumnValues range(ColumnValues values, int from, int to) {
        if (values instanceof ColumnValues.Numbers numbers) {
            return new ColumnValues.Numbers(Arrays.copyOfRange(numbers.values(), from, to));
        }
        if (values instanceof ColumnValues.Dates dates) {
            return new ColumnValues.Dates(Arrays.copyOfRange(dates.epochDays(), from, to));
        }
        if (values instanceof ColumnValues.Images images) {
            return new ColumnValues.Images(Arrays.copyOfRange(images.samples(), from, to));
        }
        return new ColumnValues.Texts(Arrays.copyOfRange(((ColumnValues.Texts) values).values(), from, to));
    }

    private static ColumnValues join(List<Table> tables, int column, int rows) {
        ColumnValues first = tables.get(0).columns().get(column);
        Object joined = array(first, rows);
        int at = 0;
        for (Table table : tables) {
            System.arraycopy(array(table.columns().get(column)), 0, joined, at, table.rows());
            at += table.rows();
        }
        if (first instanceof ColumnValues.Numbers) {
            return new ColumnValues.Numbers((double[]) joined);
        }
        if (first instanceof ColumnValues.Images) {
            return new ColumnValues.Images((byte[][]) joined);
        }
        return first instanceof ColumnValues.Dates
                ? new ColumnValues.Dates((long[]) joined)
                : new ColumnValues.Texts((String[]) joined);
    }

    private static Object array(ColumnValues values) {
        if (values instanceof ColumnValues.Numbers numbers) {
            return numbers.values();
        }
        if (values instanceof ColumnValues.Images images) {
            return images.samples();
        }
        return values instanceof ColumnValues.Dates dates ? dates.epochDays() : ((ColumnValues.Texts) values).values();
    }

    private static Object array(ColumnValues like, int size) {
        if (like instanceof ColumnValues.Numbers) {
            return new double[size];
        }
        if (like instanceof ColumnValues.Images) {
            return new byte[size][];
        }
        return like instanceof ColumnValues.Dates ? new long[size] : new String[size];
    }
}
