package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * What {@code checkDrift} found.
 *
 * @param reference data version of the reference rows; {@code current} that of the rows that were checked
 * @param driftedColumns of {@code testedColumns}; {@code share} = driftedColumns / testedColumns
 * @param shareThreshold the data set has drifted from this share on
 * @param prediction drift of the model's predictions; null where no model was asked
 */
public record CheckDriftDetail(
        String preset,
        String reference,
        long referenceRows,
        String current,
        long currentRows,
        int testedColumns,
        int driftedColumns,
        double share,
        double shareThreshold,
        boolean drifted,
        List<ColumnDrift> columns,
        ColumnDrift prediction,
        ModelReference model)
        implements StageDetail {

    /**
     * One column.
     *
     * @param role {@code feature}, {@code target} or {@code prediction}
     * @param test {@code ks}, {@code chisquare}, {@code z}, {@code wasserstein}, {@code jensenshannon}, {@code psi}, …
     * @param score what the threshold is held against: the p-value of a test, or the distance
     * @param pValue of a test; {@code null} for a distance
     * @param effectSize Cohen's d for numbers, Cramér's V for categories: how far, whatever the sample size
     * @param newCategories categories that the reference does not know, at most 20
     * @param referenceHistogram over the same bins as {@code currentHistogram}; null for categories
     * @param referenceCounts counts by category, largest first, at most 20, in the same order as {@code currentCounts}
     */
    public record ColumnDrift(
            String column,
            String type,
            String role,
            String test,
            Double score,
            Double threshold,
            Double pValue,
            boolean drifted,
            Double effectSize,
            Double referenceMissing,
            Double currentMissing,
            List<String> newCategories,
            Histogram referenceHistogram,
            Histogram currentHistogram,
            List<ValueCount> referenceCounts,
            List<ValueCount> currentCounts,
            String message) {}
}
