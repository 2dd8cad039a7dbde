package io.jenkins.cd4ml.ledger;

import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The rows of a judgement, as the ledger knows rows: by their key where the data have one, else by the content of all columns. So a column
 * that is added later, or a corrected label, does not make rows of a keyed table new.
 *
 * <p>Sensitive columns take no part: a reader of the ledger could test a guess of their values against the hashes. Rows with a sensitive
 * key are known by the content of the other columns; where every column is sensitive, all rows are one, so that each judgement counts as
 * one on the same rows.
 */
public final class JudgedRows {
    private final Table rows;
    private final String target;
    private final List<String> columns;
    private final RowSketch sketch;
    private final Map<List<String>, RowSketch> sketches = new HashMap<>();

    private JudgedRows(Table rows, String target, List<String> columns) {
        this.rows = rows;
        this.target = target;
        this.columns = columns;
        this.sketch = sketch(columns);
    }

    /**
     * The rows of a table.
     *
     * @param key the columns that identify a row; empty: all of them do together
     * @param target column that is predicted
     */
    public static JudgedRows of(Table rows, List<String> key, String target) {
        boolean byKey = !key.isEmpty() && key.stream().noneMatch(name -> isSensitive(rows, name));
        List<String> names = (byKey ? key : rows.schema().names())
                .stream().filter(name -> !isSensitive(rows, name)).sorted().toList();
        return new JudgedRows(rows, target, names);
    }

    private static boolean isSensitive(Table rows, String column) {
        return rows.schema().find(column).map(Column::sensitive).orElse(false);
    }

    /** Base64 of their smallest hashes. */
    public String sketch() {
        return sketch.encode();
    }

    /**
     * What an earlier judgement saw of these rows.
     *
     * @param share of these rows, 0 to 1
     * @param sameRows whether it judged these very rows
     * @param assumed the two cannot be compared, so as many of these rows are taken to have been seen as it had
     */
    record Overlap(double share, boolean sameRows, boolean assumed) {}

    Overlap seenBy(String earlier) {
        RowSketch other = RowSketch.decode(earlier);
        boolean comparable = other.isOf(columns)
                || !other.columns().isEmpty() && rows.schema().names().containsAll(other.columns());
        if (!comparable) {
            return assumed(other);
        }
        RowSketch own = other.isOf(columns) ? sketch : sketch(other.columns());
        OptionalDouble share = own.sharedWith(other);
        return share.isEmpty() ? assumed(other) : new Overlap(share.getAsDouble(), own.isSame(other), false);
    }

    private Overlap assumed(RowSketch other) {
        double share = sketch.distinct() == 0 ? 0 : Math.min(1, other.distinct() / (double) sketch.distinct());
        return new Overlap(share, false, true);
    }

    private RowSketch sketch(List<String> names) {
        return sketches.computeIfAbsent(names, some -> RowSketch.of(RowHashes.of(rows, some, target), some));
    }
}
