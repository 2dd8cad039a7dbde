package io.jenkins.cd4ml.train.boost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.model.PredictionFile;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.runtime.WorkerMain;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.train.TrainingLog;
import io.jenkins.cd4ml.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A process that boosts trees: arguments are the folder with {@link BoostPlan} and its rows, and the one to write to. */
public final class BoostWorker {
    private BoostWorker() {}

    public static void main(String[] args) {
        WorkerMain.run(args, BoostWorker::train);
    }

    private static void train(List<String> arguments, EventSink events) throws IOException, XGBoostError {
        Path from = Path.of(arguments.get(0));
        Path to = Path.of(arguments.get(1));
        BoostPlan plan = BoostPlan.read(from);
        Map<String, Tensor> rows = Safetensors.read(from.resolve(TrainingPlan.ROWS));
        Boosting boosting = new Boosting(plan, events);
        TrainingLog log = boosting.run(rows);
        ObjectNode model = BoosterJson.firstRounds(boosting.model(), log.bestEpoch());
        Path booster = to.resolve(BoostPlan.BOOSTER);
        Files.writeString(booster, model.toString());
        Safetensors.write(
                to.resolve(TrainingPlan.PARAMETERS), BoosterJson.forest(model).tensors());
        if (rows.containsKey(TrainingPlan.JUDGED)) {
            PredictionFile.write(
                    to.resolve(TrainingPlan.OUTPUTS),
                    BoosterAnswers.of(plan.spec(), booster, rows.get(TrainingPlan.JUDGED)));
        }
        log.write(to);
    }
}
