package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import java.util.LinkedHashMap;
import java.util.Map;

/** The validation rows' truth, and what every epoch tells of them: accuracy and macro F1, or RMSE and R². */
public final class EpochMetrics {
    private final ModelSpec spec;
    private final int[] classes;
    private final double[] numbers;

    /** {@code targets}: by row the index of the class, or the standardised number. */
    public EpochMetrics(ModelSpec spec, float[] targets) {
        this.spec = spec;
        boolean classification = spec.task() == Task.CLASSIFICATION;
        classes = new int[classification ? targets.length : 0];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = (int) targets[row];
        }
        numbers = new double[classification ? 0 : targets.length];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = spec.inUnits(targets[row]);
        }
    }

    /** For outputs by row: probabilities, or one standardised number. */
    public Map<String, Double> of(double[][] outputs) {
        if (spec.task() == Task.REGRESSION) {
            double[] predicted = new double[outputs.length];
            for (int row = 0; row < outputs.length; row++) {
                predicted[row] = spec.inUnits(outputs[row][0]);
            }
            return chosen(RegressionMetrics.of(numbers, predicted).values(), "rmse", "r2");
        }
        int count = spec.classes().size();
        return chosen(ClassificationMetrics.of(classes, outputs, count).values(), "accuracy", "f1_macro");
    }

    private static Map<String, Double> chosen(Map<String, Double> all, String... names) {
        Map<String, Double> chosen = new LinkedHashMap<>();
        for (String name : names) {
            if (all.get(name) != null) {
                chosen.put(name, all.get(name));
            }
        }
        return chosen;
    }
}
