package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.train.Learner;
import io.jenkins.cd4ml.train.LearningTask;
import io.jenkins.cd4ml.train.MemoryNeed;
import io.jenkins.cd4ml.train.Preparation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code xgboost}: numbers go in as they are, missing ones too; everything else as for networks. */
public final class BoostLearner implements Learner {
    /** Measured: the library with its histograms. */
    private static final long LIBRARY_BYTES = 100L << 20;

    private static final long HEAP_BYTES = 64L << 20;

    @Override
    public Set<Algorithm> algorithms() {
        return Set.of(Algorithm.XGBOOST);
    }

    @Override
    public List<FeaturePreparation> prepare(TrainSettings settings, List<String> features, Table table, int[] rows) {
        return Preparation.fit(settings, features, table, rows).stream()
                .map(BoostLearner::unfilled)
                .toList();
    }

    /** Trees take numbers as they are, and know what is missing; what 32-bit floats hold too coarsely is standardised first. */
    private static FeaturePreparation unfilled(FeaturePreparation fitted) {
        if (fitted instanceof FeaturePreparation.Wide wide) {
            return new FeaturePreparation.Wide(wide.column(), null, wide.shift(), wide.scale(), false);
        }
        return fitted instanceof FeaturePreparation.Numeric ? new FeaturePreparation.Plain(fitted.column()) : fitted;
    }

    @Override
    public ModelSpec spec(
            TrainSettings settings,
            LearningTask task,
            List<FeaturePreparation> features,
            double targetShift,
            double targetScale) {
        return new ModelSpec(
                ModelSpec.XGBOOST,
                task.task(),
                task.target(),
                task.classes(),
                features,
                List.of(),
                targetShift,
                targetScale,
                "");
    }

    @Override
    public Record plan(TrainSettings settings, ModelSpec spec) {
        return BoostPlan.of(settings, spec);
    }

    /** Boosting keeps no checkpoints: it begins anew and gives the same bits. */
    @Override
    public WorkerSpec training(TrainSettings settings, Path from, Path to, Path checkpoints) {
        return process(BoostWorker.class, settings, List.of(from.toString(), to.toString()));
    }

    @Override
    public WorkerSpec prediction(TrainSettings settings, Path modelFolder, Path inputs, Path outputs) {
        return process(
                BoostPredictWorker.class,
                settings,
                List.of(modelFolder.toAbsolutePath().toString(), inputs.toString(), outputs.toString()));
    }

    /** SHAP values of the trees. */
    @Override
    public Optional<WorkerSpec> explanation(Path modelFolder, Path inputs, Path outputs) {
        return Optional.of(new WorkerSpec(
                BoostExplainWorker.class,
                List.of(XgboostPack.NAME),
                List.of(),
                List.of(modelFolder.toAbsolutePath().toString(), inputs.toString(), outputs.toString())));
    }

    @Override
    public List<String> ownFiles() {
        return List.of(BoostPlan.BOOSTER);
    }

    /** The library holds the rows once as numbers and once as steps of the histogram, with a gradient of each. */
    @Override
    public MemoryNeed memory(TrainSettings settings, ModelSpec spec, long numbers) {
        return new MemoryNeed(HEAP_BYTES + Float.BYTES * numbers, LIBRARY_BYTES + 2 * Float.BYTES * numbers);
    }

    private static WorkerSpec process(Class<?> main, TrainSettings settings, List<String> arguments) {
        List<String> options = new ArrayList<>();
        if (settings.heap() != null) {
            options.add("-Xmx" + settings.heap());
        }
        return new WorkerSpec(main, List.of(XgboostPack.NAME), options, arguments);
    }
}
