package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.FakePredictor;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** What the server leaves behind: metrics and the request log. */
public class ServerRecordsTest extends ServerFixture {
    @Test
    public void exposesMetricsThatPrometheusReads() throws Exception {
        predict("{\"rows\":[" + ROW + "," + ROW.replace("7", "1") + "]}");
        predict("{}");
        String text = metrics();
        assertTrue(text, text.contains("cd4ml_server_requests_total{api=\"v1\",status=\"200\",version=\"3\"} 1"));
        assertTrue(text, text.contains("cd4ml_server_requests_total{api=\"v1\",status=\"400\",version=\"3\"} 1"));
        assertTrue(text, text.contains("cd4ml_server_predictions_total{class=\"sun\",version=\"3\"} 1"));
        assertTrue(text, text.contains("cd4ml_server_in_flight_requests{version=\"3\"} 0"));
        assertTrue(text, text.contains("cd4ml_server_model_info{"));
        Oracle.require("promtool", List.of("promtool", "--version"));
        assertEquals("", Oracle.run(List.of("promtool", "check", "metrics"), text));
    }

    @Test
    public void logsRowsWithoutSensitiveColumns() throws Exception {
        predict("{\"id\":\"a\",\"rows\":[" + ROW + "," + ROW.replace("7", "0.1").replace("\"2015-12-31\"", "null")
                + "]}");
        server.close();
        List<String> lines;
        try (Stream<Path> files = Files.list(folder.getRoot().toPath().resolve("requests"))) {
            Path log = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(log.getFileName().toString().matches("3-\\d{8}T\\d{6}Z-\\d+\\.jsonl"));
            lines = Files.readAllLines(log);
        }
        assertEquals(2, lines.size());
        assertTrue(
                lines.get(0),
                lines.get(0)
                        .matches("\\{\"time\":\"[^\"]+Z\",\"id\":\"a\",\"index\":0,\"version\":\"3\","
                                + "\"row\":\\{\"x\":7,\"day\":\"2015-12-31\",\"colour\":\"red\"},"
                                + "\"prediction\":\"sun\"}"));
        assertTrue(lines.get(1), lines.get(1).contains("\"x\":0.1,\"day\":null,"));
        assertTrue(lines.get(1), lines.get(1).endsWith("\"prediction\":\"rain\"}"));
    }

    /** A caller's word is none: what was not asked by the router stands in the log. */
    @Test
    public void onlyTheRouterCanKeepARequestOutOfTheLog() throws Exception {
        server.close();
        ServedVersion version = new ServedVersion("weather", "3", "sha256:ab", "/nowhere", "64m");
        server = new ModelServer(
                new FakePredictor(version, Behaviour.classifier(5)),
                LIMITS,
                settings(0),
                folder.getRoot().toPath(),
                Clock.systemUTC(),
                "secret"::equals,
                new CallerToken(() -> null));
        server.start();
        for (String token : new String[] {"", "guess", "secret"}) {
            curl(
                    "/v1/models/weather:predict",
                    "-H",
                    "Content-Type: application/json",
                    "-H",
                    "X-CD4ML-Replay: true",
                    "-H",
                    "X-CD4ML-Token: " + token,
                    "-d",
                    "{\"id\":\"by-" + token + "\",\"rows\":[" + ROW + "]}");
        }
        server.close();
        List<String> lines;
        try (Stream<Path> files = Files.list(folder.getRoot().toPath().resolve("requests"))) {
            lines = Files.readAllLines(files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow());
        }
        assertEquals(2, lines.size());
        assertTrue(lines.get(0), lines.get(0).contains("\"id\":\"by-\""));
        assertTrue(lines.get(1), lines.get(1).contains("\"id\":\"by-guess\""));
    }

    @Test
    public void predictsWithoutALogWhereNoneCanBeWritten() throws Exception {
        server.close();
        ServedVersion version = new ServedVersion("weather", "3", "sha256:ab", "/nowhere", "64m");
        server = new ModelServer(
                new FakePredictor(version, Behaviour.classifier(5)),
                LIMITS,
                settings(0),
                folder.getRoot().toPath().resolve("gone"),
                Clock.systemUTC());
        server.start();
        assertEquals(200, predict("{\"rows\":[" + ROW + "," + ROW + "]}").status());
        Await.until("the drops are counted", () -> metrics()
                .contains("cd4ml_server_request_log_dropped_rows_total{reason=\"disk\"} 2"));
    }

    @Test
    public void predictsNumbers() throws Exception {
        server.close();
        server = server(Behaviour.regression(0.5), 0);
        server.start();
        JsonNode answer = predict("{\"rows\":[" + ROW + "]}").body();
        assertEquals("{\"value\":7.5}", answer.path("predictions").get(0).toString());
        String text = metrics();
        assertTrue(text, text.contains("cd4ml_server_prediction_value_sum{version=\"3\"} 7.5"));
        Oracle.require("promtool", List.of("promtool", "--version"));
        assertEquals("", Oracle.run(List.of("promtool", "check", "metrics"), text));
    }
}
