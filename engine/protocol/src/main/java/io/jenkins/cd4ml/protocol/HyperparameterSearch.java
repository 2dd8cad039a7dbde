package io.jenkins.cd4ml.protocol;

import java.util.List;
import java.util.Map;

/**
 * Which settings were tried, and which did best.
 *
 * @param method {@code random} or {@code tpe}
 * @param metric that was compared
 * @param on {@code validation} rows, or {@code crossValidation}
 * @param maximize whether more is better
 * @param trials in the order they ran
 * @param best number of the best one
 * @param stopped why there are fewer trials than asked for; null where there are not
 */
public record HyperparameterSearch(
        String method, String metric, String on, boolean maximize, List<Trial> trials, int best, String stopped) {

    /**
     * One trial.
     *
     * @param number from 1
     * @param settings what was tried, by key below {@code train}
     * @param value of the metric; null where the trial failed
     * @param problem why it failed; null where it did not
     */
    public record Trial(int number, Map<String, Object> settings, Double value, String problem, double seconds) {}
}
