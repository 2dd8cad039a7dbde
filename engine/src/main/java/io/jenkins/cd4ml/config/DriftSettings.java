package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * {@code drift:} what is compared with what.
 *
 * @param preset {@code evidently}: tests and thresholds chosen as Evidently does
 * @param current files, folders or globs of the rows to check: CSV, or the server's request log
 * @param reference {@code training}: the rows the champion was trained on (the data version of the run where there is no
 *     champion); or files
 * @param columns to check; empty: the model's features, and the target where both sides have it
 * @param share the data set has drifted when at least this share of the columns has
 * @param predictions whether the champion's predictions on both sides are compared too
 * @param minRows fewer current rows than this are not judged
 */
public record DriftSettings(
        String preset,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> current,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> reference,
        List<String> columns,
        Double share,
        Boolean predictions,
        Integer minRows) {

    public static final DriftSettings DEFAULT = new DriftSettings(null, null, null, null, null, null, null);

    public DriftSettings {
        preset = Defaults.of(preset, "evidently");
        current = Defaults.of(current);
        reference = reference == null ? List.of("training") : List.copyOf(reference);
        columns = Defaults.of(columns);
        share = Defaults.of(share, 0.5);
        predictions = Defaults.of(predictions, true);
        minRows = Defaults.of(minRows, 30);
    }
}
