package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import io.jenkins.cd4ml.runtime.Worker;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.torch.TrainWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** One training from a table to {@code <run>/model/}. */
final class ModelTraining {
    private final StageContext context;
    private final Table table;

    ModelTraining(StageContext context, Table table) {
        this.context = context;
        this.table = table;
    }

    /** Trains, writes the model's folder, and where asked trains again to see whether the same bits come out. */
    TrainedRun run(boolean verifyReproducible) throws IOException, InterruptedException {
        TrainSettings settings = context.configuration().train();
        LearningTask task = LearningTask.of(context.configuration(), table);
        task.warnings().forEach(context.events()::warning);
        Split split = Split.of(context.configuration(), task, table);
        split.warnings().forEach(context.events()::warning);
        List<FeaturePreparation> features = Preparation.fit(settings, task.features(), table, split.train());
        TrainingRows rows = TrainingRows.of(settings, task, split, features, table);
        int inputs = features.stream().mapToInt(FeaturePreparation::width).sum();
        int outputs = task.task() == Task.CLASSIFICATION ? task.classes().size() : 1;
        TrainingPlan plan =
                TrainingPlan.of(settings, task.task(), inputs, outputs, rows.targetShift(), rows.targetScale());
        try (WorkFolder work = WorkFolder.in(context.run().path())) {
            plan.write(work.path());
            Safetensors.write(work.path().resolve(TrainingPlan.ROWS), rows.tensors());
            context.events().message(announcement(settings, task, split, plan));
            Path first = train(settings, work, "first");
            TrainingLog log = TrainingLog.read(first);
            Boolean reproduced = null;
            if (verifyReproducible) {
                context.events().message("training again in a process of its own, to compare the bits");
                Path second = train(settings, work, "second");
                reproduced =
                        Files.mismatch(first.resolve(TrainingPlan.PARAMETERS), second.resolve(TrainingPlan.PARAMETERS))
                                == -1;
            }
            TrainingKeys keys = TrainingKeys.of(table.select(split.train()).keys());
            ModelSpec spec = new ModelSpec(
                    settings.algorithm().name().toLowerCase(Locale.ROOT),
                    task.task(),
                    task.target(),
                    task.classes(),
                    features,
                    plan.layers(),
                    plan.targetShift(),
                    plan.targetScale(),
                    keys.sha256());
            context.cancellation().check();
            new ModelFolder(spec, parameters(first, plan), keys)
                    .write(context.run().model());
            return new TrainedRun(task, split, spec, plan, log, reproduced);
        }
    }

    private Path train(TrainSettings settings, WorkFolder work, String name) throws IOException, InterruptedException {
        Path to = work.sub(name);
        Worker.run(
                context,
                TorchProcess.of(TrainWorker.class, settings, List.of(work.path().toString(), to.toString())));
        return to;
    }

    private static List<DenseParameters> parameters(Path folder, TrainingPlan plan) throws IOException {
        Map<String, Tensor> tensors = Safetensors.read(folder.resolve(TrainingPlan.PARAMETERS));
        return IntStream.range(0, plan.layers().size())
                .mapToObj(i -> new DenseParameters(
                        tensors.get(DenseParameters.weightName(i)), tensors.get(DenseParameters.biasName(i))))
                .toList();
    }

    private static String announcement(TrainSettings settings, LearningTask task, Split split, TrainingPlan plan) {
        return String.format(
                Locale.ROOT,
                "training %s for %s of %s: %,d rows, %d features as %,d inputs, %,d parameters, validated on %,d rows",
                TrainedRun.name(settings),
                task.task().label(),
                task.target(),
                split.train().length,
                task.features().size(),
                plan.layers().get(0).inputs(),
                plan.parameters(),
                split.validation().length);
    }
}
