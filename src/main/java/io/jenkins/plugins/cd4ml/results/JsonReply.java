package io.jenkins.plugins.cd4ml.results;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** JSON for the pages' scripts: never taken for anything else by a browser, never kept by it. */
public record JsonReply(int status, byte[] json) implements HttpResponse {

    /** A body of JSON. */
    public static JsonReply of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A body of JSON in UTF-8. */
    public static JsonReply of(byte[] json) {
        return new JsonReply(HttpServletResponse.SC_OK, json);
    }

    static JsonReply notFound() {
        return new JsonReply(HttpServletResponse.SC_NOT_FOUND, "null".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
