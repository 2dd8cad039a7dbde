package io.jenkins.plugins.cd4ml.metrics;

import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.plugins.cd4ml.registry.Champion;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.PlainText;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the registry knows: models, versions, and who serves where since when, how well. */
final class ModelMetrics {
    private ModelMetrics() {}

    static void add(Exposition page, ModelRegistry registry) throws IOException {
        List<ModelSummary> models = registry.models();
        page.gauge("cd4ml_models", "Models in the registry.", Map.of(), models.size());
        for (ModelSummary model : models) {
            Map<String, String> labels = Map.of("model", model.name());
            page.gauge("cd4ml_model_versions", "Versions of the model.", labels, model.versionCount());
            if (model.newest() != null) {
                page.gauge(
                        "cd4ml_model_newest_version",
                        "Number of the version that was registered last.",
                        labels,
                        model.newest().version());
            }
            for (Champion champion : model.champions()) {
                add(page, registry, model, champion);
            }
        }
    }

    private static void add(Exposition page, ModelRegistry registry, ModelSummary model, Champion champion)
            throws IOException {
        Map<String, String> labels = Map.of("model", model.name(), "environment", champion.environment());
        page.gauge("cd4ml_champion_version", "Number of the version that serves.", labels, champion.version());
        page.moment("cd4ml_champion_since_timestamp_seconds", "When that version took over.", labels, champion.since());
        ModelVersion version = registry.known(model.name(), champion.version()).orElse(null);
        if (version == null
                || version.evaluation() == null
                || version.evaluation().metrics() == null) {
            return;
        }
        for (MetricValue metric : version.evaluation().metrics()) {
            page.gauge(
                    "cd4ml_champion_metric",
                    "Metric of the version that serves, on held-out rows; class is empty for the whole.",
                    Map.of(
                            "model",
                            model.name(),
                            "environment",
                            champion.environment(),
                            "metric",
                            PlainText.line(metric.name()),
                            "class",
                            metric.label() == null ? "" : PlainText.line(metric.label())),
                    metric.value());
        }
    }
}
