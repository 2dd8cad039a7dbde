package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.runtime.WorkerMain;
import java.nio.file.Path;

/**
 * A process that asks boosted trees through XGBoost: arguments are the model's folder, a file with the tensor {@code inputs} [rows,
 * inputs], and the {@link PredictionFile} to write: probabilities, or numbers in the target's unit.
 */
public final class BoostPredictWorker {
    private BoostPredictWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, (arguments, events) -> {
            Path folder = Path.of(arguments.get(0));
            Tensor inputs = Safetensors.read(Path.of(arguments.get(1))).get("inputs");
            PredictionFile.write(
                    Path.of(arguments.get(2)),
                    BoosterAnswers.of(ModelFolder.read(folder).spec(), folder.resolve(BoostPlan.BOOSTER), inputs));
        });
    }
}
