package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.MetricsPage;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.router.TrafficStatistics.Kind;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a router counts, by version. */
final class RouterMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests;
    private final Counter predictions;
    private final Histogram seconds;

    RouterMetrics(Supplier<Routes> routes, BooleanSupplier journalFailing) {
        requests = Counter.builder()
                .name("cd4ml_router_requests_total")
                .help(
                        "Inferences by version, HTTP status (none: not reached) and why it was asked (routed, fallback, shadow, second).")
                .labelNames("version", "status", "kind")
                .register(registry);
        predictions = Counter.builder()
                .name("cd4ml_router_predictions_total")
                .help("Rows predicted for callers, by class (empty for regression).")
                .labelNames("version", "class")
                .register(registry);
        seconds = Histogram.builder()
                .name("cd4ml_router_upstream_duration_seconds")
                .help("Time until a model server had answered an inference.")
                .classicOnly()
                .classicUpperBounds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
                .labelNames("version")
                .register(registry);
        GaugeWithCallback.builder()
                .name("cd4ml_router_journal_failing")
                .help("1 while the newest change of routes is not on the disk.")
                .callback(gauge -> gauge.call(journalFailing.getAsBoolean() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("cd4ml_router_weight_ratio")
                .help("Share of the traffic that goes to a version.")
                .labelNames("role", "version")
                .callback(gauge -> {
                    Routes now = routes.get();
                    int weight = now.isCanary()
                            ? now.champion() == null ? 100 : now.split().weight()
                            : 0;
                    if (now.champion() != null) {
                        gauge.call(
                                (100 - weight) / 100.0,
                                "champion",
                                now.champion().version().version());
                    }
                    if (now.isCanary()) {
                        gauge.call(
                                weight / 100.0,
                                "candidate",
                                now.candidate().version().version());
                    }
                })
                .register(registry);
    }

    void answered(ServingServer server, Upstream.Answer answer, Kind kind) {
        String version = server.version().version();
        String status = answer.reply() == null
                ? "none"
                : Integer.toString(answer.reply().status());
        requests.labelValues(version, status, kind.name().toLowerCase(Locale.ROOT))
                .inc();
        seconds.labelValues(version).observe(answer.nanos() / 1e9);
        if ((kind == Kind.ROUTED || kind == Kind.FALLBACK) && answer.predicted() && answer.predictions() != null) {
            if (answer.predictions().classes().isEmpty()) {
                predictions.labelValues(version, "").inc(answer.predictions().rows());
            }
            answer.predictions().classes().forEach((label, count) -> predictions
                    .labelValues(version, label)
                    .inc(count));
        }
    }

    Reply page() throws IOException {
        return MetricsPage.of(registry);
    }
}
