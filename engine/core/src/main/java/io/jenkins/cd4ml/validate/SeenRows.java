package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.ledger.RowHashes;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.table.Table;
import java.util.List;

/**
 * The rows that a model was trained on, as far as they are known.
 *
 * @param features columns that it reads
 */
record SeenRows(TrainingKeys keys, List<String> features) {
    /** Of a model that was trained elsewhere. */
    static final SeenRows UNKNOWN = new SeenRows(TrainingKeys.of(new long[0]), List.of());

    /** Whether the model was trained on a row with the key of that row. */
    boolean byKey(Table rows, int row) {
        return keys.contains(rows.keys()[row]);
    }

    /**
     * By row whether the model was trained on a row of that content, which may be the same row under another key, or one that resembles it
     * to the last digit.
     */
    boolean[] byContent(Table rows, String target) {
        boolean[] seen = new boolean[rows.rows()];
        List<String> columns = RowHashes.content(features, target);
        boolean known = keys.size() > 0
                && columns.stream().allMatch(name -> rows.schema().find(name).isPresent());
        if (known) {
            long[] contents = RowHashes.of(rows, columns, target);
            for (int row = 0; row < seen.length; row++) {
                seen[row] = keys.containsContent(contents[row]);
            }
        }
        return seen;
    }
}
