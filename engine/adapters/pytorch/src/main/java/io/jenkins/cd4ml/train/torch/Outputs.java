package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import java.util.Arrays;

/** From a network's outputs to Java's arrays. */
final class Outputs {
    private Outputs() {}

    /** Rows at a time: enough to keep the processor busy, few enough to keep memory small. */
    static int batch(ModelSpec.Image image) {
        return NetworkMemory.rowsAtOnce(image);
    }

    /** Puts a batch's probabilities, or standardised numbers, into {@code rows} from that place on; returns the next place. */
    static int copy(Task task, NDArray values, double[][] rows, int place) {
        NDArray outputs = task == Task.CLASSIFICATION ? values.softmax(1) : values;
        int count = (int) outputs.getShape().get(0);
        int width = (int) outputs.getShape().get(1);
        float[] flat = outputs.toFloatArray();
        for (int i = 0; i < count; i++) {
            double[] row = new double[width];
            int from = i * width;
            Arrays.setAll(row, column -> flat[from + column]);
            rows[place + i] = row;
        }
        return place + count;
    }
}
