package io.jenkins.cd4ml.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The columns of a data set in file order. */
public record Schema(List<Column> columns) {

    public Schema {
        columns = IndexedColumns.of(columns);
    }

    public Optional<Column> find(String name) {
        int position = indexOf(name);
        return position < 0 ? Optional.empty() : Optional.of(columns.get(position));
    }

    /** Position of the column, or -1. */
    public int indexOf(String name) {
        return ((IndexedColumns) columns).indexOf(name);
    }

    /** The same columns; those that are marked here are sensitive besides those that are already. */
    public Schema marking(Predicate<String> sensitive) {
        return new Schema(columns.stream()
                .map(column ->
                        new Column(column.name(), column.type(), column.sensitive() || sensitive.test(column.name())))
                .toList());
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
