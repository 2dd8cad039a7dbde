package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.table.Column;
import java.util.List;

/**
 * A feature that names rows.
 *
 * @param configured whether it is {@code data.key}
 * @param score what it says of the answer: of rows in the order of their classes everything
 */
record KeyFeature(String column, boolean configured, FeatureScore score) {

    /** A key, or a number of rows that predicts; dates as a key may be meant as what they are. */
    boolean certain() {
        return configured || score.predictive();
    }

    /** Null where the feature names no rows. */
    static KeyFeature of(JudgedData data, FeatureScore score, List<String> key, int[] rows) {
        Column column = data.column(score.column());
        if (key.equals(List.of(column.name()))) {
            return new KeyFeature(column.name(), !column.type().isTemporal(), score);
        }
        return RowNames.nameRows(column, data.table().column(column.name()), rows)
                ? new KeyFeature(column.name(), false, score)
                : null;
    }
}
