package io.jenkins.cd4ml.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

/** How many rows a model takes in one run: some exporters fix the number, most often to 1. */
public final class RowsAtOnce {
    private RowsAtOnce() {}

    /** The number that its inputs fix; {@code otherwise} where they take any number. */
    public static int of(OrtSession session, int otherwise) throws OrtException {
        long fixed = -1;
        for (NodeInfo input : session.getInputInfo().values()) {
            if (input.getInfo() instanceof TensorInfo tensor
                    && tensor.getShape().length > 0
                    && tensor.getShape()[0] > 0) {
                fixed = Math.max(fixed, tensor.getShape()[0]);
            }
        }
        return fixed > 0 ? (int) Math.min(fixed, Integer.MAX_VALUE) : otherwise;
    }
}
