package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.config.BoostSettings;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All that a process that boosts trees is told besides its rows, {@code plan.json}; files and rows are named as {@link TrainingPlan}
 * says. It also leaves {@link #BOOSTER}, the model in XGBoost's own JSON.
 */
public record BoostPlan(
        ModelSpec spec,
        BoostSettings trees,
        int rounds,
        double learningRate,
        long seed,
        int patience,
        double minDelta,
        int threads) {

    public static final String BOOSTER = "booster.json";

    static BoostPlan of(TrainSettings settings, ModelSpec spec) {
        return new BoostPlan(
                spec,
                settings.xgboost(),
                settings.epochs(),
                settings.learningRate(),
                settings.seed(),
                settings.patience(),
                settings.minDelta(),
                settings.threads());
    }

    public static BoostPlan read(Path folder) throws IOException {
        return Protocol.mapper().readValue(Files.readString(folder.resolve(TrainingPlan.PLAN)), BoostPlan.class);
    }
}
