package io.jenkins.cd4ml.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The columns of a data set in file order. */
public record Schema(List<Column> columns) {

    public Optional<Column> find(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Position of the column, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
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
