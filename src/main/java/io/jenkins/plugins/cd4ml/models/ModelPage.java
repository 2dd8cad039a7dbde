package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.ModelObject;
import hudson.security.Permission;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.ExpectedChampion;
import io.jenkins.plugins.cd4ml.registry.ModelAccess;
import io.jenkins.plugins.cd4ml.registry.ModelPermissions;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.results.JsonReply;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** The page of a model as it is at the moment of the request, and what can be done with it. */
@ExportedBean
public final class ModelPage implements ModelObject {
    private final ModelsPage parent;
    private final ModelSummary summary;
    private List<HistoryEntry> history;

    ModelPage(ModelsPage parent, ModelSummary summary) {
        this.parent = parent;
        this.summary = summary;
    }

    public ModelsPage getParent() {
        return parent;
    }

    ModelSummary summary() {
        return summary;
    }

    @Exported
    public String getName() {
        return summary.name();
    }

    @Override
    public String getDisplayName() {
        return summary.name();
    }

    /** Below Jenkins' root, with a slash at its end. */
    @NonNull
    public String getUrl() {
        return parent.getUrl() + "model/" + summary.name() + "/";
    }

    /** What the page shows first. */
    @NonNull
    public ModelOverview getOverview() throws IOException {
        return new ModelOverview(this);
    }

    @NonNull
    public SettingsForm getSettings() {
        return SettingsForm.of(summary.settings());
    }

    /** All that happened, the oldest first; read once. */
    List<HistoryEntry> history() throws IOException {
        if (history == null) {
            history = summary.problem() == null ? ModelRegistry.get().history(summary.name()) : List.of();
        }
        return history;
    }

    /** The page of a version, by its number. */
    @CheckForNull
    public VersionPage getDynamic(String token) throws IOException {
        return token.matches("[1-9][0-9]{0,8}")
                ? ModelRegistry.get()
                        .known(summary.name(), Integer.parseInt(token))
                        .map(version -> new VersionPage(this, version))
                        .orElse(null)
                : null;
    }

    public HistoryPage getHistory() {
        return new HistoryPage(this);
    }

    /** What was in production at a moment. */
    public AtPage getAt() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return new AtPage(this, request.getParameter("environment"), request.getParameter("time"));
    }

    @Exported(name = "settings")
    public ModelFacts getFacts() {
        return new ModelFacts(summary);
    }

    @Exported(name = "versions", inline = true)
    public List<VersionEntry> getVersionEntries() {
        return summary.state().versions().values().stream()
                .map(version -> new VersionEntry(this, version))
                .toList();
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Figures of all versions for the page's script. */
    @GET
    public HttpResponse doSeries() throws IOException {
        requireReadable();
        return JsonReply.of(Protocol.writeLine(Series.of(this)));
    }

    @POST
    public HttpResponse doRollback(
            @QueryParameter String environment,
            @QueryParameter String expected,
            @QueryParameter String moves,
            @QueryParameter String reason) {
        require(ModelPermissions.PROMOTE);
        return Attempt.of(this, "rollback", getUrl(), () -> {
            int champion = Fields.number(expected);
            Meanwhile.nobodyChanged(getName(), environment, champion);
            ModelRegistry.get()
                    .rollBack(
                            getName(),
                            environment,
                            new ExpectedChampion(champion, Fields.count(moves)),
                            Author.current(),
                            Fields.required(reason));
        });
    }

    @POST
    public HttpResponse doConfigure(
            StaplerRequest2 request,
            @QueryParameter String description,
            @QueryParameter String jobs,
            @QueryParameter String readers,
            @QueryParameter String shown,
            @QueryParameter String reason) {
        require(ModelPermissions.CONFIGURE);
        return Attempt.of(this, "configure", getUrl(), () -> ModelRegistry.get()
                .configure(
                        getName(),
                        before -> {
                            SettingsForm.requireShown(shown, before);
                            return SettingsForm.read(before, description, jobs, readers, request);
                        },
                        Author.current(),
                        reason));
    }

    @POST
    public HttpResponse doDelete(@QueryParameter String reason) {
        require(ModelPermissions.CONFIGURE);
        return Attempt.of(this, "delete", parent.getUrl(), () -> ModelRegistry.get()
                .delete(getName(), Author.current(), Fields.required(reason)));
    }

    /** Fails where the user may not; for web methods and for the pages of their forms. */
    public void require(Permission permission) {
        ModelAccess.check(permission, summary);
    }

    /** A model that one may no longer read does not exist. */
    void requireReadable() {
        if (!ModelAccess.mayRead(summary)) {
            throw HttpResponses.notFound();
        }
    }

    public boolean may(Permission permission) {
        return ModelAccess.may(permission, summary);
    }

    public boolean isPromoter() {
        return may(ModelPermissions.PROMOTE);
    }

    public boolean isApprover() {
        return may(ModelPermissions.APPROVE);
    }

    public boolean isConfigurer() {
        return may(ModelPermissions.CONFIGURE);
    }

    public void requirePromoter() {
        require(ModelPermissions.PROMOTE);
    }

    public void requireApprover() {
        require(ModelPermissions.APPROVE);
    }

    public void requireConfigurer() {
        require(ModelPermissions.CONFIGURE);
    }
}
