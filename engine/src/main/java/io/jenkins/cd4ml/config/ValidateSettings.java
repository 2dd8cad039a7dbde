package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * {@code validate:} what a model must show before it may go on.
 *
 * @param split {@code test} or {@code validation}: the held-out rows to judge on
 * @param positive for binary tasks the class that precision, recall, F1 and ROC AUC speak of; null: the rarer one
 * @param slices columns along which metrics are also computed
 * @param minSliceRows smaller slices are shown but not judged
 * @param confidence of all intervals
 * @param resamples of the bootstrap
 * @param firstModel what a gate against the champion does where there is none
 */
public record ValidateSettings(
        String split,
        String positive,
        List<Gate> gates,
        List<String> slices,
        Integer minSliceRows,
        Double confidence,
        Integer resamples,
        Long seed,
        FirstModel firstModel) {

    public static final ValidateSettings DEFAULT =
            new ValidateSettings(null, null, null, null, null, null, null, null, null);

    public ValidateSettings {
        split = Defaults.of(split, "test");
        gates = Defaults.of(gates);
        slices = Defaults.of(slices);
        minSliceRows = Defaults.of(minSliceRows, 30);
        confidence = Defaults.of(confidence, 0.95);
        resamples = Defaults.of(resamples, 1000);
        seed = Defaults.of(seed, 42L);
        firstModel = Defaults.of(firstModel, FirstModel.ACCEPT);
    }

    /** The explicit policy for a model without a champion to beat. */
    public enum FirstModel {
        /** The gate is skipped, and says so. */
        ACCEPT,
        /** The gate fails, and says so. */
        REJECT
    }

    /**
     * One gate.
     *
     * @param metric a metric's name
     * @param label the class it speaks of ({@code class} in YAML); null for the whole
     * @param on what a threshold is held against: the estimate, or a bound of its interval
     * @param versus {@code champion}, or null
     * @param margin how much worse than the champion is still accepted, in the metric's unit; fails when the interval of the
     *     paired difference lies below minus the margin
     * @param slice a column: the gate must hold in every slice of it with at least {@code minSliceRows} rows
     */
    public record Gate(
            String metric,
            @JsonProperty("class") String label,
            Double min,
            Double max,
            Bound on,
            String versus,
            Double margin,
            String slice) {
        public Gate {
            on = Defaults.of(on, Bound.ESTIMATE);
            margin = Defaults.of(margin, 0.0);
        }
    }

    /** What a threshold is held against. */
    public enum Bound {
        @JsonProperty("estimate")
        ESTIMATE,
        @JsonProperty("lowerBound")
        LOWER,
        @JsonProperty("upperBound")
        UPPER
    }
}
