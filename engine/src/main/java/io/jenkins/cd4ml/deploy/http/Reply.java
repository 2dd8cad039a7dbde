package io.jenkins.cd4ml.deploy.http;

import io.jenkins.cd4ml.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer; {@code headers} besides the content type. */
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final String JSON = "application/json";

    /** 200 with a value as JSON. */
    public static Reply json(Object value) {
        return json(200, value, Map.of());
    }

    public static Reply json(int status, Object value, Map<String, String> headers) {
        return new Reply(status, JSON, (Protocol.writeLine(value) + "\n").getBytes(StandardCharsets.UTF_8), headers);
    }

    /** A problem as KServe's V2 protocol writes it: {@code {"error": "…"}}. */
    public static Reply problem(int status, String sentence) {
        return json(status, Map.of("error", sentence), Map.of());
    }

    public boolean successful() {
        return status >= 200 && status < 300;
    }
}
