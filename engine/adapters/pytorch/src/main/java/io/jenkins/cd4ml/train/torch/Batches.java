package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Batches of training rows in any order. The rows stay in Java's heap; the library holds one batch, whose memory is written anew
 * for each step, and a smaller one for the rows that are left at the end of an epoch.
 */
final class Batches {
    private final float[] inputs;
    private final float[] targets;
    private final float[] weights;
    private final int width;
    private final int size;
    private final Slot full;
    private final Slot last;

    /** Batches of {@code size} of the tensors that {@link io.jenkins.cd4ml.train.TrainingPlan} describes. */
    Batches(NDManager manager, Task task, Map<String, Tensor> tensors, int size) {
        inputs = tensors.get("train.inputs").values();
        targets = tensors.get("train.targets").values();
        weights = Rows.weights(tensors, "train");
        width = (int) tensors.get("train.inputs").shape()[1];
        this.size = Math.min(size, targets.length);
        int left = targets.length % this.size;
        full = slot(manager, task, this.size);
        last = left == 0 ? full : slot(manager, task, left);
    }

    /** Rows there are. */
    int rows() {
        return targets.length;
    }

    /** Rows of every batch but the last. */
    int size() {
        return size;
    }

    /** The batch that begins with row {@code order[from]}; holds until the next one is asked for. */
    Rows at(int from, int[] order) {
        Slot slot = order.length - from < size ? last : full;
        boolean classes = slot.rows.targets().getDataType() == DataType.INT64;
        for (int i = 0; i < slot.rows.count(); i++) {
            int row = order[from + i];
            slot.inputs.put(i * width, inputs, row * width, width);
            if (classes) {
                slot.targets.putLong(i * Long.BYTES, (long) targets[row]);
            } else {
                slot.targets.putFloat(i * Float.BYTES, targets[row]);
            }
            if (weights != null) {
                slot.weights.put(i, weights[row]);
            }
        }
        return slot.rows;
    }

    /** Arrays of the library, and their memory as Java's buffers. */
    private record Slot(Rows rows, FloatBuffer inputs, ByteBuffer targets, FloatBuffer weights) {}

    private Slot slot(NDManager manager, Task task, int count) {
        Shape column = new Shape(count, 1);
        Rows rows = new Rows(
                manager.create(new Shape(count, width)),
                manager.create(column, task == Task.CLASSIFICATION ? DataType.INT64 : DataType.FLOAT32),
                weights == null ? null : manager.create(column));
        return new Slot(
                rows,
                Arrays32.memory(rows.inputs()),
                rows.targets().toByteBuffer(true),
                weights == null ? null : Arrays32.memory(rows.weights()));
    }
}
