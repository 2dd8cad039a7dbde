package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Candidate and champion on the rows they share.
 *
 * @param resampling with the confidence that the budget leaves
 */
record Pairing(Truth truth, Predictions candidate, Opponent opponent, Resampling resampling, AlphaBudget tail) {

    /**
     * Both on some rows.
     *
     * @param rows those of them that both can be judged on
     * @param errors of each metric whose difference has an interval
     */
    record Paired(int[] rows, PairedEvaluation evaluation, Map<MetricKey, ChanceError> errors) {}

    Paired on(int[] judged) {
        int[] rows = opponent.shared(judged);
        PairedEvaluation evaluation = PairedEvaluation.of(
                truth.sample(candidate, rows), truth.sample(opponent.predictions(), rows), resampling);
        Map<MetricKey, ChanceError> errors = new HashMap<>();
        evaluation.differences().forEach((key, difference) -> {
            ChanceError error = ChanceError.of(key.name(), difference, speaksOf(key, rows), tail);
            if (error != null) {
                errors.put(key, error);
            }
        });
        return new Paired(rows, evaluation, errors);
    }

    /** Two runtimes compute the same probability to about 1e-6; a number to as many standard deviations of the target. */
    private static final double SAME = 1e-5;

    /**
     * Whether candidate and champion are one model: the same parameters, and on each row that both can be judged on the same answer.
     *
     * @param version identity of the candidate
     */
    boolean isOneModel(String version) {
        if (version == null || !version.equals(opponent.model()) || candidate.labelsOnly()) {
            return false;
        }
        boolean classes = truth.task() == Task.CLASSIFICATION;
        if (classes && !candidate.classes().equals(opponent.classes())) {
            return false;
        }
        int[] rows = opponent.shared(IntStream.range(0, truth.rows()).toArray());
        double[][] other = opponent.values();
        double mean = Arrays.stream(truth.numbers()).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(truth.numbers())
                .map(number -> (number - mean) * (number - mean))
                .average()
                .orElse(0));
        for (int row : rows) {
            for (int i = 0; i < other[row].length; i++) {
                double own = candidate.values()[row][i];
                // Far from the mean the standardised answer is large, and rounded in proportion.
                double scale = classes ? 1 : Math.max(deviation, Math.abs(own - mean));
                if (Math.abs(own - other[row][i]) > SAME * scale) {
                    return false;
                }
            }
        }
        return rows.length > 0;
    }

    /** Each metric of an answer that knows the shares of the classes, or the mean, and nothing of the row. */
    Map<MetricKey, Double> uninformed(int[] rows) {
        Truth some = truth.select(rows);
        double[] same = new double[Math.max(1, truth.labels().names().size())];
        if (truth.task() == Task.REGRESSION) {
            same[0] = Arrays.stream(some.numbers()).average().orElse(0);
        } else {
            for (int label : some.classes()) {
                same[label] += 1.0 / rows.length;
            }
        }
        double[][] all = new double[rows.length][];
        Arrays.fill(all, same);
        MetricSample sample = some.sample(new Predictions(truth.labels().names(), all));
        double[] values = sample.evaluate();
        List<MetricKey> keys = sample.metrics();
        Map<MetricKey, Double> uninformed = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            uninformed.put(keys.get(i), values[i]);
        }
        return uninformed;
    }

    /** Rows that a metric speaks of: those of its class, or all. */
    private int speaksOf(MetricKey key, int[] rows) {
        boolean ofClass = key.label() != null || key.name().scope() == MetricName.Scope.CLASS;
        if (!ofClass || truth.task() == Task.REGRESSION) {
            return rows.length;
        }
        int label = key.label() == null ? truth.labels().positive() : key.label();
        return (int)
                Arrays.stream(rows).filter(row -> truth.classes()[row] == label).count();
    }
}
