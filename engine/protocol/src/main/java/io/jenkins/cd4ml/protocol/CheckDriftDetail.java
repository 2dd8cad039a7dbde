package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * What {@code checkDrift} found.
 *
 * @param reference data version of the reference rows; {@code current} that of the rows that were checked
 * @param driftedColumns of {@code testedColumns}; {@code share} = driftedColumns / testedColumns
 * @param shareThreshold the data set has drifted from this share on
 * @param columns every column that was looked at, drifted ones first; those that were not judged last; after the first 1,000 without
 *     histograms and counts
 * @param prediction drift of the model's predictions; null where no model was asked
 * @param model the model that was asked; null where none was
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
     * @param test {@code ks}, {@code chisquare}, {@code z}, {@code wasserstein}, {@code jensenshannon}, {@code psi}, …;
     *     null where the column was not judged, for the reason in {@code message}
     * @param score what the threshold is held against: the p-value of a test, or the distance
     * @param pValue of a test; {@code null} for a distance
     * @param adjustedPValue the p-value after Benjamini and Hochberg's correction for the number of columns; it decides nothing
     * @param effectSize Cohen's d for numbers, Cramér's V for categories: how far, whatever the sample size
     * @param referenceMissing share of the rows without a value; {@code currentMissing} likewise
     * @param newCategories categories that the reference does not know, at most 20; empty for a sensitive column
     * @param referenceHistogram over the same bins as {@code currentHistogram}; null for categories and sensitive columns
     * @param referenceCounts counts of the categories with the largest shares on either side, at most 20, in the same order
     *     as {@code currentCounts}; empty for numbers and sensitive columns
     * @param message one sentence that a person understands without the rest
     */
    public record ColumnDrift(
            String column,
            String type,
            String role,
            String test,
            Double score,
            Double threshold,
            Double pValue,
            Double adjustedPValue,
            boolean drifted,
            Double effectSize,
            Double referenceMissing,
            Double currentMissing,
            List<String> newCategories,
            Histogram referenceHistogram,
            Histogram currentHistogram,
            List<ValueCount> referenceCounts,
            List<ValueCount> currentCounts,
            String message) {

        /** The same without histograms and counts. */
        public ColumnDrift brief() {
            return new ColumnDrift(
                    column,
                    type,
                    role,
                    test,
                    score,
                    threshold,
                    pValue,
                    adjustedPValue,
                    drifted,
                    effectSize,
                    referenceMissing,
                    currentMissing,
                    newCategories,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    message);
        }
    }
}
