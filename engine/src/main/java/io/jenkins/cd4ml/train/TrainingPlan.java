package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a training process is told besides its rows, {@code plan.json}. The rows stand beside it in {@link #ROWS}: for
 * {@code train} and {@code validation} the tensors {@code <part>.inputs} [rows, inputs], {@code <part>.targets} [rows] (index
 * of the class, or standardised number) and {@code <part>.weights} [rows]. The process leaves {@link #PARAMETERS} and {@link
 * TrainingLog}.
 *
 * @param targetScale turns the error of a standardised target into the target's unit; 1 for classification
 */
public record TrainingPlan(
        Task task,
        List<ModelSpec.Layer> layers,
        double dropout,
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        long seed,
        int patience,
        double minDelta,
        float targetShift,
        float targetScale) {

    public static final String PLAN = "plan.json";
    public static final String ROWS = "rows.safetensors";
    public static final String PARAMETERS = "parameters.safetensors";

    /** The plan for a network from that many inputs to that many outputs. */
    static TrainingPlan of(
            TrainSettings settings, Task task, int inputs, int outputs, float targetShift, float targetScale) {
        requireFloat("train.learningRate", settings.learningRate());
        requireFloat("train.weightDecay", settings.weightDecay());
        List<ModelSpec.Layer> layers = new ArrayList<>();
        int width = inputs;
        for (int hidden : settings.hidden()) {
            layers.add(new ModelSpec.Layer(width, hidden, settings.activation()));
            width = hidden;
        }
        layers.add(new ModelSpec.Layer(width, outputs, ModelSpec.Activation.NONE));
        return new TrainingPlan(
                task,
                List.copyOf(layers),
                settings.dropout(),
                settings.epochs(),
                settings.batchSize(),
                settings.learningRate(),
                settings.weightDecay(),
                settings.seed(),
                settings.patience(),
                settings.minDelta(),
                targetShift,
                targetScale);
    }

    private static void requireFloat(String key, double value) {
        if (value > Float.MAX_VALUE) {
            throw InputException.ofKey(key, value + " is beyond a 32-bit float; common values are below 1");
        }
    }

    /** Number of numbers to be trained. */
    public long parameters() {
        return layers.stream()
                .mapToLong(layer -> (layer.inputs() + 1L) * layer.outputs())
                .sum();
    }

    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(PLAN), Protocol.write(this));
    }

    public static TrainingPlan read(Path folder) throws IOException {
        return Protocol.mapper().readValue(Files.readString(folder.resolve(PLAN)), TrainingPlan.class);
    }
}
