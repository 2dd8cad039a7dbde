package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.http.BodyProblem;
import io.jenkins.cd4ml.deploy.http.MetricsPage;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.log.FeedbackLog;
import io.jenkins.cd4ml.deploy.log.RequestLog;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Locale;
import java.util.function.IntSupplier;

/** What a model server counts; what belongs to one model carries its version. */
final class ServerMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("cd4ml_server_requests_total")
            .help("Inference requests by API (v1, v2) and HTTP status.")
            .labelNames("version", "api", "status")
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("cd4ml_server_request_duration_seconds")
            .help("Time from reading an inference request to its answer.")
            .classicOnly()
            .classicUpperBounds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
            .labelNames("version", "api")
            .register(registry);
    private final Counter classes = Counter.builder()
            .name("cd4ml_server_predictions_total")
            .help("Rows predicted, by class (empty for regression).")
            .labelNames("version", "class")
            .register(registry);
    private final Summary numbers = Summary.builder()
            .name("cd4ml_server_prediction_value")
            .help("Predicted numbers: their count and sum.")
            .labelNames("version")
            .register(registry);
    private final Gauge inFlight = Gauge.builder()
            .name("cd4ml_server_in_flight_requests")
            .help("Inference requests that are being answered.")
            .labelNames("version")
            .register(registry);
    private final Histogram batchRows = Histogram.builder()
            .name("cd4ml_server_batch_rows")
            .help("Rows in one run of the model.")
            .classicOnly()
            .classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256, 1024)
            .register(registry);
    private final Counter unread = Counter.builder()
            .name("cd4ml_server_unread_bodies_total")
            .help("Requests whose body was too long (too_long), or did not come to its end in time (unfinished).")
            .labelNames("reason")
            .register(registry);
    private final Counter swaps = Counter.builder()
            .name("cd4ml_server_swaps_total")
            .help("Versions given to the running server: done, or refused while the one before goes on serving.")
            .labelNames("result")
            .register(registry);
    private final Info model = Info.builder()
            .name("cd4ml_server_model_info")
            .help("The model that is served.")
            .labelNames("model", "version", "digest", "task")
            .register(registry);

    ServerMetrics(RequestLog log, FeedbackLog feedback, IntSupplier waiting) {
        GaugeWithCallback.builder()
                .name("cd4ml_server_queued_requests")
                .help("Requests that wait for the model or are in it.")
                .callback(callback -> callback.call(waiting.getAsInt()))
                .register(registry);
        CounterWithCallback.builder()
                .name("cd4ml_server_request_log_rows_total")
                .help("Rows in the request log.")
                .callback(callback -> callback.call(log.written()))
                .register(registry);
        CounterWithCallback.builder()
                .name("cd4ml_server_request_log_dropped_rows_total")
                .help("Rows that should be in the request log and are not: answered faster than written (queue), or not"
                        + " taken by the disk (disk).")
                .labelNames("reason")
                .callback(callback -> {
                    callback.call(log.overrun(), "queue");
                    callback.call(log.lost(), "disk");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("cd4ml_server_request_log_failing")
                .help("1 while the request log cannot be written.")
                .callback(callback -> callback.call(log.isFailing() ? 1 : 0))
                .register(registry);
        CounterWithCallback.builder()
                .name("cd4ml_server_feedback_labels_total")
                .help("Labels that were sent later and written down.")
                .callback(callback -> callback.call(feedback.labels()))
                .register(registry);
        for (BodyProblem problem : BodyProblem.values()) {
            unread.initLabelValues(label(problem));
        }
        swaps.initLabelValues("done");
        swaps.initLabelValues("refused");
    }

    /** From now on this model is served. */
    void serving(ServedModel served) {
        inFlight.initLabelValues(served.version());
        model.setLabelValues(
                served.name(), served.version(), served.digest(), served.task().label());
    }

    void swapped(boolean done) {
        swaps.labelValues(done ? "done" : "refused").inc();
    }

    void unread(BodyProblem problem) {
        unread.labelValues(label(problem)).inc();
    }

    void ran(int rows) {
        batchRows.observe(rows);
    }

    void started(String version) {
        inFlight.labelValues(version).inc();
    }

    void finished(String version, String api, int status, long nanos) {
        inFlight.labelValues(version).dec();
        requests.labelValues(version, api, Integer.toString(status)).inc();
        seconds.labelValues(version, api).observe(nanos / 1e9);
    }

    void predicted(ServedModel served, Predictions predictions) {
        boolean classification = served.task() == Task.CLASSIFICATION;
        for (int i = 0; i < predictions.rows(); i++) {
            classes.labelValues(served.version(), classification ? predictions.label(i) : "")
                    .inc();
            if (!classification) {
                numbers.labelValues(served.version()).observe(predictions.number(i));
            }
        }
    }

    Reply page() throws IOException {
        return MetricsPage.of(registry);
    }

    private static String label(BodyProblem problem) {
        return problem.name().toLowerCase(Locale.ROOT);
    }
}
