package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a process that trains a network is told besides its rows, {@code plan.json}. The rows stand beside it in {@link #ROWS}:
 * for {@code train} and {@code validation} the tensors {@code <part>.inputs} [rows, inputs], {@code <part>.targets} [rows] (index
 * of the class, or standardised number) and {@code <part>.weights} [rows]; where there is {@link #JUDGED} [rows, inputs], the
 * process also leaves {@link #OUTPUTS}, what the model says of those rows. Where the model reads whole images the inputs are [rows, 1],
 * the images' numbers in {@link PixelFile#NAME} beside them. It leaves {@link #PARAMETERS} and {@link TrainingLog}.
 *
 * @param spec the network; its training keys are not known here
 * @param checkpointSeconds least time between two checkpoints; 0: one after every epoch
 */
public record TrainingPlan(
        ModelSpec spec,
        double dropout,
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        long seed,
        int patience,
        double minDelta,
        double checkpointSeconds) {

    public static final String PLAN = "plan.json";
    public static final String ROWS = "rows.safetensors";
    public static final String PARAMETERS = "parameters.safetensors";
    /** A {@link io.jenkins.cd4ml.model.PredictionFile}. */
    public static final String OUTPUTS = "outputs.safetensors";

    public static final String JUDGED = "judged.inputs";

    public static TrainingPlan of(TrainSettings settings, ModelSpec spec) {
        requireFloat("train.learningRate", settings.learningRate());
        requireFloat("train.weightDecay", settings.weightDecay());
        return new TrainingPlan(
                spec,
                settings.dropout(),
                settings.epochs(),
                settings.batchSize(),
                settings.learningRate(),
                settings.weightDecay(),
                settings.seed(),
                settings.patience(),
                settings.minDelta(),
                settings.checkpointSeconds());
    }

    public Task task() {
        return spec.task();
    }

    public ModelSpec.Image image() {
        return spec.image();
    }

    public List<ModelSpec.Layer> layers() {
        return spec.layers();
    }

    private static void requireFloat(String key, double value) {
        if (value > Float.MAX_VALUE) {
            throw InputException.ofKey(key, value + " is beyond a 32-bit float; common values are below 1");
        }
    }

    /** Digests of all that a process is told. */
    public static String digest(Path folder) throws IOException {
        Path pixels = folder.resolve(PixelFile.NAME);
        return Sha256.of(folder.resolve(PLAN))
                + " "
                + Sha256.of(folder.resolve(ROWS))
                + (Files.exists(pixels) ? " " + Sha256.of(pixels) : "");
    }

    public static TrainingPlan read(Path folder) throws IOException {
        return Protocol.mapper().readValue(Files.readString(folder.resolve(PLAN)), TrainingPlan.class);
    }
}
