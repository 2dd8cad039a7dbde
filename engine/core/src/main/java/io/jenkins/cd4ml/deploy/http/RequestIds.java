package io.jenkins.cd4ml.deploy.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names of requests: what a caller calls its request in the header {@code X-Request-Id}, or a random UUID. A name is written
 * to logs, so what is not well formed is not taken.
 */
public final class RequestIds {
    /** The header that carries it, in requests and in every answer. */
    public static final String HEADER = "X-Request-Id";

    /** What a well-formed id is, for messages. */
    public static final String RULE =
            "a request id has 1 to 128 letters, digits and . _ : + / = @ -, and begins with a letter or a digit";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+/=@-]{0,127}");

    private RequestIds() {}

    public static boolean isWellFormed(String id) {
        return id != null && WELL_FORMED.matcher(id).matches();
    }

    /** The id in a body, a text or a whole number; 400 for what is no well-formed one. */
    public static String of(JsonNode given) throws HttpProblem {
        String id = given.isTextual() || given.isIntegralNumber() ? given.asText() : null;
        if (!isWellFormed(id)) {
            throw new HttpProblem(400, RULE);
        }
        return id;
    }

    /** The header's value where it is well formed, else a new id. */
    static String of(String header) {
        return isWellFormed(header) ? header : UUID.randomUUID().toString();
    }
}
