package io.jenkins.cd4ml.protocol;

import java.util.List;

/**
 * What {@code validateModel} found on the held-out rows.
 *
 * @param split the rows it was judged on: {@code test}, {@code validation} or {@code all}
 * @param confusion null for regression
 * @param residuals predicted minus actual; null for classification
 * @param champion null where there is no champion
 * @param source path of the ONNX file or the file of predictions that was judged; null: the run's model
 * @param calibration null for regression, and where predictions are labels alone
 * @param importance null where it was not asked for
 * @param fairness groups side by side, one entry a column and class; null or empty where nobody asked
 * @param contributions SHAP values of boosted trees in short; null for other models, and where importance was not asked for
 * @param evidence what these rows could show, and how often they have been asked; null in results of stages that did not get that far
 */
public record ValidateModelDetail(
        String task,
        String split,
        long rows,
        List<MetricValue> metrics,
        Confusion confusion,
        Histogram residuals,
        ChampionComparison champion,
        List<Slice> slices,
        String source,
        Calibration calibration,
        Importance importance,
        List<Fairness> fairness,
        Contributions contributions,
        Evidence evidence)
        implements StageDetail {
    /**
     * What the judged rows could show.
     *
     * @param gates the sensitivity of each gate that a sample can leave undecided
     * @param passIfEqual probability that a model exactly as good as the champion passes every gate that compares; null without such a gate
     * @param reuse how often these rows have judged models
     * @param onInconclusive the policy: {@code fail}, {@code unstable} or {@code pass}
     * @param champions for each metric that a gate compares, the champions so far with what each lost or gained; null or empty where
     *     fewer than two are known
     */
    public record Evidence(
            List<Sensitivity> gates,
            Double passIfEqual,
            Reuse reuse,
            String onInconclusive,
            List<ChampionHistory> champions) {}

    /**
     * The champions of an environment one after the other. Each comparison accepts a small loss; together they can be a large one.
     *
     * @param label the class; null for the whole
     * @param margin of the gate
     * @param omitted older champions that are not among the steps
     * @param steps the oldest first; the last one is the model that is judged now, where it was compared
     * @param best version of the champion with the best sum
     * @param lost how much worse than it the last step is, in the metric's unit; 0 where it is not worse
     */
    public record ChampionHistory(
            String metric,
            String label,
            boolean higherIsBetter,
            double margin,
            int omitted,
            List<ChampionStep> steps,
            int best,
            double lost) {}

    /**
     * One champion.
     *
     * @param version null for the model that is judged now
     * @param before the version that it was compared with, or followed where it was not compared; null for the first champion
     * @param difference this one minus the one before, on the rows of its own validation; null where it was not measured
     * @param interval paired interval of the difference; null where there is none
     * @param rows that both were judged on; null where it was not measured
     * @param sum of the differences since the first champion; what was not measured counts as 0
     */
    public record ChampionStep(
            Integer version, Integer before, Double difference, Interval interval, Long rows, double sum) {}

    /**
     * What one gate could have seen.
     *
     * @param check name of the gate's check
     * @param smallestLoss the smallest margin that an equal model shows on these rows with probability 0.8; null where unknown
     * @param rowsNeeded rows with which an equal model shows the gate's own margin with probability 0.8; null where unknown
     * @param passIfEqual probability that an equal model passes; null where unknown
     * @param better a metric that sees more on the same rows, and how much; null for none
     */
    public record Sensitivity(String check, Double smallestLoss, Long rowsNeeded, Double passIfEqual, String better) {}

    /**
     * How often the judged rows have judged models.
     *
     * @param judgements earlier judgements of other models on rows that overlap with these
     * @param spent the same, each weighted by the share of these rows that it saw
     * @param tail one-sided error that this judgement may make, after correction; without it where {@code policy} is {@code report}
     * @param entry this judgement, for the ledger
     * @param policy {@code correct} or {@code report}
     * @param earlier the newest 20 earlier judgements on any of these rows, of this model too, the oldest first
     * @param freshRows how many unused rows would do, where too little is left for an equal model to pass; null where that is not so
     */
    public record Reuse(
            int judgements,
            double spent,
            double tail,
            LedgerEntry entry,
            String policy,
            List<EarlierJudgement> earlier,
            Long freshRows) {}

    /**
     * An earlier judgement on some of the judged rows.
     *
     * @param verdict null where it was stopped before it had one
     * @param share of the present rows that it saw, 0 to 1
     * @param sameModel whether it judged the same model
     * @param overrides keys that were set otherwise than in {@code cd4ml.yaml}
     */
    public record EarlierJudgement(
            String run, Verdict verdict, double share, boolean sameModel, List<String> overrides) {}

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
     * @param interval paired interval of the difference; null where there are too few rows for one
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

    /**
     * A reliability curve in bins of equal width.
     *
     * @param label the class whose probability is told; null: the most probable one of each row
     * @param bins ascending, empty ones too
     */
    public record Calibration(String label, List<CalibrationBin> bins) {}

    /**
     * Rows whose probability lies above {@code from} and not above {@code to}.
     *
     * @param predicted their mean probability; null without rows
     * @param observed the share of them that are of the class; null without rows
     */
    public record CalibrationBin(double from, double to, long rows, Double predicted, Double observed) {}

    /**
     * Permutation importance.
     *
     * @param metric whose loss is the importance
     * @param repeats permutations of each column
     * @param rows that were shuffled: the judged ones, or some of them by lot
     * @param columns the most important first
     * @param unmeasured how many columns that the model reads are not among them, because there are too many: those that explain least of
     *     its answers by themselves; null where all were measured
     */
    public record Importance(
            String metric, int repeats, long rows, List<ColumnImportance> columns, Integer unmeasured) {}

    /**
     * A column's importance.
     *
     * @param value how much worse the metric becomes, in its unit; below 0 where it becomes better by chance
     * @param interval bootstrap interval over the rows; null where there is none
     */
    public record ColumnImportance(String column, double value, Interval interval) {}

    /**
     * The groups of a column side by side.
     *
     * @param label the class whose selection counts; null for regression
     * @param groups all of them, also those too small to be compared
     * @param metrics differences and ratios between the compared groups
     */
    public record Fairness(String column, String label, List<Group> groups, List<MetricValue> metrics) {}

    /**
     * One group.
     *
     * @param value a category, a range of numbers, or {@code (missing)}
     * @param compared whether it has enough rows to be compared
     * @param metrics its rates
     */
    public record Group(String value, long rows, boolean compared, List<MetricValue> metrics) {}

    /**
     * How far each column moves what boosted trees say.
     *
     * @param unit of the values: {@code log-odds}, {@code logits} or {@code target}
     * @param rows that were explained: the judged ones, or some of them by lot
     * @param columns mean size of their SHAP values, the largest first
     */
    public record Contributions(String unit, long rows, List<ColumnImportance> columns) {}
}
