package io.jenkins.cd4ml.model;

import java.util.List;

/**
 * A trained model, {@code model.json}; its parameters stand beside it in {@code parameters.safetensors}: for layer i
 * {@code layers.<i>.weight} [outputs, inputs] and {@code layers.<i>.bias} [outputs], 32-bit floats.
 *
 * @param algorithm {@code linear} or {@code mlp}
 * @param classes labels in the order of the outputs; empty for regression
 * @param features in the order in which their numbers are concatenated into the input vector
 * @param layers dense layers from input to output; {@code linear} has one
 * @param targetShift for regression the network's output y becomes {@code y * targetScale + targetShift}; 0 for classification
 * @param targetScale 1 for classification
 * @param trainingKeys hex SHA-256 of the sorted row keys the model was trained on; the keys stand in {@code training-keys.bin}
 */
public record ModelSpec(
        String algorithm,
        Task task,
        String target,
        List<String> classes,
        List<FeaturePreparation> features,
        List<Layer> layers,
        float targetShift,
        float targetScale,
        String trainingKeys) {

    /** A dense layer {@code activation(W x + b)}. */
    public record Layer(int inputs, int outputs, Activation activation) {}

    /** What follows a dense layer. The last one of a classifier yields logits; softmax is applied after it. */
    public enum Activation {
        NONE,
        RELU,
        TANH
    }

    /** Length of the input vector. */
    public int width() {
        return features.stream().mapToInt(FeaturePreparation::width).sum();
    }
}
