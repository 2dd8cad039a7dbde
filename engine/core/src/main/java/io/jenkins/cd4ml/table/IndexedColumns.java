package io.jenkins.cd4ml.table;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/** Columns that are found by name at once, however many there are; of equal names the first counts. */
final class IndexedColumns extends AbstractList<Column> implements RandomAccess {
    private final List<Column> columns;
    private final Map<String, Integer> positions;

    private IndexedColumns(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.positions = new HashMap<>(2 * columns.size());
        for (int i = 0; i < this.columns.size(); i++) {
            positions.putIfAbsent(this.columns.get(i).name(), i);
        }
    }

    static IndexedColumns of(List<Column> columns) {
        return columns instanceof IndexedColumns indexed ? indexed : new IndexedColumns(columns);
    }

    /** Position of the column, or -1. */
    int indexOf(String name) {
        return positions.getOrDefault(name, -1);
    }

    @Override
    public Column get(int index) {
        return columns.get(index);
    }

    @Override
    public int size() {
        return columns.size();
    }
}
