package io.jenkins.cd4ml.model;

/**
 * The trained numbers of one dense layer.
 *
 * @param weight [outputs, inputs]
 * @param bias [outputs]
 */
public record DenseParameters(Tensor weight, Tensor bias) {

    /** The name in {@code parameters.safetensors} of layer i's weight. */
    public static String weightName(int layer) {
        return "layers." + layer + ".weight";
    }

    /** The name in {@code parameters.safetensors} of layer i's bias. */
    public static String biasName(int layer) {
        return "layers." + layer + ".bias";
    }
}
