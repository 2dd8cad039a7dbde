package io.jenkins.plugins.cd4ml.models;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A form once more, with what was written into it and the one sentence that says why it was refused. */
record Refused(Object page, String view, String sentence) implements HttpResponse {
    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
            throws IOException, ServletException {
        response.setStatus(HttpServletResponse.SC_CONFLICT);
        HttpResponses.forwardToView(page, view + ".jelly")
                .with("problem", sentence)
                .generateResponse(request, response, node);
    }
}
