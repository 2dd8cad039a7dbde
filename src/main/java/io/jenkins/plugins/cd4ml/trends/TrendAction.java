package io.jenkins.plugins.cd4ml.trends;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.cd4ml.results.JsonReply;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.GET;

/** A job's trends: a chart in a box on the job's page, and a page of its own with all of them. */
public final class TrendAction implements Action {
    /** What a page may ask for at most. */
    static final int MOST_BUILDS = 500;

    private static final int DEFAULT_BUILDS = 50;

    private final Job<?, ?> job;

    TrendAction(Job<?, ?> job) {
        this.job = job;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    /**
     * Figures of the last builds for the pages' scripts.
     *
     * @param builds 50 unless told, 500 at most
     * @param catalogue whether the builds, their champions and the names of all figures are wanted, too
     */
    @GET
    @Restricted(NoExternalUse.class)
    public HttpResponse doData(StaplerRequest2 request, @QueryParameter int builds, @QueryParameter boolean catalogue) {
        job.checkPermission(Item.READ);
        int most = builds <= 0 ? DEFAULT_BUILDS : Math.min(builds, MOST_BUILDS);
        String[] figures = request.getParameterValues("figure");
        Trend trend = TrendReader.read(job, most, figures == null ? List.of() : List.of(figures));
        return JsonReply.of(TrendJson.of(trend, catalogue));
    }

    /** Where the viewer's modules are served, below Jenkins' root. */
    @NonNull
    public String getViewer() {
        return Jenkins.get().getAdjuncts("").rootURL + "/io/jenkins/plugins/cd4ml/viewer";
    }

    @Override
    public String getIconFileName() {
        return "symbol-trending-up-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.TrendAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "cd4ml-trends";
    }
}
