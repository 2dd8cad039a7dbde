package io.jenkins.plugins.cd4ml.retrain;

import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Why a model is to be trained again: as one sentence for people, as parameters for the job. Bounded, whatever an agent made up. */
record DriftReason(String sentence, Map<String, String> parameters) {
    /** String parameters that are given to a job that declares them. */
    static final String SHARE = "CD4ML_DRIFT_SHARE";

    static final String COLUMNS = "CD4ML_DRIFTED_COLUMNS";
    static final String DATA_VERSION = "CD4ML_DATA_VERSION";

    private static final int MOST_NAMED = 5;

    /** Empty for a stage that found no drift. */
    static Optional<DriftReason> of(CompletedStage stage) {
        if (!(stage.result().detail() instanceof CheckDriftDetail drift) || !drift.drifted()) {
            return Optional.empty();
        }
        List<String> columns = drift.columns().stream()
                .filter(CheckDriftDetail.ColumnDrift::drifted)
                .map(column -> PlainText.line(column.column()))
                .toList();
        Map<String, String> parameters = new TreeMap<>();
        parameters.put(SHARE, Double.toString(drift.share()));
        parameters.put(COLUMNS, PlainText.line(String.join(",", columns)));
        parameters.put(DATA_VERSION, drift.current() == null ? "" : PlainText.line(drift.current()));
        return Optional.of(new DriftReason(sentence(drift, columns), parameters));
    }

    private static String sentence(CheckDriftDetail drift, List<String> columns) {
        String named = columns.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        String more = columns.size() > MOST_NAMED ? Messages.DriftReason_more(columns.size() - MOST_NAMED) : "";
        return PlainText.line(Messages.DriftReason_sentence(
                drift.driftedColumns(),
                drift.testedColumns(),
                percent(drift.share()),
                percent(drift.shareThreshold()),
                named + more));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g", share * 100).replaceFirst("\\.?0+$", "");
    }
}
