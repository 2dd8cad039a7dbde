package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.http.MetricsPage;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.function.LongSupplier;

/** What a model server counts; every series carries the model's version. */
final class ServerMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final String version;
    private final Counter requests;
    private final Histogram seconds;
    private final Counter classes;
    private final Summary numbers;
    private final Gauge inFlight;

    ServerMetrics(ServedModel model, LongSupplier droppedRows) {
        version = model.version();
        requests = Counter.builder()
                .name("cd4ml_server_requests_total")
                .help("Inference requests by API (v1, v2) and HTTP status.")
                .labelNames("version", "api", "status")
                .register(registry);
        seconds = Histogram.builder()
                .name("cd4ml_server_request_duration_seconds")
                .help("Time from reading an inference request to its answer.")
                .classicOnly()
                .classicUpperBounds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
                .labelNames("version", "api")
                .register(registry);
        boolean classification = model.task() == Task.CLASSIFICATION;
        classes = Counter.builder()
                .name("cd4ml_server_predictions_total")
                .help("Rows predicted, by class (empty for regression).")
                .labelNames("version", "class")
                .register(registry);
        numbers = classification
                ? null
                : Summary.builder()
                        .name("cd4ml_server_prediction_value")
                        .help("Predicted numbers: their count and sum.")
                        .labelNames("version")
                        .register(registry);
        inFlight = Gauge.builder()
                .name("cd4ml_server_in_flight_requests")
                .help("Inference requests that are being answered.")
                .labelNames("version")
                .register(registry);
        inFlight.labelValues(version).set(0);
        CounterWithCallback.builder()
                .name("cd4ml_server_request_log_dropped_rows_total")
                .help("Rows that were answered and are not in the request log.")
                .labelNames("version")
                .callback(callback -> callback.call(droppedRows.getAsLong(), version))
                .register(registry);
        Info.builder()
                .name("cd4ml_server_model_info")
                .help("The model that is served.")
                .labelNames("model", "version", "digest", "task")
                .register(registry)
                .setLabelValues(
                        model.name(), version, model.digest(), model.task().label());
    }

    void started() {
        inFlight.labelValues(version).inc();
    }

    void finished(String api, int status, long nanos) {
        inFlight.labelValues(version).dec();
        requests.labelValues(version, api, Integer.toString(status)).inc();
        seconds.labelValues(version, api).observe(nanos / 1e9);
    }

    void predicted(Predictions predictions) {
        for (int i = 0; i < predictions.rows(); i++) {
            if (numbers == null) {
                classes.labelValues(version, predictions.label(i)).inc();
            } else {
                classes.labelValues(version, "").inc();
                numbers.labelValues(version).observe(predictions.number(i));
            }
        }
    }

    Reply page() throws IOException {
        return MetricsPage.of(registry);
    }
}
