package io.jenkins.cd4ml.train.torch;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.config.TrainVariant;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.Images;
import io.jenkins.cd4ml.train.Learner;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.MemoryNeed;
import io.jenkins.cd4ml.train.Preparation;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code linear}, {@code mlp} and {@code cnn} by Deep Java Library on PyTorch. */
public final class NetworkLearner implements Learner {
    @Override
    public Set<Algorithm> algorithms() {
        return Set.of(Algorithm.LINEAR, Algorithm.MLP, Algorithm.CNN);
    }

    @Override
    public List<FeaturePreparation> prepare(TrainSettings settings, List<String> features, Table table, int[] rows) {
        if (settings.algorithm() == Algorithm.CNN) {
            FeaturePreparation images = Images.whole(features, table, rows);
            if (images != null) {
                return List.of(images);
            }
            TrainSettings pixels = TrainVariant.of(settings, Map.of("scale", "minmax"));
            return Images.onOneScale(Preparation.fit(pixels, features, table, rows));
        }
        return Preparation.fit(settings, features, table, rows);
    }

    @Override
    public ModelSpec spec(
            TrainSettings settings,
            LearningTask task,
            List<FeaturePreparation> features,
            double targetShift,
            double targetScale) {
        int width = features.stream().mapToInt(FeaturePreparation::width).sum();
        ModelSpec.Image image = settings.algorithm() == Algorithm.CNN ? Images.of(settings.cnn(), width) : null;
        width = image == null ? width : image.outputs();
        List<ModelSpec.Layer> layers = new ArrayList<>();
        for (int hidden : settings.hidden()) {
            layers.add(new ModelSpec.Layer(width, hidden, settings.activation()));
            width = hidden;
        }
        int outputs = task.task() == Task.CLASSIFICATION ? task.classes().size() : 1;
        layers.add(new ModelSpec.Layer(width, outputs, ModelSpec.Activation.NONE));
        return new ModelSpec(
                settings.algorithm().name().toLowerCase(Locale.ROOT),
                task.task(),
                task.target(),
                task.classes(),
                features,
                List.copyOf(layers),
                targetShift,
                targetScale,
                "",
                image);
    }

    @Override
    public Record plan(TrainSettings settings, ModelSpec spec) {
        return TrainingPlan.of(settings, spec);
    }

    @Override
    public WorkerSpec training(TrainSettings settings, Path from, Path to, Path checkpoints) {
        String folder = checkpoints == null ? "" : checkpoints.toString();
        return TorchProcess.of(TrainWorker.class, settings, List.of(from.toString(), to.toString(), folder));
    }

    @Override
    public WorkerSpec prediction(TrainSettings settings, Path modelFolder, Path inputs, Path outputs) {
        return TorchProcess.of(
                PredictWorker.class,
                settings,
                List.of(modelFolder.toAbsolutePath().toString(), inputs.toString(), outputs.toString()));
    }

    @Override
    public MemoryNeed memory(TrainSettings settings, ModelSpec spec, long numbers) {
        return NetworkMemory.of(settings, spec, numbers);
    }
}
