package io.jenkins.cd4ml.config;

import io.jenkins.cd4ml.model.ModelSpec;
import java.util.List;
import java.util.Map;

/**
 * {@code train:} how the model is trained.
 *
 * @param algorithm {@code linear} (logistic or linear regression), {@code mlp}, {@code cnn} (images), {@code xgboost} or {@code command} (a program of the user's own)
 * @param hidden widths of the hidden layers of an {@code mlp}, or after the convolutions of a {@code cnn}
 * @param dropout share of hidden units that are dropped while training, 0 to below 1
 * @param patience epochs without improvement of the validation loss after which training stops; 0: never
 * @param minDelta how much lower the loss must be to count as an improvement
 * @param classWeights {@code none}, {@code balanced} (n / (classes x count)), or a weight for each class
 * @param maxCategories a category with more training values than this keeps the most frequent ones
 * @param threads of the numerical library; small models are fastest, and reproducible, with one
 * @param heap maximum Java heap of the training process, such as {@code 2g}; null: the JVM's default
 * @param checkpointSeconds least time between two checkpoints; 0: one after every epoch
 */
public record TrainSettings(
        Algorithm algorithm,
        List<Integer> hidden,
        ModelSpec.Activation activation,
        Double dropout,
        Integer epochs,
        Integer batchSize,
        Double learningRate,
        Double weightDecay,
        Long seed,
        Integer patience,
        Double minDelta,
        ClassWeights classWeights,
        Imputation impute,
        Scaling scale,
        Integer maxCategories,
        Integer threads,
        String heap,
        Double checkpointSeconds,
        BoostSettings xgboost,
        CrossValidationSettings crossValidation,
        SearchSettings search,
        ImageSettings cnn,
        CommandSettings command) {

    public static final TrainSettings DEFAULT = new TrainSettings(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null);

    public TrainSettings {
        algorithm = Defaults.of(algorithm, Algorithm.MLP);
        boolean network = algorithm == Algorithm.MLP || algorithm == Algorithm.CNN;
        hidden = !network ? List.of() : hidden == null ? List.of(32) : List.copyOf(hidden);
        activation = Defaults.of(activation, ModelSpec.Activation.RELU);
        dropout = Defaults.of(dropout, 0.0);
        epochs = Defaults.of(epochs, 100);
        batchSize = Defaults.of(batchSize, 32);
        learningRate = Defaults.of(learningRate, algorithm == Algorithm.XGBOOST ? 0.1 : 0.005);
        weightDecay = Defaults.of(weightDecay, 0.0);
        seed = Defaults.of(seed, 42L);
        patience = Defaults.of(patience, 10);
        minDelta = Defaults.of(minDelta, algorithm == Algorithm.XGBOOST ? 0.0 : 0.0001);
        classWeights = Defaults.of(classWeights, ClassWeights.NONE);
        impute = Defaults.of(impute, Imputation.MEDIAN);
        scale = Defaults.of(scale, Scaling.STANDARD);
        maxCategories = Defaults.of(maxCategories, 100);
        threads = Defaults.of(threads, 1);
        checkpointSeconds = Defaults.of(checkpointSeconds, 10.0);
        xgboost = Defaults.of(xgboost, BoostSettings.DEFAULT);
        command = Defaults.of(command, CommandSettings.NONE);
        cnn = Defaults.of(cnn, ImageSettings.DEFAULT);
        search = Defaults.of(search, SearchSettings.NONE);
        crossValidation = Defaults.of(crossValidation, CrossValidationSettings.NONE);
    }

    /** What kind of model. */
    public enum Algorithm {
        LINEAR,
        MLP,
        CNN,
        XGBOOST,
        COMMAND
    }

    /** What a missing number becomes. */
    public enum Imputation {
        MEAN,
        MEDIAN
    }

    /** {@code STANDARD}: mean 0, sd 1; {@code MINMAX}: 0 to 1. */
    public enum Scaling {
        STANDARD,
        MINMAX,
        NONE
    }

    /** Weight of each class in the loss: balanced, or given; neither: all 1. */
    public record ClassWeights(boolean balanced, Map<String, Double> weights) {
        public static final ClassWeights NONE = new ClassWeights(false, Map.of());

        @com.fasterxml.jackson.annotation.JsonCreator
        static ClassWeights of(Object value) {
            if (value instanceof Map<?, ?> given) {
                Map<String, Double> weights = new java.util.LinkedHashMap<>();
                given.forEach((label, weight) -> weights.put(String.valueOf(label), ((Number) weight).doubleValue()));
                return new ClassWeights(false, weights);
            }
            return new ClassWeights("balanced".equals(value), Map.of());
        }
    }
}
