package io.jenkins.cd4ml.deploy.http;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** {@code GET /metrics} in Prometheus' text format. */
public final class MetricsPage {
    private MetricsPage() {}

    /** All series of a registry. */
    public static Reply of(PrometheusRegistry registry) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, registry.scrape());
        return new Reply(200, PrometheusTextFormatWriter.CONTENT_TYPE, text.toByteArray(), Map.of());
    }
}
