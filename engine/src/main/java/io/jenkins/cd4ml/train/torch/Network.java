package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.optimizer.Optimizer;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Dense layers on PyTorch. The library's blocks and its {@code Trainer} are passed by: before its first step the trainer adds
 * up all gradients and refuses a sum of exactly 0, which is what a softmax over two classes has.
 */
final class Network {
    private final List<ModelSpec.Layer> layers;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();

    private Network(List<ModelSpec.Layer> layers) {
        this.layers = layers;
    }

    /** A network to be trained: weights and biases uniform within ±1/√inputs, as PyTorch's own {@code nn.Linear} starts. */
    static Network random(NDManager manager, List<ModelSpec.Layer> layers, RandomGenerator random) {
        Network network = new Network(layers);
        for (ModelSpec.Layer layer : layers) {
            double bound = 1 / Math.sqrt(layer.inputs());
            network.weights.add(manager.create(
                    uniform(random, layer.inputs() * layer.outputs(), bound),
                    new Shape(layer.outputs(), layer.inputs())));
            network.biases.add(manager.create(uniform(random, layer.outputs(), bound)));
        }
        network.parameters().forEach(parameter -> parameter.setRequiresGradient(true));
        return network;
    }

    /** A trained network. */
    static Network of(NDManager manager, List<ModelSpec.Layer> layers, List<DenseParameters> parameters) {
        Network network = new Network(layers);
        for (DenseParameters layer : parameters) {
            network.weights.add(manager.create(
                    layer.weight().values(), new Shape(layer.weight().shape())));
            network.biases.add(manager.create(layer.bias().values()));
        }
        return network;
    }

    /** The outputs [rows, outputs] for inputs [rows, inputs]: logits, or standardised numbers. Belongs to the inputs' manager. */
    NDArray forward(NDArray inputs, float dropout, boolean training) {
        NDArray values = inputs;
        for (int i = 0; i < layers.size(); i++) {
            values = Linear.linear(values, weights.get(i), biases.get(i)).singletonOrThrow();
            values = switch (layers.get(i).activation()) {
                case NONE -> values;
                case RELU -> Activation.relu(values);
                case TANH -> Activation.tanh(values);};
            if (training && dropout > 0 && i < layers.size() - 1) {
                values = Dropout.dropout(values, dropout, true).singletonOrThrow();
            }
        }
        return values;
    }

    /** One step against the gradients of the last backward pass, which are zeroed. */
    void step(Optimizer optimizer) {
        List<NDArray> parameters = parameters();
        for (int i = 0; i < parameters.size(); i++) {
            try (NDArray gradient = parameters.get(i).getGradient()) {
                optimizer.update(Integer.toString(i), parameters.get(i), gradient);
            }
        }
    }

    /** A copy of the parameters as they are now. */
    List<DenseParameters> copy() {
        List<DenseParameters> copy = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            ModelSpec.Layer layer = layers.get(i);
            copy.add(new DenseParameters(
                    Tensor.matrix(
                            layer.outputs(), layer.inputs(), weights.get(i).toFloatArray()),
                    Tensor.vector(biases.get(i).toFloatArray())));
        }
        return copy;
    }

    private List<NDArray> parameters() {
        List<NDArray> parameters = new ArrayList<>(weights);
        parameters.addAll(biases);
        return parameters;
    }

    private static float[] uniform(RandomGenerator random, int count, double bound) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }
}
