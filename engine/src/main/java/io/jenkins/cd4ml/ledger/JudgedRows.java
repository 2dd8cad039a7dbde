package io.jenkins.cd4ml.ledger;

import io.jenkins.cd4ml.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The rows of a judgement, as the ledger knows rows: by their key where the data have one, else by the content of all columns. So a column
 * that is added later, or a corrected label, does not make rows of a keyed table new.
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
        List<String> names = key.isEmpty() ? rows.schema().names() : key;
        return new JudgedRows(rows, target, names.stream().sorted().toList());
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
