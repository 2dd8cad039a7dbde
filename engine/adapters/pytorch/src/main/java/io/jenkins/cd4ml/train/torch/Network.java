package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.ModelSpec.Image;
import io.jenkins.cd4ml.model.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Convolutions and dense layers on PyTorch. The library's blocks and its {@code Trainer} are passed by: before its first step the
 * trainer adds up all gradients and refuses a sum of exactly 0, which is what a softmax over two classes has.
 */
final class Network {
    private final Image image;
    private final List<ModelSpec.Layer> layers;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private Pixels pixels;
    private List<FloatBuffer> gradients;

    private Network(Image image, List<ModelSpec.Layer> layers) {
        this.image = image;
        this.layers = layers;
    }

    /**
     * Numbers to start from: weights and biases uniform within ±1/√inputs, as PyTorch's own {@code nn.Linear} and {@code nn.Conv2d}
     * start.
     */
    static Map<String, Tensor> start(Image image, List<ModelSpec.Layer> layers, RandomGenerator random) {
        Map<String, Tensor> start = new LinkedHashMap<>();
        double bound = 0;
        for (Map.Entry<String, long[]> parameter :
                ModelSpec.shapes(image, layers).entrySet()) {
            long[] shape = parameter.getValue();
            int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
            // A bias has the bound of the weight before it.
            bound = shape.length == 1 ? bound : 1 / Math.sqrt(count / (double) shape[0]);
            start.put(parameter.getKey(), new Tensor(shape, uniform(random, count, bound)));
        }
        return start;
    }

    /** A network to be trained, from these numbers on. */
    static Network trainable(
            NDManager manager, Image image, List<ModelSpec.Layer> layers, Map<String, Tensor> parameters) {
        Network network = of(manager, image, layers, parameters);
        network.parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
        return network;
    }

    /** A trained network. */
    static Network of(NDManager manager, Image image, List<ModelSpec.Layer> layers, Map<String, Tensor> parameters) {
        Network network = new Network(image, layers);
        for (String name : ModelSpec.shapes(image, layers).keySet()) {
            network.parameters.put(name, Arrays32.array(manager, parameters.get(name)));
        }
        return network;
    }

    /** The same network for inputs that are numbers of those images; null: for inputs that are rows. */
    Network reading(Pixels images) {
        pixels = images;
        return this;
    }

    /** The outputs [rows, outputs] for inputs [rows, inputs]: logits, or standardised numbers. Belongs to the inputs' manager. */
    NDArray forward(NDArray inputs, float dropout, boolean training) {
        NDArray values = image == null ? inputs : convolved(inputs);
        for (int i = 0; i < layers.size(); i++) {
            NDArray weight = parameters.get(DenseParameters.weightName(i));
            NDArray bias = parameters.get(DenseParameters.biasName(i));
            values = Linear.linear(values, weight, bias).singletonOrThrow();
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

    /** The trained numbers in the library's memory, in the order of {@link ModelSpec#shapes}. */
    List<FloatBuffer> memory() {
        return parameters.values().stream().map(Arrays32::memory).toList();
    }

    /**
     * Their gradients likewise, after a backward pass: the first one allocates them, each one adds to what is there. The same
     * memory ever after.
     */
    List<FloatBuffer> gradients() {
        if (gradients == null) {
            gradients = parameters.values().stream()
                    .map(parameter -> Arrays32.memory(parameter.getGradient()))
                    .toList();
        }
        return gradients;
    }

    /** A copy of the parameters as they are now. */
    Map<String, Tensor> copy() {
        Map<String, Tensor> copy = new LinkedHashMap<>();
        parameters.forEach((name, array) -> copy.put(name, Arrays32.tensor(array)));
        return copy;
    }

    private NDArray convolved(NDArray inputs) {
        NDArray values = (pixels == null ? inputs : pixels.of(inputs))
                .reshape(-1, image.height(), image.width(), image.channels())
                .transpose(0, 3, 1, 2);
        for (int i = 0; i < image.filters().size(); i++) {
            NDArray weight = parameters.get(Image.weightName(i));
            NDArray bias = parameters.get(Image.biasName(i));
            Shape one = new Shape(1, 1);
            values = Conv2d.conv2d(values, weight, bias, one, one, one).singletonOrThrow();
            values = Activation.relu(values);
            values = values.getNDArrayInternal().maxPool(new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
        }
        return values.reshape(values.getShape().get(0), -1);
    }

    private static float[] uniform(RandomGenerator random, int count, double bound) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }
}
