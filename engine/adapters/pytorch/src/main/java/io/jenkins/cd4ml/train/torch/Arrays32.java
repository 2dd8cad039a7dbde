package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.jenkins.cd4ml.model.Tensor;
import java.nio.FloatBuffer;

/** Between the library's arrays of 32-bit floats and ours. */
final class Arrays32 {
    private Arrays32() {}

    /**
     * An array in memory that the library allocated. One made from Java's memory lies at any address, and the library's kernels
     * may add in another order for another alignment.
     */
    static NDArray array(NDManager manager, Tensor tensor) {
        try (NDArray borrowed = manager.create(tensor.values(), new Shape(tensor.shape()))) {
            return borrowed.duplicate();
        }
    }

    static Tensor tensor(NDArray array) {
        return new Tensor(array.getShape().getShape().clone(), array.toFloatArray());
    }

    /** The memory of an array itself, no copy; to be used only as long as the array is open. */
    static FloatBuffer memory(NDArray array) {
        return array.toByteBuffer(true).asFloatBuffer();
    }
}
