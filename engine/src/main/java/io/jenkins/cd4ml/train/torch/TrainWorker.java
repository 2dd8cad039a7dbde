package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.train.TrainingLog;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;

/** A process that trains one model: arguments are the folder with {@link TrainingPlan} and its rows, and the one to write to. */
public final class TrainWorker {
    private TrainWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(
                args, (arguments, events) -> train(Path.of(arguments.get(0)), Path.of(arguments.get(1)), events));
    }

    static void train(Path from, Path to, EventSink events) throws IOException {
        TrainingPlan plan = TrainingPlan.read(from);
        Training training = new Training(plan, events);
        TrainingLog log = training.run(Safetensors.read(from.resolve(TrainingPlan.ROWS)));
        Safetensors.write(to.resolve(TrainingPlan.PARAMETERS), ModelFolder.tensors(training.parameters()));
        log.write(to);
    }
}
