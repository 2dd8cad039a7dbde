package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.jenkins.cd4ml.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba, 2015) with β 0.9 and 0.999, ε 1e-8 and the L2 penalty within the gradient, as PyTorch's. One step is the
 * library's own operation, but the moments are ours: the library's optimiser cannot hand out its state, and without it a
 * training that goes on from a checkpoint takes other steps.
 */
final class Adam {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final float learningRate;
    private final float weightDecay;
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> variances = new ArrayList<>();
    private int steps;

    /** Before its first step, for parameters of these shapes. */
    Adam(NDManager manager, double learningRate, double weightDecay, List<NDArray> parameters) {
        this.learningRate = (float) learningRate;
        this.weightDecay = (float) weightDecay;
        for (NDArray parameter : parameters) {
            means.add(manager.zeros(parameter.getShape()));
            variances.add(manager.zeros(parameter.getShape()));
        }
    }

    /** Steps taken so far. */
    int steps() {
        return steps;
    }

    /** One step against the gradients of the last backward pass, which are zeroed. */
    void step(List<NDArray> parameters) {
        steps++;
        float corrected =
                (float) (learningRate * Math.sqrt(1 - Math.pow(BETA_2, steps)) / (1 - Math.pow(BETA_1, steps)));
        for (int i = 0; i < parameters.size(); i++) {
            NDArray parameter = parameters.get(i);
            try (NDArray gradient = parameter.getGradient()) {
                parameter
                        .getNDArrayInternal()
                        .adamUpdate(
                                new NDList(parameter, gradient, means.get(i), variances.get(i)),
                                new NDList(parameter),
                                learningRate,
                                corrected,
                                weightDecay,
                                1,
                                -1,
                                BETA_1,
                                BETA_2,
                                EPSILON,
                                true,
                                false);
            }
        }
    }

    /** The moments by name, to the bit. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < means.size(); i++) {
            state.put("adam.mean." + i, Arrays32.tensor(means.get(i)));
            state.put("adam.variance." + i, Arrays32.tensor(variances.get(i)));
        }
        return state;
    }

    /** Goes on where a {@link #state} was taken. */
    void restore(int stepsTaken, Map<String, Tensor> state) {
        steps = stepsTaken;
        for (int i = 0; i < means.size(); i++) {
            means.get(i).set(state.get("adam.mean." + i).values());
            variances.get(i).set(state.get("adam.variance." + i).values());
        }
    }
}
