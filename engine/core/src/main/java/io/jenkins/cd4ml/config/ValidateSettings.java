package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * {@code validate:} what a model must show before it may go on.
 *
 * @param model an ONNX file that was not trained here; null: the run's model
 * @param predictions a CSV file of predictions to judge instead of asking a model; null: ask the model
 * @param split {@code test}, {@code validation} or, for what was not trained here, {@code all}: the rows to judge on
 * @param positive for binary tasks the class that precision, recall, F1 and ROC AUC speak of; null: the rarer one
 * @param slices columns along which metrics are also computed
 * @param fairness columns whose groups are compared
 * @param importance how permutation importance is measured; null: it is not
 * @param minSliceRows smaller slices and groups are shown but not judged
 * @param confidence of all intervals
 * @param resamples of the rows, for the intervals of importances
 * @param firstModel what a gate against the champion does where there is none at all
 * @param onInconclusive what becomes of a model where the rows show neither that a gate holds nor that it does not
 * @param leaks what leaks into or across the split do
 * @param neverPredicted what a class does of which the model finds no row
 * @param reuse what earlier judgements on the same rows do
 */
public record ValidateSettings(
        ModelFile model,
        String predictions,
        String split,
        String positive,
        List<Gate> gates,
        List<String> slices,
        List<String> fairness,
        Importance importance,
        Integer minSliceRows,
        Double confidence,
        Integer resamples,
        Long seed,
        FirstModel firstModel,
        OnInconclusive onInconclusive,
        LeakSettings leaks,
        LeakSettings.Policy neverPredicted,
        Reuse reuse) {

    /** The {@code split} of all rows that have a target. */
    public static final String ALL = "all";

    public static final ValidateSettings DEFAULT = new ValidateSettings(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    public ValidateSettings {
        split = Defaults.of(split, model == null && predictions == null ? "test" : ALL);
        gates = Defaults.of(gates);
        slices = Defaults.of(slices);
        fairness = Defaults.of(fairness);
        minSliceRows = Defaults.of(minSliceRows, 30);
        confidence = Defaults.of(confidence, 0.95);
        resamples = Defaults.of(resamples, 1000);
        seed = Defaults.of(seed, 42L);
        firstModel = Defaults.of(firstModel, FirstModel.ACCEPT);
        onInconclusive = Defaults.of(onInconclusive, OnInconclusive.FAIL);
        leaks = Defaults.of(leaks, LeakSettings.DEFAULT);
        neverPredicted = Defaults.of(neverPredicted, LeakSettings.Policy.FAIL);
        reuse = Defaults.of(reuse, Reuse.CORRECT);
    }

    /** What earlier judgements of other models on the same rows do. */
    public enum Reuse {
        /** The gates ask for more, so that all judgements together err no more often than one. */
        CORRECT,
        /** They are reported. */
        REPORT
    }

    /**
     * An ONNX file that was not trained here; in YAML its path alone will do.
     *
     * @param path of the file, relative to the project
     * @param columns that fill a single input tensor, in order; empty: the model's features as the data have them
     * @param inputs column by name of an input, where the two differ
     * @param classes labels in the order of a plain tensor's columns, and classes that the judged rows may lack
     * @param output name of the output that answers; null: the first that can
     */
    public record ModelFile(
            String path, List<String> columns, Map<String, String> inputs, List<String> classes, String output) {

        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        public ModelFile {
            columns = Defaults.of(columns);
            inputs = Defaults.of(inputs);
            classes = Defaults.of(classes);
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public ModelFile(String path) {
            this(path, null, null, null, null);
        }
    }

    /**
     * Permutation importance.
     *
     * @param metric whose loss is the importance; null: {@code accuracy}, or {@code r2} of a regression
     * @param repeats permutations of each column
     */
    public record Importance(String metric, Integer repeats) {
        public Importance {
            repeats = Defaults.of(repeats, 5);
        }
    }

    /** What an inconclusive gate means for the model. */
    public enum OnInconclusive {
        /** The verdict is INCONCLUSIVE, and a build fails. */
        FAIL,
        /** The verdict is INCONCLUSIVE, and a build is unstable. */
        UNSTABLE,
        /** The model passes undecided, and the headline says so. */
        PASS;

        /** As in YAML. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
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
     * @param metric a metric's name; of a number in {@code from} its keys, dotted
     * @param label the class it speaks of ({@code class} in YAML); null for the whole
     * @param on what a threshold is held against: the estimate, or a bound of its interval
     * @param versus {@code champion}, {@code best}, or the number of a version; null for none
     * @param margin how much worse than the other model is still accepted, in the metric's unit
     * @param test what a comparison must show to pass
     * @param slice a column: the gate must hold in every slice of it with at least {@code minSliceRows} rows
     * @param by a column: the metric is one of fairness and compares its groups
     * @param from a JSON file of metrics that something else measured
     * @param junit a glob of JUnit XML files that must not tell of failures
     */
    public record Gate(
            String metric,
            @JsonProperty("class") String label,
            Double min,
            Double max,
            Bound on,
            String versus,
            Double margin,
            Test test,
            String slice,
            String by,
            String from,
            String junit) {
        /** A metric with no limit: what names one outside of gates. */
        public static Gate of(String metric) {
            return new Gate(metric, null, null, null, null, null, null, null, null, null, null, null);
        }

        public Gate {
            on = Defaults.of(on, Bound.ESTIMATE);
            margin = Defaults.of(margin, 0.0);
            test = Defaults.of(test, Test.NOT_WORSE);
        }
    }

    /** What a comparison must show to pass. */
    public enum Test {
        /** Non-inferiority: the whole interval of the difference is at least minus the margin. */
        @JsonProperty("notWorse")
        NOT_WORSE,
        /** No more than that the candidate is not proved worse: a part of the interval is at least minus the margin. */
        @JsonProperty("notShownWorse")
        NOT_SHOWN_WORSE
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
