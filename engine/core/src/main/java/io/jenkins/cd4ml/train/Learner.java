package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.runtime.Adapters;
import io.jenkins.cd4ml.runtime.WorkerSpec;
import io.jenkins.cd4ml.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Seam: a family of models, from prepared rows to trained parameters. Training and prediction run in worker JVMs with the family's
 * runtime pack.
 */
public interface Learner {

    /** The learner of an algorithm, from the adapters on the class path. */
    static Learner of(Algorithm algorithm) {
        return Adapters.of(Learner.class).stream()
                .filter(learner -> learner.algorithms().contains(algorithm))
                .findFirst()
                .orElseThrow(() -> InputException.ofKey(
                        "train.algorithm",
                        "this cd4ml was built without the adapter for "
                                + algorithm.name().toLowerCase(Locale.ROOT)));
    }

    /** The algorithms that it trains. */
    Set<Algorithm> algorithms();

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

    /** The settings of the training process, to be written as JSON. */
    Record plan(TrainSettings settings, ModelSpec spec);

    /**
     * The process that trains.
     *
     * @param checkpoints folder for them; null for none
     */
    WorkerSpec training(TrainSettings settings, Path from, Path to, Path checkpoints);

    /** The process that predicts with a trained model. */
    WorkerSpec prediction(TrainSettings settings, Path modelFolder, Path inputs, Path outputs);

    /**
     * The process that explains predictions: arguments as for {@link #prediction}, outputs as {@link TreeContributions} reads them. Empty
     * where this family has no such explanation.
     */
    default Optional<WorkerSpec> explanation(Path modelFolder, Path inputs, Path outputs) {
        return Optional.empty();
    }

    /** Files that the process leaves besides parameters and log, which stay with the run's model. */
    default List<String> ownFiles() {
        return List.of();
    }

    /**
     * Bytes that the training process needs for rows of that many numbers in all: its Java heap, and the library's memory.
     */
    MemoryNeed memory(TrainSettings settings, ModelSpec spec, long numbers);
}
