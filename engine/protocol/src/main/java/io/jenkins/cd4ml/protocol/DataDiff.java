package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * How a data version differs from an earlier one.
 *
 * @param baseline the earlier data version
 * @param baselineRows rows it had
 * @param addedFiles paths that are new, the first 100 of them; {@code removedFiles}, {@code changedFiles} likewise
 * @param renamedFiles files of the same content under another path, which are neither new nor gone
 * @param addedColumns names that are new; {@code removedColumns} likewise
 * @param columns columns present in both whose figures moved, the biggest move first, at most 100
 */
public record DataDiff(
        String baseline,
        long baselineRows,
        List<String> addedFiles,
        List<String> removedFiles,
        List<String> changedFiles,
        List<Rename> renamedFiles,
        List<String> addedColumns,
        List<String> removedColumns,
        List<ColumnChange> columns) {

    /** A file's path then and now. */
    public record Rename(String from, String to) {}

    /**
     * One column's change.
     *
     * @param before the earlier figure, {@code after} the new one, of {@code figure}: {@code type}, {@code missing share},
     *     {@code mean}, {@code sd}, {@code distinct}, {@code values} (those that went, those that came)
     */
    public record ColumnChange(String column, String figure, String before, String after) {}
}
