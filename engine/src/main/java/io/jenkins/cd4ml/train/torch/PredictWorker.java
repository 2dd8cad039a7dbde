package io.jenkins.cd4ml.train.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.runtime.WorkerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A process that predicts: arguments are the model's folder, a file with the tensor {@code inputs} [rows, inputs], and the
 * file to write with the tensor {@code outputs} [rows, classes] of probabilities, or [rows, 1] of numbers in the target's unit.
 */
public final class PredictWorker {
    private PredictWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(
                args,
                (arguments, events) ->
                        predict(Path.of(arguments.get(0)), Path.of(arguments.get(1)), Path.of(arguments.get(2))));
    }

    static void predict(Path modelFolder, Path inputFile, Path outputFile) throws IOException {
        ModelFolder model = ModelFolder.read(modelFolder);
        Tensor inputs = Safetensors.read(inputFile).get("inputs");
        Safetensors.write(outputFile, Map.of("outputs", outputs(model, inputs)));
    }

    private static Tensor outputs(ModelFolder model, Tensor inputs) {
        ModelSpec spec = model.spec();
        int rows = (int) inputs.shape()[0];
        int width = spec.layers().get(spec.layers().size() - 1).outputs();
        float[] outputs = new float[rows * width];
        try (NDManager manager = Torch.manager()) {
            Network network = Network.of(manager, spec.layers(), model.parameters());
            NDArray all = manager.create(inputs.values(), new Shape(inputs.shape()));
            for (int from = 0; from < rows; from += Outputs.BATCH) {
                int to = Math.min(rows, from + Outputs.BATCH);
                try (NDManager batchManager = manager.newSubManager()) {
                    NDArray batch = all.get(from + ":" + to);
                    batch.attach(batchManager);
                    NDArray values = network.forward(batch, 0, false);
                    float[] flat = (spec.task() == Task.CLASSIFICATION ? values.softmax(1) : values).toFloatArray();
                    System.arraycopy(flat, 0, outputs, from * width, flat.length);
                }
            }
        }
        if (spec.task() == Task.REGRESSION) {
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = outputs[i] * spec.targetScale() + spec.targetShift();
            }
        }
        return Tensor.matrix(rows, width, outputs);
    }
}
