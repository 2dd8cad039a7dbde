package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * What {@code validateModel} found on the held-out rows.
 *
 * @param split the rows it was judged on: {@code test} or {@code validation}
 * @param confusion null for regression
 * @param residuals predicted minus actual; null for classification
 * @param champion null where there is no champion
 */
public record ValidateModelDetail(
        String task,
        String split,
        long rows,
        List<MetricValue> metrics,
        Confusion confusion,
        Histogram residuals,
        ChampionComparison champion,
        List<Slice> slices)
        implements StageDetail {

    /**
     * A confusion matrix.
     *
     * @param labels the classes with most rows first; beyond 50 classes the smaller ones together as the last one
     * @param counts counts[i][j]: rows whose actual class is labels[i] and predicted class labels[j]
     */
    public record Confusion(List<String> labels, List<List<Long>> counts) {}

    /**
     * Candidate and champion on the same rows.
     *
     * @param rows rows that both were judged on
     * @param excludedRows held-out rows left out because one of the two was trained on them
     * @param reason why the two cannot be compared, a clause; null where they were
     * @param differences empty where they cannot be compared; metrics that are undefined for one of the two are left out
     */
    public record ChampionComparison(
            ModelReference champion, long rows, long excludedRows, String reason, List<Difference> differences) {}

    /**
     * A paired difference.
     *
     * @param difference candidate minus champion
     * @param interval paired bootstrap interval of the difference; null where there are too few rows for one
     */
    public record Difference(
            String metric,
            String label,
            double candidate,
            double champion,
            double difference,
            Interval interval,
            boolean higherIsBetter) {}

    /** Metrics on the rows where {@code column} has {@code value} (a category, or a range of numbers). */
    public record Slice(String column, String value, long rows, List<MetricValue> metrics) {}
}
