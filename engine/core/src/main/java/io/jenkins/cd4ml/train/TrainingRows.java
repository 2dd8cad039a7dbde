package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a training as tensors: what {@link TrainingPlan#ROWS} holds.
 *
 * @param inputs know the pixels where the tensors hold the numbers of images
 * @param targetShift mean of the training rows' target; 0 for classification
 * @param targetScale its standard deviation (the population's); 1 for classification
 */
record TrainingRows(Map<String, Tensor> tensors, Inputs inputs, double targetShift, double targetScale) {

    static TrainingRows of(
            TrainSettings settings, LearningTask task, Sides sides, List<FeaturePreparation> features, Table table) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        double shift = 0;
        double scale = 1;
        float[] targets = new float[table.rows()];
        float[] weights = new float[table.rows()];
        if (task.task() == Task.CLASSIFICATION) {
            int[] classes = task.classIndexes(table);
            boolean sensitive = table.schema().find(task.target()).orElseThrow().sensitive();
            float[] classWeights =
                    ClassWeighting.of(settings.classWeights(), task.classes(), pick(classes, sides.train()), sensitive);
            for (int row = 0; row < targets.length; row++) {
                targets[row] = classes[row];
                weights[row] = classes[row] < 0 ? 0 : classWeights[classes[row]];
            }
        } else {
            double[] numbers = task.numbers(table);
            double mean = mean(numbers, sides.train());
            double spread = spread(numbers, sides.train(), mean);
            shift = mean;
            scale = spread > 0 ? spread : 1;
            for (int row = 0; row < targets.length; row++) {
                // Standardised in 64 bits, as the answers are scaled back: what lies between has 32.
                targets[row] = (float) ((numbers[row] - shift) / scale);
                weights[row] = 1;
            }
        }
        Inputs inputs = new Inputs(features, table);
        put(tensors, "train", sides.train(), inputs, targets, weights);
        put(tensors, "validation", sides.validation(), inputs, targets, weights);
        if (sides.judged().length > 0) {
            tensors.put(TrainingPlan.JUDGED, inputs.next(sides.judged()));
        }
        return new TrainingRows(tensors, inputs, shift, scale);
    }

    private static void put(
            Map<String, Tensor> tensors, String part, int[] rows, Inputs inputs, float[] targets, float[] weights) {
        if (rows.length > 0) {
            tensors.put(part + ".inputs", inputs.next(rows));
            tensors.put(part + ".targets", Tensor.vector(pick(targets, rows)));
            tensors.put(part + ".weights", Tensor.vector(pick(weights, rows)));
        }
    }

    private static double mean(double[] numbers, int[] rows) {
        double sum = 0;
        for (int row : rows) {
            sum += numbers[row];
        }
        return sum / rows.length;
    }

    private static double spread(double[] numbers, int[] rows, double mean) {
        double squares = 0;
        for (int row : rows) {
            squares += (numbers[row] - mean) * (numbers[row] - mean);
        }
        return Math.sqrt(squares / rows.length);
    }

    private static int[] pick(int[] values, int[] rows) {
        int[] picked = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }

    private static float[] pick(float[] values, int[] rows) {
        float[] picked = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }
}
