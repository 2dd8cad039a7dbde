package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.testing.Oracle;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** The server as curl sees it. */
public class ModelServerTest extends ServerFixture {
    @Test
    public void speaksTheV2Protocol() throws Exception {
        assertEquals(true, curl("/v2/health/live").body().path("live").asBoolean());
        assertEquals(true, curl("/v2/health/ready").body().path("ready").asBoolean());
        assertEquals("cd4ml", curl("/v2").body().path("name").asText());
        for (String path : List.of("/v2/models/weather", "/v2/models/weather/versions/3")) {
            JsonNode metadata = curl(path).body();
            assertEquals("weather", metadata.path("name").asText());
            assertEquals("3", metadata.path("versions").get(0).asText());
            assertEquals("FP32", metadata.path("inputs").get(0).path("datatype").asText());
            assertEquals(
                    "INT64", metadata.path("inputs").get(1).path("datatype").asText());
            assertEquals(
                    "BYTES", metadata.path("inputs").get(2).path("datatype").asText());
            assertEquals(
                    -1, metadata.path("outputs").get(0).path("shape").get(0).asInt());
            assertTrue(curl(path + "/ready").body().path("ready").asBoolean());
        }
    }

    @Test
    public void infersTensors() throws Exception {
        String tensors =
                """
                {"id": "r-1", "inputs": [
                 {"name": "x", "shape": [2, 1], "datatype": "FP32", "data": [[7.5], [null]]},
                 {"name": "day", "shape": [2, 1], "datatype": "INT64", "data": [16800, 16801]},
                 {"name": "colour", "shape": [2, 1], "datatype": "BYTES", "data": ["red", ""]},
                 {"name": "name", "shape": [2], "datatype": "BYTES", "data": ["Ada", "Bob"]}]%s}""";
        for (String path : List.of("/v2/models/weather/infer", "/v2/models/weather/versions/3/infer")) {
            Answer answer = post(path, tensors.formatted(""));
            assertEquals(answer.error(), 200, answer.status());
            assertEquals("r-1", answer.body().path("id").asText());
            assertEquals("3", answer.body().path("model_version").asText());
            JsonNode probabilities = answer.body().path("outputs").get(0);
            assertEquals("[2,2]", probabilities.path("shape").toString());
            assertEquals("[0.25,0.75,0.875,0.125]", probabilities.path("data").toString());
            assertEquals(
                    "[\"sun\",\"rain\"]",
                    answer.body().path("outputs").get(1).path("data").toString());
        }
        JsonNode one = infer(tensors.formatted(", \"outputs\": [{\"name\": \"label\"}]"))
                .body();
        assertEquals(1, one.path("outputs").size());
        assertEquals("label", one.path("outputs").get(0).path("name").asText());
    }

    @Test
    public void refusesWrongTensorsInASentence() throws Exception {
        String x = "{\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[1]}";
        assertRefused(
                400,
                "the input 'day' is missing; the inputs are [x, day, colour, name]",
                infer("{\"inputs\":[" + x + "]}"));
        assertRefused(400, "the input 'x' is there twice", infer("{\"inputs\":[" + x + "," + x + "]}"));
        assertRefused(400, "the body needs 'inputs': a list of tensors", infer("{}"));
        assertRefused(
                400,
                "the model has no input 'y'; its inputs are [x, day, colour, name]",
                infer("{\"inputs\":[" + x.replace("\"x\"", "\"y\"") + "]}"));
        assertRefused(
                400,
                "the input 'x' has datatype FP32, not BOOL",
                infer("{\"inputs\":[" + x.replace("FP32", "BOOL") + "]}"));
        assertRefused(
                400,
                "the input 'x' needs the shape [n, 1] with n >= 1, not [1,2]",
                infer("{\"inputs\":[" + x.replace("[1,1]", "[1,2]") + "]}"));
        assertRefused(
                400,
                "the input 'x' has 1 values in data, its shape says 3",
                infer("{\"inputs\":[" + x.replace("[1,1]", "[3,1]") + "]}"));
        assertRefused(
                413,
                "at most 5 rows in one request, not 6",
                infer("{\"inputs\":[" + x.replace("[1,1]", "[6,1]") + "]}"));
        assertRefused(
                400,
                "the input 'x' takes numbers, or null for a missing value",
                infer("{\"inputs\":[" + x.replace("[1]", "[\"a\"]") + "]}"));
    }

    @Test
    public void predictsRows() throws Exception {
        JsonNode answer = predict("{\"id\":\"mine\",\"rows\":[" + ROW + "," + ROW.replace("7", "null") + "]}")
                .body();
        assertEquals("mine", answer.path("id").asText());
        assertEquals("3", answer.path("version").asText());
        assertEquals("sun", answer.path("predictions").get(0).path("label").asText());
        assertEquals(
                "{\"rain\":0.25,\"sun\":0.75}",
                answer.path("predictions").get(0).path("probabilities").toString());
        assertEquals("rain", answer.path("predictions").get(1).path("label").asText());
        Answer other = curl(
                "/v1/models/weather:predict",
                "-H",
                "Content-Type: application/json",
                "-H",
                "X-Request-Id: h-1",
                "-d",
                "{\"rows\":[" + ROW + "]}");
        assertEquals("h-1", other.body().path("id").asText());
    }

