package io.jenkins.plugins.cd4ml.models;

import hudson.AbortException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/** Something that a form asks for; the registry refuses it in one sentence where its rules forbid it. */
@FunctionalInterface
interface Attempt {
    void run() throws IOException;

    /**
     * Does it and leads on; where it is refused, shows the form again with the one sentence that says why.
     *
     * @param page whose view the form is
     * @param next where to go afterwards, below Jenkins' root
     */
    static HttpResponse of(Object page, String view, String next, Attempt attempt) {
        try {
            attempt.run();
            return HttpResponses.redirectViaContextPath(next);
        } catch (AbortException e) {
            return new Refused(page, view, e.getMessage());
        } catch (IOException e) {
            throw HttpResponses.error(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, e);
        }
    }
}
