package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.Map;

/**
 * {@code drift:} what is compared with what.
 *
 * @param preset {@code evidently}: tests and thresholds chosen as Evidently does
 * @param current files, folders or globs of the rows to check: CSV, or the server's request log
 * @param reference {@code training}: the rows the champion was trained on (the data version of the run where there is no
 *     champion); or files
 * @param columns to check; empty: the model's features, and the target where both sides have it
 * @param tests a test of one's own choice, by column; the preset chooses for the others
 * @param share the data set has drifted when at least this share of the columns has
 * @param predictions whether the champion's predictions on both sides are compared too
 * @param minRows columns with fewer values than this on either side are not judged
 * @param feedback files of labels that were sent to the server later; empty: those of the environment's servers
 * @param maxAccuracyDrop where such labels are known the largest allowed loss of accuracy against the validation, or for
 *     numbers the largest relative increase of the RMSE; judged by the interval of the difference
 * @param maxUnreadable the largest allowed share of a column's values that are not of its type, and of lines that are no requests
 * @param maxMissingRise a column whose share of missing values has risen by more than this has drifted
 * @param onEmpty the verdict where there is no current row
 */
public record DriftSettings(
        String preset,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> current,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> reference,
        List<String> columns,
        Map<String, ColumnTest> tests,
        Double share,
        Boolean predictions,
        Integer minRows,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> feedback,
        Double maxAccuracyDrop,
        Double maxUnreadable,
        Double maxMissingRise,
        OnEmpty onEmpty) {

    public static final DriftSettings DEFAULT =
            new DriftSettings(null, null, null, null, null, null, null, null, null, null, null, null, null);

    public DriftSettings {
        preset = Defaults.of(preset, "evidently");
        current = Defaults.of(current);
        reference = reference == null ? List.of("training") : List.copyOf(reference);
        columns = Defaults.of(columns);
        tests = Defaults.of(tests);
        share = Defaults.of(share, 0.5);
        predictions = Defaults.of(predictions, true);
        minRows = Defaults.of(minRows, 30);
        feedback = Defaults.of(feedback);
        maxAccuracyDrop = Defaults.of(maxAccuracyDrop, 0.05);
        maxUnreadable = Defaults.of(maxUnreadable, 0.05);
        maxMissingRise = Defaults.of(maxMissingRise, 0.2);
        onEmpty = Defaults.of(onEmpty, OnEmpty.INCONCLUSIVE);
    }

    /** What current data without a row is. */
    public enum OnEmpty {
        FAIL,
        INCONCLUSIVE,
        PASS
    }

    /**
     * The test for one column.
     *
     * @param test {@code ks}, {@code wasserstein}, {@code energy}, {@code mannwhitney}, {@code t} for numbers;
     *     {@code chisquare}, {@code z}, {@code tvd} for categories; {@code jensenshannon}, {@code psi}, {@code kl},
     *     {@code hellinger} for both
     * @param threshold null: the test's default, 0.05 for a p-value and 0.1 for a distance
     */
    public record ColumnTest(String test, Double threshold) {}
}
