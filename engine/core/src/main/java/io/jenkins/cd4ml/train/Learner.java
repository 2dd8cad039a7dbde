package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What one family of models has of its own between prepared rows and trained numbers. */
interface Learner {

    static Learner of(Algorithm algorithm) {
        return switch (algorithm) {
            case LINEAR, MLP, CNN -> new NetworkLearner();
            case XGBOOST -> new BoostLearner();
            case COMMAND -> throw new IllegalArgumentException("a program is given rows as they are");
        };
    }

    /** Of a trained model. */
    static Learner of(ModelSpec spec) {
        return of(Algorithm.valueOf(spec.algorithm().toUpperCase(Locale.ROOT)));
    }

    /** How columns become the input vector, fitted on those rows. */
    List<FeaturePreparation> prepare(TrainSettings settings, List<String> features, Table table, int[] rows);

    /** The model that will be trained, still without training keys. */
    ModelSpec spec(
            TrainSettings settings,
            LearningTask task,
            List<FeaturePreparation> features,
            double targetShift,
            double targetScale);

    /** All that the training process is told besides its rows, to be written as JSON. */
    Record plan(TrainSettings settings, ModelSpec spec);

    /**
     * The process that trains.
     *
     * @param checkpoints folder for them; null for none
     */
    WorkerSpec training(TrainSettings settings, Path from, Path to, Path checkpoints);

    /** The process that asks a trained model. */
    WorkerSpec prediction(TrainSettings settings, Path modelFolder, Path inputs, Path outputs);

    /** Files that the process leaves besides parameters and log, which stay with the run's model. */
    default List<String> ownFiles() {
        return List.of();
    }

    /**
     * Bytes that the training process needs for rows of that many numbers in all: its Java heap, and the library's memory.
     */
    MemoryNeed memory(TrainSettings settings, ModelSpec spec, long numbers);
}
