package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * {@code train.search:} settings that are tried before the model is trained with the best ones.
 *
 * @param trials how many, at most
 * @param parallel how many are tried at once, at most; each is chosen by what those that many before it have shown
 * @param timeout seconds after which no further trial begins; null: none
 * @param metric that is compared; null: {@code log_loss} for classes, {@code rmse} for numbers
 * @param seed null: {@code train.seed}
 * @param space what is tried, by key below {@code train}, such as {@code learningRate} or {@code xgboost.maxDepth}; null: no search
 */
public record SearchSettings(
        Method method,
        Integer trials,
        Integer parallel,
        Integer timeout,
        String metric,
        Long seed,
        Map<String, Dimension> space) {

    public static final SearchSettings NONE = new SearchSettings(null, null, null, null, null, null, null);

    public SearchSettings {
        method = Defaults.of(method, Method.TPE);
        trials = Defaults.of(trials, 20);
        parallel = Defaults.of(parallel, 1);
        space = Defaults.of(space);
    }

    /** Whether it was asked for. */
    public boolean wanted() {
        return !space.isEmpty();
    }

    /** How the next trial is chosen. */
    public enum Method {
        /** Each value by itself, uniformly. */
        RANDOM,
        /** Tree-structured Parzen estimator. */
        TPE
    }

    /**
     * The values of one setting: exactly one of these is given.
     *
     * @param whole first and last of whole numbers
     * @param real smallest and largest number
     * @param log the same, uniform in the logarithm
     * @param choice a list to choose from
     */
    public record Dimension(
            @JsonProperty("int") List<Long> whole,
            @JsonProperty("float") List<Double> real,
            List<Double> log,
            List<Object> choice) {}
}
