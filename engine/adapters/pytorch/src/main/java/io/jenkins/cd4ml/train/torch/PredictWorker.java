package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.runtime.WorkerMain;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that predicts: arguments are the model's folder, a file with the tensor {@code inputs} [rows, inputs], and the
 * {@link PredictionFile} to write: probabilities, or numbers in the target's unit.
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
        try (Pixels pixels = Pixels.in(inputFile.toAbsolutePath().getParent(), model.spec())) {
            PredictionFile.write(outputFile, Forward.outputs(model.spec(), model.tensors(), inputs, pixels));
        }
    }
}
