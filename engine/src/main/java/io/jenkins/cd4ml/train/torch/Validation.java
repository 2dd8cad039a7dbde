package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** How good a network is on the validation rows. */
final class Validation {
    private final TrainingPlan plan;
    private final Rows rows;
    private final int[] classes;
    private final double[] numbers;

    Validation(TrainingPlan plan, Rows rows) {
        this.plan = plan;
        this.rows = rows;
        if (plan.task() == Task.CLASSIFICATION) {
            long[] targets = rows.targets().toLongArray();
            classes = new int[targets.length];
            for (int row = 0; row < targets.length; row++) {
                classes[row] = (int) targets[row];
            }
            numbers = new double[0];
        } else {
            classes = new int[0];
            numbers = inUnits(rows.targets().toFloatArray());
        }
    }

    /**
     * Loss and metrics.
     *
     * @param loss the training's own loss
     */
    record Figures(double loss, Map<String, Double> metrics) {}

    Figures of(NDManager manager, Network network) {
        float[][] outputs = new float[rows.count()][];
        double loss = 0;
        int done = 0;
        double totalWeight = 0;
        for (Rows batch : rows.batches(Outputs.BATCH)) {
            try (NDManager batchManager = manager.newSubManager()) {
                batch.attach(batchManager);
                NDArray values = network.forward(batch.inputs(), 0, false);
                float weight = batch.weights().sum().getFloat();
                loss += weight
                        * (double) Objective.loss(plan.task(), values, batch).getFloat();
                totalWeight += weight;
                done = Outputs.copy(plan.task(), values, outputs, done);
            }
        }
        loss /= totalWeight;
        return new Figures(loss, Double.isFinite(loss) ? metrics(outputs) : Map.of());
    }

    private Map<String, Double> metrics(float[][] outputs) {
        if (plan.task() == Task.REGRESSION) {
            float[] standardised = new float[outputs.length];
            for (int row = 0; row < outputs.length; row++) {
                standardised[row] = outputs[row][0];
            }
            return chosen(RegressionMetrics.of(numbers, inUnits(standardised)).values(), "rmse", "r2");
        }
        int count = plan.layers().get(plan.layers().size() - 1).outputs();
        return chosen(ClassificationMetrics.of(classes, outputs, count).values(), "accuracy", "f1_macro");
    }

    private double[] inUnits(float[] standardised) {
        double[] values = new double[standardised.length];
        for (int row = 0; row < values.length; row++) {
            values[row] =
                    standardised[row] * plan.spec().targetScale() + plan.spec().targetShift();
        }
        return values;
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
