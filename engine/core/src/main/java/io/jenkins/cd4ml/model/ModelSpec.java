package io.jenkins.cd4ml.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model, {@code model.json}; its parameters stand beside it in {@code parameters.safetensors}, 32-bit floats, by the
 * names and of the shapes that {@link #shapes} says.
 *
 * @param algorithm {@code linear}, {@code mlp}, {@code cnn}, {@code xgboost}, {@code command} or {@code onnx}
 * @param classes labels in the order of the outputs; empty for regression
 * @param features in the order in which their numbers are concatenated into the input vector
 * @param layers dense layers from input to output; {@code linear} has one, {@code xgboost} none: its parameters are a {@link
 *     Forest}, whose sums are logits (of two classes the second one's), or standardised numbers
 * @param targetShift for regression the network's output y becomes {@code y * targetScale + targetShift}, in 64 bits; 0 for classification
 * @param targetScale 1 for classification
 * @param trainingKeys hex SHA-256 of the sorted row keys the model was trained on; the keys stand in {@code training-keys.bin}
 * @param image what is done with the input vector before the dense layers; null where it goes into them as it is
 */
public record ModelSpec(
        String algorithm,
        Task task,
        String target,
        List<String> classes,
        List<FeaturePreparation> features,
        List<Layer> layers,
        double targetShift,
        double targetScale,
        String trainingKeys,
        Image image) {

    /** The algorithm that is a program of the user's own: its parameters are inside the ONNX file that it wrote. */
    public static final String COMMAND = "command";

    /** The algorithm that is unknown here: an ONNX file that another tool has made. */
    public static final String ONNX = "onnx";

    /** The algorithm whose parameters are a {@link Forest}. */
    public static final String XGBOOST = "xgboost";

    /** A model of dense layers alone. */
    public ModelSpec(
            String algorithm,
            Task task,
            String target,
            List<String> classes,
            List<FeaturePreparation> features,
            List<Layer> layers,
            double targetShift,
            double targetScale,
            String trainingKeys) {
        this(algorithm, task, target, classes, features, layers, targetShift, targetScale, trainingKeys, null);
    }

    /** The same model with the digest of its training rows' keys. */
    public ModelSpec trainedOn(String digest) {
        return new ModelSpec(
                algorithm, task, target, classes, features, layers, targetShift, targetScale, digest, image);
    }

    /** The number in the target's unit that a standardised one stands for; of a classifier the number itself. */
    public double inUnits(double standardised) {
        return task == Task.REGRESSION ? standardised * targetScale + targetShift : standardised;
    }

    /** Whether its ONNX file was not written here: by a program of the user's own, or elsewhere. */
    public boolean isCommand() {
        return isMadeElsewhere(algorithm);
    }

    /** The same of a model of which only the algorithm is known. */
    public static boolean isMadeElsewhere(String algorithm) {
        return algorithm.equals(COMMAND) || algorithm.equals(ONNX);
    }

    /** Whether its parameters are a {@link Forest}. */
    public boolean isForest() {
        return algorithm.equals(XGBOOST);
    }

    /** A dense layer {@code activation(W x + b)}. */
    public record Layer(int inputs, int outputs, Activation activation) {}

    /** What follows a dense layer. The last one of a classifier yields logits; softmax is applied after it. */
    public enum Activation {
        NONE,
        RELU,
        TANH
    }

    /**
     * The input vector as an image of rows of pixels, each pixel its channels, and the convolutions over it. A block is a
     * convolution of 3 x 3 pixels with zeros around the image, ReLU, and the largest of each 2 x 2 pixels (an odd last row or
     * column is left out). What the last block gives goes into the first dense layer, channel by channel, each by rows.
     *
     * @param filters of each block
     */
    public record Image(int height, int width, int channels, List<Integer> filters) {
        /** Side of a convolution's window. */
        public static final int WINDOW = 3;

        /** Length of the input vector. */
        public int inputs() {
            return height * width * channels;
        }

        /** How many numbers the last block gives. */
        public int outputs() {
            int blocks = filters.size();
            return (height >> blocks) * (width >> blocks) * filters.get(blocks - 1);
        }

        /** The name in the parameters of block i's weight [filters, channels, 3, 3]. */
        public static String weightName(int block) {
            return "convolutions." + block + ".weight";
        }

        /** The name in the parameters of block i's bias [filters]. */
        public static String biasName(int block) {
            return "convolutions." + block + ".bias";
        }
    }

    /** Shapes of a network's parameters by their names, from input to output. */
    public static Map<String, long[]> shapes(Image image, List<Layer> layers) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        if (image != null) {
            int channels = image.channels();
            for (int i = 0; i < image.filters().size(); i++) {
                int filters = image.filters().get(i);
                shapes.put(Image.weightName(i), new long[] {filters, channels, Image.WINDOW, Image.WINDOW});
                shapes.put(Image.biasName(i), new long[] {filters});
                channels = filters;
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            shapes.put(
                    DenseParameters.weightName(i),
                    new long[] {layers.get(i).outputs(), layers.get(i).inputs()});
            shapes.put(DenseParameters.biasName(i), new long[] {layers.get(i).outputs()});
        }
        return shapes;
    }

    /** Length of the input vector. */
    public int width() {
        return features.stream().mapToInt(FeaturePreparation::width).sum();
    }
}
