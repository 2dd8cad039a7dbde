package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.protocol.CrossValidation;
import io.jenkins.cd4ml.protocol.HyperparameterSearch;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import java.util.Locale;

/**
 * What came out of one training.
 *
 * @param spec with the digest of its training keys
 * @param settings that the model was trained with, the best ones of a search
 * @param crossValidation null where none was asked for
 * @param search null where none was asked for
 * @param reproduced what a second one has in common with it; null where not asked
 */
record TrainedRun(
        LearningTask task,
        Split split,
        ModelSpec spec,
        Fit fit,
        Reproduction reproduced,
        TrainSettings settings,
        CrossValidation crossValidation,
        HyperparameterSearch search) {

    TrainingLog log() {
        return fit.log();
    }

    /** For people: {@code mlp [32]}. */
    static String name(TrainSettings settings) {
        return switch (settings.algorithm()) {
            case LINEAR -> "linear";
            case MLP -> "mlp " + settings.hidden();
            case COMMAND -> String.join(" ", settings.command().run());
            case CNN -> "cnn " + settings.cnn().filters() + " " + settings.hidden();
            case XGBOOST -> "xgboost";
        };
    }

    /** {@code mlp [32] on 5 features: validation accuracy 0.84 after epoch 23 of 33 (stopped early), 912 training rows, 2.1 s}. */
    String summary() {
        if (log().epochs().isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "%s%s on %d features: %,d training rows, %.1f s",
                    tried(),
                    name(settings),
                    task.features().size(),
                    split.train().length,
                    log().seconds());
        }
        return String.format(
                Locale.ROOT,
                "%s%s on %d features: %s after %s %d of %d%s, %,d training rows, %.1f s%s",
                tried(),
                name(settings),
                task.features().size(),
                figure(),
                settings.algorithm() == Algorithm.XGBOOST ? "round" : "epoch",
                log().bestEpoch(),
                log().lastEpoch(),
                log().stoppedEarly() ? " (stopped early)" : "",
                split.train().length,
                log().seconds(),
                log().resumedAfter() == 0 ? "" : ", gone on from a checkpoint after epoch " + log().resumedAfter());
    }

    private String tried() {
        return search == null ? "" : "best of " + search.trials().size() + " trials: ";
    }

    private String figure() {
        Epoch best = log().best();
        String metric = task.task() == Task.CLASSIFICATION ? "accuracy" : "r2";
        Double value = best.metrics().get(metric);
        return value == null
                ? String.format(Locale.ROOT, "training loss %.3g", best.trainLoss())
                : String.format(Locale.ROOT, "validation %s %.2f", metric.equals("r2") ? "R2" : metric, value);
    }
}
