package io.jenkins.plugins.cd4ml.metrics;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.RootAction;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.verb.GET;

/** {@code /cd4ml-metrics/}: what Prometheus scrapes. Drawn up at most every five seconds, from memory. */
@Extension
public final class MetricsAction implements RootAction {
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private String text;
    private long drawnUp;

    /** The figures, for those who may read them. */
    @GET
    @Restricted(NoExternalUse.class)
    public HttpResponse doIndex() throws IOException {
        Jenkins.get().checkPermission(MetricsPermission.READ);
        return new MetricsReply(text().getBytes(StandardCharsets.UTF_8));
    }

    private synchronized String text() throws IOException {
        long now = System.nanoTime();
        if (text == null || now - drawnUp > FRESH_NANOS) {
            try (ACLContext everything = ACL.as2(ACL.SYSTEM2)) {
                text = draw();
            }
            drawnUp = now;
        }
        return text;
    }

    static String draw() throws IOException {
        Exposition page = new Exposition();
        ModelMetrics.add(page, ModelRegistry.get());
        LastBuilds.get().byJob().forEach((job, build) -> JobMetrics.add(page, job, build));
        RunningCanaries.add(page);
        return page.text();
    }

    @CheckForNull
    @Override
    public String getIconFileName() {
        return null;
    }

    @CheckForNull
    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return "cd4ml-metrics";
    }
}
