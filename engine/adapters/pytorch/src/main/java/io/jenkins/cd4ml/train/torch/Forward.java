package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import java.util.Map;

/** What a trained network says of rows. */
final class Forward {
    private Forward() {}

    /**
     * For inputs [rows, inputs] probabilities [rows, classes], or numbers [rows, 1] in the target's unit.
     *
     * @param pixels the images whose numbers the inputs are; null where they are rows
     */
    static Predictions outputs(ModelSpec spec, Map<String, Tensor> parameters, Tensor inputs, Pixels pixels) {
        int rows = (int) inputs.shape()[0];
        int width = spec.layers().get(spec.layers().size() - 1).outputs();
        double[][] outputs = new double[rows][];
        boolean classes = spec.task() == Task.CLASSIFICATION;
        try (NDManager manager = Torch.manager()) {
            Network network =
                    Network.of(manager, spec.image(), spec.layers(), parameters).reading(pixels);
            int most = Outputs.batch(spec.image());
            NDArray all = manager.create(inputs.values(), new Shape(inputs.shape()));
            for (int from = 0; from < rows; from += most) {
                int to = Math.min(rows, from + most);
                try (NDManager batchManager = manager.newSubManager()) {
                    NDArray batch = all.get(from + ":" + to);
                    batch.attach(batchManager);
                    NDArray values = network.forward(batch, 0, false);
                    float[] flat = (classes ? values.softmax(1) : values).toFloatArray();
                    for (int i = 0; i < to - from; i++) {
                        outputs[from + i] = new double[width];
                        for (int column = 0; column < width; column++) {
                            outputs[from + i][column] = spec.inUnits(flat[i * width + column]);
                        }
                    }
                }
            }
        }
        return new Predictions(spec.classes(), outputs, false, classes);
    }
}
