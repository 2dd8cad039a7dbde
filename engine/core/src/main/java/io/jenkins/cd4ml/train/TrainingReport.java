package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.BoostSettings;
import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.config.TrainSettings.ClassWeights;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.protocol.TrainModelDetail;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Feature;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What the stage's result tells of a training. Of sensitive columns it tells counts alone. */
final class TrainingReport {
    private TrainingReport() {}

    static TrainModelDetail of(TrainSettings settings, Table table, TrainedRun run, String sha256) {
        return new TrainModelDetail(
                run.spec().algorithm(),
                run.task().task().label(),
                run.task().target(),
                classes(table, run.task()),
                run.spec().features().stream()
                        .map(feature -> feature(table, feature))
                        .toList(),
                rows(run.split()),
                run.fit().parameters(),
                hyperparameters(settings, sensitive(table, run.task().target())),
                run.log().epochs(),
                run.log().bestEpoch(),
                run.log().stoppedEarly(),
                sha256,
                run.reproduced() == null ? null : run.reproduced().bits(),
                run.log().seconds(),
                Importances.of(run.spec(), run.fit().tensors()),
                run.crossValidation(),
                run.search());
    }

    private static List<String> classes(Table table, LearningTask task) {
        return sensitive(table, task.target())
                ? IntStream.rangeClosed(1, task.classes().size())
                        .mapToObj(i -> "class " + i)
                        .toList()
                : task.classes();
    }

    private static Feature feature(Table table, FeaturePreparation preparation) {
        Column column = table.schema().find(preparation.column()).orElseThrow();
        return new Feature(
                column.name(),
                column.type().label(),
                column.sensitive() ? "not shown: the column is sensitive" : preparation.describe(),
                preparation.width());
    }

    private static Map<String, Long> rows(Split split) {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            rows.put(part.label(), (long) split.rows(part.label()).length);
        }
        return rows;
    }

    private static Map<String, Object> hyperparameters(TrainSettings settings, boolean sensitiveTarget) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("algorithm", label(settings.algorithm()));
        if (settings.algorithm() == Algorithm.COMMAND) {
            all.put("run", settings.command().run());
            all.put("settings", settings.command().settings());
            all.put("seed", settings.seed());
            return all;
        }
        boolean boosted = settings.algorithm() == Algorithm.XGBOOST;
        if (!settings.hidden().isEmpty()) {
            all.put("hidden", settings.hidden());
            all.put("activation", label(settings.activation()));
            all.put("dropout", settings.dropout());
        }
        if (settings.algorithm() == Algorithm.CNN) {
            all.put("filters", settings.cnn().filters());
        }
        all.put("epochs", settings.epochs());
        all.put("learningRate", settings.learningRate());
        if (boosted) {
            all.putAll(boosted(settings.xgboost()));
        } else {
            all.put("batchSize", settings.batchSize());
            all.put("weightDecay", settings.weightDecay());
        }
        all.put("seed", settings.seed());
        all.put("patience", settings.patience());
        all.put("minDelta", settings.minDelta());
        all.put("classWeights", classWeights(settings.classWeights(), sensitiveTarget));
        if (!boosted) {
            all.put("impute", label(settings.impute()));
            all.put("scale", settings.algorithm() == Algorithm.CNN ? "one for all pixels" : label(settings.scale()));
        }
        all.put("maxCategories", settings.maxCategories());
        all.put("threads", settings.threads());
        return all;
    }

    private static Map<String, Object> boosted(BoostSettings settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("maxDepth", settings.maxDepth());
        all.put("minChildWeight", settings.minChildWeight());
        all.put("subsample", settings.subsample());
        all.put("colsample", settings.colsample());
        all.put("lambda", settings.lambda());
        all.put("alpha", settings.alpha());
        all.put("gamma", settings.gamma());
        all.put("maxBins", settings.maxBins());
        return all;
    }

    private static Object classWeights(ClassWeights weights, boolean sensitiveTarget) {
        if (weights.weights().isEmpty()) {
            return weights.balanced() ? "balanced" : "none";
        }
        return sensitiveTarget ? "given" : weights.weights();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static boolean sensitive(Table table, String column) {
        return table.schema().find(column).map(Column::sensitive).orElse(false);
    }
}
