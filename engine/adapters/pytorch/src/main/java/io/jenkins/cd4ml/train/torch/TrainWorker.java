package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.train.TrainingLog;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process that trains one network: arguments are the folder with {@link TrainingPlan} and its rows, the one to write to, and the
 * one for checkpoints, empty for none.
 */
public final class TrainWorker {
    private TrainWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, TrainWorker::train);
    }

    private static void train(List<String> arguments, EventSink events) throws IOException {
        Path from = Path.of(arguments.get(0));
        Path to = Path.of(arguments.get(1));
        TrainingPlan plan = TrainingPlan.read(from);
        Map<String, Tensor> rows = Safetensors.read(from.resolve(TrainingPlan.ROWS));
        try (Pixels pixels = Pixels.in(from, plan.spec())) {
            Training training = new Training(plan, checkpoints(plan, from, arguments.get(2)), events);
            TrainingLog log = training.run(rows, pixels);
            Safetensors.write(to.resolve(TrainingPlan.PARAMETERS), training.parameters());
            if (rows.containsKey(TrainingPlan.JUDGED)) {
                PredictionFile.write(
                        to.resolve(TrainingPlan.OUTPUTS),
                        Forward.outputs(plan.spec(), training.parameters(), rows.get(TrainingPlan.JUDGED), pixels));
            }
            log.write(to);
        }
    }

    /** Whatever decides on the bits is in the identity of a checkpoint. */
    private static Checkpoints checkpoints(TrainingPlan plan, Path from, String folder) throws IOException {
        if (folder.isEmpty()) {
            return null;
        }
        String identity = String.join(
                " ",
                TrainingPlan.digest(from),
                new TreeMap<>(Torch.versions()).toString(),
                CpuCapability.ofThisMachine(),
                Integer.toString(Torch.threads()),
                Training.ARITHMETIC);
        return new Checkpoints(Path.of(folder), identity, plan.checkpointSeconds());
    }
}
