package io.jenkins.cd4ml.deploy.http;

import io.jenkins.cd4ml.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

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

    /** A problem as KServe's V2 protocol writes it, with the request's id: {@code {"error": "…", "id": "…"}}. */
    public static Reply problem(int status, String sentence, String id) {
        return problem(status, sentence, id, Map.of());
    }

    /** The same of a problem that says when to try again. */
    public static Reply problem(HttpProblem problem, String id) {
        Map<String, String> headers = new TreeMap<>();
        if (problem.retryAfterSeconds() != 0) {
            headers.put("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        if (problem.allowed() != null) {
            headers.put("Allow", problem.allowed());
        }
        if (problem.challenge() != null) {
            headers.put("WWW-Authenticate", problem.challenge());
        }
        return problem(problem.status(), problem.getMessage(), id, headers);
    }

    private static Reply problem(int status, String sentence, String id, Map<String, String> headers) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", sentence);
        body.put("id", id);
        return json(status, body, headers);
    }

    /** With that header unless it has one of the name. */
    Reply withDefault(String name, String value) {
        if (headers.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            return this;
        }
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, body, more);
    }

    public boolean successful() {
        return status >= 200 && status < 300;
    }
}
