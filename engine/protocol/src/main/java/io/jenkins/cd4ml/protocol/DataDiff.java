package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * How a data version differs from an earlier one.
 *
 * @param baseline the earlier data version
 * @param baselineRows rows it had
 * @param addedFiles paths that are new; {@code removedFiles}, {@code changedFiles} likewise
 * @param addedColumns names that are new; {@code removedColumns} likewise
 * @param columns columns present in both whose figures moved, the biggest move first
 */
public record DataDiff(
        String baseline,
        long baselineRows,
        List<String> addedFiles,
        List<String> removedFiles,
        List<String> changedFiles,
        List<String> addedColumns,
        List<String> removedColumns,
        List<ColumnChange> columns) {

    /**
     * One column's change.
     *
     * @param before the earlier figure, {@code after} the new one, of {@code figure}: {@code type}, {@code missing share},
     *     {@code mean}, {@code sd}, {@code distinct}, {@code values}
     */
    public record ColumnChange(String column, String figure, String before, String after) {}
}
