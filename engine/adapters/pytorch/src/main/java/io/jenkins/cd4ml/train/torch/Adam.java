package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.model.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba, 2015) with β 0.9 and 0.999, ε 1e-8 and the L2 penalty within the gradient, as PyTorch's. The library's own
 * operation cannot hand out its moments, without which a training that goes on from a checkpoint takes other steps, and passes
 * over every parameter a dozen times. This one passes over it once, in the library's memory, and in plain Java, whose arithmetic
 * has the same bits on every processor.
 */
final class Adam {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** Numbers at a time: few enough for the processor's first cache to hold all that a step needs of them. */
    private static final int BLOCK = 1024;

    private final double learningRate;
    private final float weightDecay;
    private final List<FloatBuffer> parameters;
    private final List<float[][]> means = new ArrayList<>();
    private final List<float[][]> variances = new ArrayList<>();
    private final float[] values = new float[BLOCK];
    private final float[] slopes = new float[BLOCK];
    private final float[] zeros = new float[BLOCK];
    private int steps;

    /** Before its first step, for the parameters in this memory. */
    Adam(double learningRate, double weightDecay, List<FloatBuffer> parameters) {
        this.learningRate = learningRate;
        this.weightDecay = (float) weightDecay;
        this.parameters = List.copyOf(parameters);
        for (FloatBuffer parameter : parameters) {
            means.add(blocks(parameter.capacity()));
            variances.add(blocks(parameter.capacity()));
        }
    }

    /** Steps taken so far. */
    int steps() {
        return steps;
    }

    /** One step of all parameters against their gradients, in the same order, which are zeroed. */
    void step(List<FloatBuffer> gradients) {
        steps++;
        // lr / (1 - β1^t) · m / (√v / √(1 - β2^t) + ε), with one division less.
        double root = Math.sqrt(1 - Math.pow(BETA_2, steps));
        float rate = (float) (learningRate / (1 - Math.pow(BETA_1, steps)) * root);
        float epsilon = (float) (EPSILON * root);
        for (int i = 0; i < parameters.size(); i++) {
            FloatBuffer parameter = parameters.get(i);
            FloatBuffer gradient = gradients.get(i);
            float[][] mean = means.get(i);
            float[][] variance = variances.get(i);
            for (int block = 0; block < mean.length; block++) {
                int from = block * BLOCK;
                int count = mean[block].length;
                parameter.get(from, values, 0, count);
                gradient.get(from, slopes, 0, count);
                move(values, slopes, mean[block], variance[block], weightDecay, rate, epsilon);
                parameter.put(from, values, 0, count);
                gradient.put(from, zeros, 0, count);
            }
        }
    }

    /** As many as there are means. The compiler makes this loop one over vectors: no calls, no branches, one index. */
    private static void move(
            float[] values,
            float[] slopes,
            float[] means,
            float[] variances,
            float weightDecay,
            float rate,
            float epsilon) {
        float beta1 = (float) BETA_1;
        float rest1 = (float) (1 - BETA_1);
        float beta2 = (float) BETA_2;
        float rest2 = (float) (1 - BETA_2);
        for (int i = 0; i < means.length; i++) {
            float slope = slopes[i] + weightDecay * values[i];
            float mean = beta1 * means[i] + rest1 * slope;
            float variance = beta2 * variances[i] + rest2 * (slope * slope);
            means[i] = mean;
            variances[i] = variance;
            values[i] -= rate * mean / ((float) Math.sqrt(variance) + epsilon);
        }
    }

    /** The moments by name, to the bit. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            state.put("adam.mean." + i, joined(means.get(i)));
            state.put("adam.variance." + i, joined(variances.get(i)));
        }
        return state;
    }

    /** Goes on where a {@link #state} was taken. */
    void restore(int stepsTaken, Map<String, Tensor> state) {
        steps = stepsTaken;
        for (int i = 0; i < parameters.size(); i++) {
            fill(means.get(i), state.get("adam.mean." + i));
            fill(variances.get(i), state.get("adam.variance." + i));
        }
    }

    private static float[][] blocks(int count) {
        float[][] blocks = new float[(count + BLOCK - 1) / BLOCK][];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = new float[Math.min(BLOCK, count - block * BLOCK)];
        }
        return blocks;
    }

    private static Tensor joined(float[][] blocks) {
        int last = blocks.length - 1;
        FloatBuffer joined = FloatBuffer.allocate(last * BLOCK + blocks[last].length);
        for (float[] block : blocks) {
            joined.put(block);
        }
        return Tensor.vector(joined.array());
    }

    private static void fill(float[][] blocks, Tensor tensor) {
        FloatBuffer joined = FloatBuffer.wrap(tensor.values());
        for (float[] block : blocks) {
            joined.get(block);
        }
    }
}
