package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prepared rows in the library's memory.
 *
 * @param inputs [rows, inputs]
 * @param targets [rows, 1]: 64-bit index of the class, or standardised number
 * @param weights [rows, 1]: each row's weight in the loss; null where all are 1
 */
record Rows(NDArray inputs, NDArray targets, NDArray weights) {

    /** All rows of one part ({@code train}, {@code validation}) of the training file. */
    static Rows of(NDManager manager, Task task, Map<String, Tensor> tensors, String part) {
        Tensor inputs = tensors.get(part + ".inputs");
        Shape column = new Shape(inputs.shape()[0], 1);
        NDArray targets = manager.create(tensors.get(part + ".targets").values(), column);
        float[] weights = weights(tensors, part);
        return new Rows(
                manager.create(inputs.values(), new Shape(inputs.shape())),
                task == Task.CLASSIFICATION ? targets.toType(DataType.INT64, false) : targets,
                weights == null ? null : manager.create(weights, column));
    }

    /** The rows' weights in the loss; null where all are 1. */
    static float[] weights(Map<String, Tensor> tensors, String part) {
        float[] weights = tensors.get(part + ".weights").values();
        for (float weight : weights) {
            if (weight != 1) {
                return weights;
            }
        }
        return null;
    }

    int count() {
        return (int) inputs.getShape().get(0);
    }

    /** Consecutive batches of that size; the last one may be smaller. Views of these rows. */
    Rows[] batches(int size) {
        long[] cuts = IntStream.iterate(size, cut -> cut < count(), cut -> cut + size)
                .mapToLong(cut -> cut)
                .toArray();
        NDList inputBatches = split(inputs, cuts);
        NDList targetBatches = split(targets, cuts);
        NDList weightBatches = weights == null ? null : split(weights, cuts);
        return IntStream.range(0, inputBatches.size())
                .mapToObj(i -> new Rows(
                        inputBatches.get(i), targetBatches.get(i), weightBatches == null ? null : weightBatches.get(i)))
                .toArray(Rows[]::new);
    }

    /** Hands the arrays, and all that is computed from them, to that manager, which frees them when it is closed. */
    void attach(NDManager manager) {
        manager.attachAll(inputs, targets);
        if (weights != null) {
            manager.attachAll(weights);
        }
    }

    /** Without cuts the library would hand out the array itself, and whoever closes the batch would close it. */
    private static NDList split(NDArray array, long[] cuts) {
        return cuts.length == 0 ? new NDList(array.reshape(array.getShape())) : array.split(cuts);
    }
}