    @Test
    public void refusesWrongRowsInASentence() throws Exception {
        assertRefused(400, "the body needs 'rows': a list of at least one object {column: value}", predict("{}"));
        assertRefused(
                400, "the body needs 'rows': a list of at least one object {column: value}", predict("{\"rows\":[]}"));
        assertRefused(400, "rows[0] must be an object {column: value}", predict("{\"rows\":[1]}"));
        assertRefused(
                400,
                "rows[1]: column x is not there; send null for a missing value",
                predict("{\"rows\":[" + ROW + ",{}]}"));
        assertRefused(
                400,
                "rows[0]: column x: 'warm' is not a number such as 12.5",
                predict("{\"rows\":[" + ROW.replace("7", "\"warm\"") + "]}"));
        assertRefused(
                400,
                "rows[0]: column day: '2015-13-31' is not an ISO 8601 date such as 2015-12-31",
                predict("{\"rows\":[" + ROW.replace("12-31", "13-31") + "]}"));
        assertRefused(
                413,
                "at most 5 rows in one request, not 6",
                predict("{\"rows\":[" + String.join(",", Collections.nCopies(6, ROW)) + "]}"));
        assertTrue(predict("{\"rows\":").error().startsWith("the body is not JSON: line 1, column"));
        assertTrue(predict("{\"rows\":[" + ROW.replace("7", "1e999") + "]}").status() == 400);
    }

    @Test
    public void saysNothingOfSensitiveValues() throws Exception {
        Answer answer = predict("{\"rows\":[" + ROW.replace("\"Ada\"", "{\"a\":\"Ada\"}") + "]}");
        assertEquals(400, answer.status());
        assertFalse(answer.error(), answer.error().contains("Ada"));
    }

    @Test
    public void answersWithTheRightStatus() throws Exception {
        assertRefused(404, "no model 'rain' is served here, only 'weather'", post("/v1/models/rain:predict", "{}"));
        assertRefused(404, "version '4' is not served here, only '3'", curl("/v2/models/weather/versions/4"));
        assertEquals(404, curl("/").status());
        assertEquals(404, curl("/v2/models").status());
        assertEquals(404, curl("/v2/models/weather/infer/more").status());
        assertRefused(405, "use POST for /v2/models/weather/infer, not GET", curl("/v2/models/weather/infer"));
        assertRefused(405, "use GET for /v2/health/live, not POST", post("/v2/health/live", "{}"));
        assertRefused(
                415,
                "send the body as application/json, not as text/csv",
                curl("/v1/models/weather:predict", "-H", "Content-Type: text/csv", "-d", "a,b"));
        assertRefused(
                413,
                "the body is longer than 2000 bytes: send fewer rows at a time",
                predict("{\"rows\":\"" + "x".repeat(100_000) + "\"}"));
    }

    @Test
    public void namesRequestsAsTheirCallersDoWhereThatIsWellFormed() throws Exception {
        String headers = Oracle.run(
                List.of("curl", "-sS", "-D", "-", "-H", "X-Request-Id: a b", server.url() + "/v2/models/rain"), "");
        String made = headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-request-id: "))
                .findFirst()
                .orElseThrow()
                .substring("x-request-id: ".length());
        assertTrue(made, made.matches("[0-9a-f-]{36}"));
        assertTrue(headers, headers.endsWith(",\"id\":\"" + made + "\"}\n"));
        assertEquals(
                "is-mine",
                curl("/v2/models/rain", "-H", "X-Request-Id: is-mine")
                        .body()
                        .path("id")
                        .asText());
        assertRefused(
                400,
                "a request id has 1 to 128 letters, digits and . _ : + / = @ -, and begins with a letter or a digit",
                predict("{\"id\":\"a\\nb\",\"rows\":[" + ROW + "]}"));
    }

    @Test
    public void refusesMoreAtOnceThanItsLimit() throws Exception {
        server.close();
        server = server(Behaviour.classifier(5).slow(3000), 0);
        server.start();
        List<Process> held = new ArrayList<>();
        for (int i = 0; i < QUEUE; i++) {
            held.add(new ProcessBuilder(
                            "curl",
                            "-s",
                            "-H",
                            "Content-Type: application/json",
                            "-d",
                            "{\"rows\":[" + ROW + "]}",
                            server.url() + "/v1/models/weather:predict")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        Await.until("the server is busy", () -> metrics().contains("in_flight_requests{version=\"3\"} 2"));
        assertRefused(
                503,
                "2 requests wait already: try again in a second, or raise 'deploy.batch.queue'",
                predict("{\"rows\":[" + ROW + "]}"));
        assertTrue(Oracle.run(
                        List.of(
                                "curl",
                                "-sS",
                                "-D",
                                "-",
                                "-d",
                                "{\"rows\":[" + ROW + "]}",
                                "-H",
                                "Content-Type: application/json",
                                server.url() + "/v1/models/weather:predict"),
                        "")
                .contains("Retry-After: 1"));
        for (Process process : held) {
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    public void namesThePortThatIsInUse() {
        int taken = URI.create(server.url()).getPort();
        InputException e = assertThrows(InputException.class, () -> server(Behaviour.classifier(5), taken));
        assertEquals(
                "port " + taken + " on 127.0.0.1 is in use or not allowed: set 'deploy.port' to 0 for a free one, or to"
                        + " another port",
                e.getMessage());
    }
}
