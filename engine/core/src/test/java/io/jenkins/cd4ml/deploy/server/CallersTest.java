package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** Who may ask, and in which words: web pages may not, Triton's client may. */
public class CallersTest extends ServerFixture {
    private static final String PREDICT = "/v1/models/weather:predict";
    private static final String BODY = "{\"rows\":[" + ROW + "]}";
    private static final String JSON = "Content-Type: application/json";

    /** The whole answer to a request with these header lines. */
    private String raw(String method, String path, String body, String... headers) throws Exception {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void refused(int status, String sentence, String... headers) throws Exception {
        for (String path : new String[] {PREDICT, "/feedback"}) {
            String answer = raw("POST", path, BODY, headers);
            assertTrue(answer, answer.startsWith("HTTP/1.1 " + status + " "));
            assertTrue(answer, answer.contains("{\"error\":\"" + sentence + "\",\"id\":"));
        }
    }

    @Test
    public void webPagesMayNotAsk() throws Exception {
        int port = URI.create(server.url()).getPort();
        String host = "Host: 127.0.0.1:" + port;
        refused(415, "send the header Content-Type: application/json with the body", host);
        refused(
                415,
                "send the body as application/json, not as text/plain;charset=UTF-8",
                host,
                "Content-Type: text/plain;charset=UTF-8");
        refused(
                403,
                "web pages of another origin may not ask here: https://evil.example",
                host,
                JSON,
                "Origin: https://evil.example");
        refused(403, "web pages of another origin may not ask here: null", host, JSON, "Origin: null");
        refused(
                403,
                "web pages of another origin may not ask here: http://127.0.0.1:1",
                host,
                JSON,
                "Origin: http://127.0.0.1:1");
        // A name of theirs that leads here.
        String rebound = "this server answers to the host 127.0.0.1 or localhost alone, not to '";
        refused(403, rebound + "evil.example:80'", "Host: evil.example:80", JSON);
        refused(403, rebound + "localhost.evil.example'", "Host: localhost.evil.example", JSON);
        refused(
                400,
                "this is not a request of HTTP/1.1 as RFC 9112 has it: Duplicate Host Header",
                host,
                "Host: evil.example",
                JSON);
        assertTrue(raw("GET", "/metrics", "", "Host: evil.example").startsWith("HTTP/1.1 403 "));
        for (String own : new String[] {host, "Host: localhost:" + port, "Host: [::1]:" + port, "Host: LOCALHOST"}) {
            assertTrue(own, raw("POST", PREDICT, BODY, own, JSON).contains("\"label\":\"sun\""));
        }
        assertTrue(raw("POST", PREDICT, BODY, host, JSON, "Origin: http://127.0.0.1:" + port)
                .startsWith("HTTP/1.1 200 "));
    }

    @Test
    public void whatCannotBeReadIsRefusedByName() throws Exception {
        String host = "Host: localhost";
        refused(
                415,
                "send the body as it is: the Content-Encoding 'gzip' is not read here",
                host,
                JSON,
                "Content-Encoding: gzip");
        refused(
                400,
                "this is not a request of HTTP/1.1 as RFC 9112 has it: Illegal character CNTL=0x1",
                host,
                JSON,
                "X-Request-Id: a\u0001b");
        assertTrue(raw("POST", PREDICT, BODY, host, JSON, "Content-Encoding: identity")
                .startsWith("HTTP/1.1 200 "));
    }

    @Test
    public void anotherMethodGetsTheRightOne() throws Exception {
        String host = "Host: localhost";
        String post = raw("GET", PREDICT, "", host);
        assertTrue(post, post.startsWith("HTTP/1.1 405 "));
        assertTrue(post, post.contains("\r\nAllow: POST\r\n"));
        String get = raw("DELETE", "/v2/health/live", "", host);
        assertTrue(get, get.startsWith("HTTP/1.1 405 "));
        assertTrue(get, get.contains("\r\nAllow: GET, HEAD\r\n"));
        String head = raw("HEAD", "/v2/health/ready", "", host);
        assertTrue(head, head.startsWith("HTTP/1.1 200 "));
        assertTrue("no body: " + head, head.endsWith("\r\n\r\n"));
    }

    @Test
    public void anIdIsKeptAsItWasSent() throws Exception {
        JsonNode v1 = predict("{\"id\":42,\"rows\":[" + ROW + "]}").body();
        assertTrue(v1.toString(), v1.path("id").isInt());
        assertEquals(42, v1.path("id").intValue());
        JsonNode v2 =
                infer("{\"id\":42,\"inputs\":" + inputs("FP32", "7") + "}").body();
        assertTrue(v2.toString(), v2.path("id").isInt());
        assertEquals(
                "a7",
                predict("{\"id\":\"a7\",\"rows\":[" + ROW + "]}")
                        .body()
                        .path("id")
                        .textValue());
        folder.newFolder("feedback");
        assertEquals(200, post("/feedback", "{\"id\":42,\"truth\":\"sun\"}").status());
        for (String id : new String[] {"true", "[1]", "1.5", "\"a b\"", "-1"}) {
            Answer answer = predict("{\"id\":" + id + ",\"rows\":[" + ROW + "]}");
            assertEquals(id, 400, answer.status());
            assertTrue(answer.error(), answer.error().startsWith("a request id has 1 to 128 letters, digits"));
        }
    }

    private static String inputs(String datatype, String x) {
        return "[{\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"" + datatype + "\",\"data\":[" + x + "]},"
                + "{\"name\":\"day\",\"shape\":[1,1],\"datatype\":\"INT64\",\"data\":[16800]},"
                + "{\"name\":\"colour\",\"shape\":[1,1],\"datatype\":\"BYTES\",\"data\":[\"red\"]},"
                + "{\"name\":\"name\",\"shape\":[1,1],\"datatype\":\"BYTES\",\"data\":[\"Ada\"]}]";
    }

    private String octets(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "Host: localhost";
        all[1] = "Content-Type: application/octet-stream";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return raw("POST", "/v2/models/weather/infer", body, all);
    }

    /** As tritonclient.http sends it. */
    @Test
    public void tritonsClientMaySendJsonAsOctetsAndNoBinaryTensors() throws Exception {
        String body = "{\"inputs\":" + inputs("FP32", "7") + "}";
        assertTrue(octets(body).startsWith("HTTP/1.1 200 "));
        assertTrue(octets(body, "Inference-Header-Content-Length: " + body.length())
                .startsWith("HTTP/1.1 200 "));
        String refusal = "the binary tensor data extension is not spoken here (%s): send and ask for 'data' as JSON"
                + " (tritonclient: binary_data=False)";
        String tail = octets(body + "\0\0\0\0", "Inference-Header-Content-Length: " + body.length());
        assertTrue(tail, tail.startsWith("HTTP/1.1 400 "));
        assertTrue(tail, tail.contains(String.format(refusal, "the header Inference-Header-Content-Length")));
        assertRefused(
                400,
                String.format(refusal, "binary_data"),
                infer("{\"inputs\":" + inputs("FP32", "7")
                        + ",\"outputs\":[{\"name\":\"label\",\"parameters\":{\"binary_data\":true}}]}"));
        assertRefused(
                400,
                String.format(refusal, "binary_data_size"),
                infer(
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":4}}]}"));
        // The other API takes JSON alone.
        assertTrue(raw("POST", PREDICT, BODY, "Host: localhost", "Content-Type: application/octet-stream")
                .startsWith("HTTP/1.1 415 "));
    }

    @Test
    public void widerNumbersAreTakenWhereTheyAreExact() throws Exception {
        for (String[] exact : new String[][] {
            {"FP64", "7"}, {"FP64", "0.5"}, {"INT64", "16777216"}, {"INT64", "null"}, {"INT32", "-7"}
        }) {
            Answer answer = infer("{\"inputs\":" + inputs(exact[0], exact[1]) + "}");
            assertEquals(answer.error(), 200, answer.status());
        }
        String sentence =
                "the input 'x' takes 32-bit floats (FP32), and %s of your %s is not exactly one of them: send FP32,"
                        + " which rounds";
        for (String[] inexact : new String[][] {
            {"FP64", "0.1"}, {"INT64", "16777217"}, {"INT64", "9007199254740993"}, {"FP64", "1.0E39"}
        }) {
            assertRefused(
                    400,
                    String.format(sentence, inexact[1], inexact[0]),
                    infer("{\"inputs\":" + inputs(inexact[0], inexact[1]) + "}"));
        }
        assertEquals(200, infer("{\"inputs\":" + inputs("FP32", "0.1") + "}").status());
        assertRefused(
                400, "the input 'x' has datatype FP32, not BOOL", infer("{\"inputs\":" + inputs("BOOL", "true") + "}"));
    }

    @Test
    public void metadataNameTheClassesOfTheProbabilities() throws Exception {
        JsonNode outputs = curl("/v2/models/weather").body().path("outputs");
        assertEquals("[\"rain\",\"sun\"]", outputs.get(0).path("labels").toString());
        assertFalse(outputs.get(1).has("labels"));
    }
}
