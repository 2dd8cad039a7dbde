package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.command.CommandTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code command}: a program of the user's own fits the model, on raw rows. */
final class CommandFit {
    private CommandFit() {}

    /** Runs the program in a folder that is empty. */
    static Fit of(StageContext context, LearningTask task, Table table, Split split, Path work)
            throws IOException, InterruptedException {
        TrainSettings settings = context.configuration().train();
        for (String feature : task.features()) {
            // What nobody can learn from is refused for every algorithm alike.
            if (Elements.of(table.schema().find(feature).orElseThrow(), table.column(feature), split.train())
                            .present()
                    == 0) {
                throw Preparation.empty(feature, split.train().length);
            }
        }
        CommandTraining.Lesson lesson = new CommandTraining.Lesson(
                task.task().label(), task.target(), task.features(), task.classes(), settings.seed());
        long begin = System.nanoTime();
        List<Epoch> epochs = CommandTraining.run(context, work, lesson, table, split.train(), split.validation());
        double seconds = Math.round((System.nanoTime() - begin) / 1e5) / 1e4;
        Path onnx = work.resolve("out").resolve(CommandTraining.ONNX);
        TrainingLog log = new TrainingLog(
                List.copyOf(epochs),
                best(epochs),
                false,
                seconds,
                0,
                Map.of(),
                System.getProperty("os.arch"),
                settings.threads());
        return new Fit(spec(task), CommandTraining.digest(onnx), Map.of(CommandTraining.ONNX, onnx), log, null);
    }

    private static ModelSpec spec(LearningTask task) {
        List<FeaturePreparation> features = task.features().stream()
                .<FeaturePreparation>map(FeaturePreparation.Plain::new)
                .toList();
        return new ModelSpec(
                ModelSpec.COMMAND, task.task(), task.target(), task.classes(), features, List.of(), 0, 1, "");
    }

    /** The one with the lowest validation loss, the first of equals; without any the last one; 0 where none was told. */
    private static int best(List<Epoch> epochs) {
        int best = epochs.size();
        double lowest = Double.POSITIVE_INFINITY;
        for (Epoch epoch : epochs) {
            if (epoch.validationLoss() != null && epoch.validationLoss() < lowest) {
                lowest = epoch.validationLoss();
                best = epoch.epoch();
            }
        }
        return best;
    }
}
