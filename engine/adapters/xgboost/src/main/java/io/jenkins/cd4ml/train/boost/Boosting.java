package io.jenkins.cd4ml.train.boost;

import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.runtime.Packs;
import io.jenkins.cd4ml.stage.EventSink;
import io.jenkins.cd4ml.train.EarlyStopping;
import io.jenkins.cd4ml.train.EpochMetrics;
import io.jenkins.cd4ml.train.TrainingLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient boosting by XGBoost's histogram method (Chen and Guestrin, 2016), one round after the other. The same plan and rows give
 * the same trees to the bit, whatever the number of threads.
 */
final class Boosting {
    private final BoostPlan plan;
    private final EventSink events;
    private byte[] model;

    Boosting(BoostPlan plan, EventSink events) {
        this.plan = plan;
        this.events = events;
    }

    /** All rounds in XGBoost's JSON; after {@link #run}. */
    byte[] model() {
        return model;
    }

    /**
     * Boosts to the end, or until the validation loss has not improved for {@code patience} rounds.
     *
     * @param tensors as {@link io.jenkins.cd4ml.train.TrainingPlan} says; without validation rows the last round counts
     */
    TrainingLog run(Map<String, Tensor> tensors) throws XGBoostError {
        long begin = System.nanoTime();
        DMatrix train = rows(tensors, "train");
        DMatrix validation = tensors.containsKey("validation.inputs") ? rows(tensors, "validation") : null;
        DMatrix[] watched = validation == null ? new DMatrix[] {train} : new DMatrix[] {train, validation};
        EpochMetrics metrics = validation == null
                ? null
                : new EpochMetrics(
                        plan.spec(), tensors.get("validation.targets").values());
        Map<String, DMatrix> cached = new LinkedHashMap<>();
        if (validation != null) {
            cached.put("validation", validation);
        }
        Booster booster = XGBoost.train(train, parameters(), 0, cached, null, null);
        EarlyStopping stopping = new EarlyStopping(plan.patience(), plan.minDelta());
        List<Epoch> epochs = new ArrayList<>();
        boolean stopped = false;
        for (int round = 1; round <= plan.rounds() && !stopped; round++) {
            long start = System.nanoTime();
            booster.update(train, round - 1);
            double[] losses = losses(booster, watched, round - 1);
            Map<String, Double> figures = validation == null
                    ? Map.of()
                    : metrics.of(BoosterAnswers.answers(plan.spec(), booster.predict(validation)));
            Epoch epoch = new Epoch(round, losses[0], validation == null ? null : losses[1], figures, seconds(start));
            epochs.add(epoch);
            report(epoch);
            if (validation != null) {
                stopping.improves(round, losses[1]);
                stopped = round < plan.rounds() && stopping.givesUp(round);
            }
        }
        model = booster.toByteArray("json");
        return new TrainingLog(
                List.copyOf(epochs),
                stopping.bestEpoch() == 0 ? epochs.size() : stopping.bestEpoch(),
                stopped,
                seconds(begin),
                0,
                Map.of("xgboost", Packs.versions("xgboost").get("xgboost4j_2.12")),
                System.getProperty("os.arch"),
                plan.threads());
    }

    private Map<String, Object> parameters() {
        ModelSpec spec = plan.spec();
        int classes = spec.classes().size();
        boolean numbers = spec.task() == Task.REGRESSION;
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", numbers ? "reg:squarederror" : classes == 2 ? "binary:logistic" : "multi:softprob");
        parameters.put("eval_metric", numbers ? "rmse" : classes == 2 ? "logloss" : "mlogloss");
        if (classes > 2) {
            parameters.put("num_class", classes);
        }
        parameters.put("tree_method", "hist");
        parameters.put("eta", plan.learningRate());
        parameters.put("max_depth", plan.trees().maxDepth());
        parameters.put("min_child_weight", plan.trees().minChildWeight());
        parameters.put("subsample", plan.trees().subsample());
        parameters.put("colsample_bytree", plan.trees().colsample());
        parameters.put("lambda", plan.trees().lambda());
        parameters.put("alpha", plan.trees().alpha());
        parameters.put("gamma", plan.trees().gamma());
        parameters.put("max_bin", plan.trees().maxBins());
        parameters.put("seed", Long.hashCode(plan.seed()) & Integer.MAX_VALUE);
        parameters.put("nthread", plan.threads());
        parameters.put("verbosity", 0);
        return parameters;
    }

    /** The training's own losses: cross-entropy, or the mean squared error of the standardised target. */
    private double[] losses(Booster booster, DMatrix[] watched, int iteration) throws XGBoostError {
        String[] names = watched.length == 1 ? new String[] {"train"} : new String[] {"train", "validation"};
        // "[0]\ttrain-logloss:0.44\tvalidation-logloss:0.46", each number with all its digits
        String[] parts = booster.evalSet(watched, names, iteration).split("\t");
        double[] losses = new double[watched.length];
        for (int i = 0; i < losses.length; i++) {
            double value = Double.parseDouble(parts[i + 1].substring(parts[i + 1].lastIndexOf(':') + 1));
            losses[i] = plan.spec().task() == Task.REGRESSION ? value * value : value;
        }
        return losses;
    }

    private void report(Epoch figures) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("epoch", (double) figures.epoch());
        metrics.put("train_loss", figures.trainLoss());
        if (figures.validationLoss() != null) {
            metrics.put("validation_loss", figures.validationLoss());
        }
        metrics.putAll(figures.metrics());
        events.metrics(metrics);
        events.progress(figures.epoch(), plan.rounds(), "rounds");
    }

    private static DMatrix rows(Map<String, Tensor> tensors, String part) throws XGBoostError {
        DMatrix rows = BoosterAnswers.matrix(tensors.get(part + ".inputs"));
        rows.setLabel(tensors.get(part + ".targets").values());
        rows.setWeight(tensors.get(part + ".weights").values());
        return rows;
    }

    /** To a tenth of a millisecond. */
    private static double seconds(long begin) {
        return Math.round((System.nanoTime() - begin) / 1e5) / 1e4;
    }
}
