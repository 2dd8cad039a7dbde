package io.jenkins.cd4ml.deploy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A request whose body has been read.
 *
 * @param id from the header {@code X-Request-Id} where that was well formed, else a new one
 * @param path decoded, without the query
 * @param target path and query as they were sent
 */
public record Request(String id, String method, String path, String target, Headers headers, byte[] body) {

    private static final Pattern JSON = Pattern.compile("application/([a-z0-9.+-]+\\+)?json\\s*(;.*)?");
    private static final Pattern JSON_OR_OCTETS =
            Pattern.compile("application/(octet-stream|([a-z0-9.+-]+\\+)?json)\\s*(;.*)?");

    /** The first value of a header, null where it is absent. */
    public String header(String name) {
        return headers.getFirst(name);
    }

    /** The path's parts between slashes: {@code [v2, models, weather, infer]}. */
    public List<String> segments() {
        return List.of(path.substring(1).split("/", -1));
    }

    /** Answers 405 with the right method unless the request has it; whatever may be read with GET may be asked about with HEAD. */
    public void require(String expected) throws HttpProblem {
        boolean head = expected.equals("GET") && method.equals("HEAD");
        if (!method.equals(expected) && !head) {
            throw HttpProblem.notAllowed(
                    "use " + expected + " for " + path + ", not " + method,
                    expected.equals("GET") ? "GET, HEAD" : expected);
        }
    }

    /** The body as a JSON object; 415 for another content type, 400 where it is not one. */
    public JsonNode json() throws HttpProblem {
        return json(JSON);
    }

    /** The same of a body that may also be declared as {@code application/octet-stream}, as Triton's client does. */
    public JsonNode jsonOrOctets() throws HttpProblem {
        return json(JSON_OR_OCTETS);
    }

    private JsonNode json(Pattern types) throws HttpProblem {
        String type = header("Content-Type");
        if (type == null) {
            // A web page can send a body without a type to any address without asking for leave.
            throw new HttpProblem(415, "send the header Content-Type: application/json with the body");
        }
        if (!types.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
            throw new HttpProblem(415, "send the body as application/json, not as " + type);
        }
        try {
            JsonNode tree = Protocol.mapper().readTree(body);
            if (tree == null || tree instanceof MissingNode || !tree.isObject()) {
                throw new HttpProblem(400, "the body must be a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new HttpProblem(400, "the body is not JSON: " + place(e) + JsonMistake.of(e));
        } catch (IOException e) {
            throw new HttpProblem(400, "the body is not JSON in UTF-8");
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": ";
    }
}
