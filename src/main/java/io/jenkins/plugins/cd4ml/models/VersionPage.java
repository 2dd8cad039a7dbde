package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Api;
import hudson.model.ModelObject;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.ExpectedChampion;
import io.jenkins.plugins.cd4ml.registry.ModelPermissions;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.registry.Promotion;
import io.jenkins.plugins.cd4ml.results.JsonReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** The page of a version, and what can be done with it. */
@ExportedBean
public final class VersionPage implements ModelObject {
    private final ModelPage model;
    private final ModelVersion version;

    VersionPage(ModelPage model, ModelVersion version) {
        this.model = model;
        this.version = version;
    }

    public ModelPage getModel() {
        return model;
    }

    public ModelVersion getVersion() {
        return version;
    }

    @Exported
    public int getNumber() {
        return version.number();
    }

    @Override
    public String getDisplayName() {
        return Messages.VersionPage_title(String.valueOf(version.number()));
    }

    @NonNull
    public String getUrl() {
        return model.getUrl() + version.number() + "/";
    }

    @NonNull
    public VersionState getState() throws IOException {
        return VersionState.of(model.summary(), version, getJudged(), model.history());
    }

    @NonNull
    public List<Station> getLineage() {
        return Lineage.of(version);
    }

    @NonNull
    public VersionRow getRow() {
        return VersionRow.of(model.summary(), version);
    }

    /** Facts for machines besides the whole at {@code json}. */
    @Exported(name = "version")
    @NonNull
    public VersionFacts getFacts() {
        return new VersionFacts(this);
    }

    /** What happened to it after it was registered, the earliest first. */
    @NonNull
    public List<HistoryLine> getDeployments() throws IOException {
        return events().stream().filter(line -> line.getEnvironment() != null).toList();
    }

    private List<HistoryLine> events() throws IOException {
        List<HistoryLine> lines = new ArrayList<>();
        for (HistoryEntry entry : model.history()) {
            HistoryLine line = new HistoryLine(entry);
            boolean left = entry.action().movesAlias()
                    && Integer.valueOf(version.number()).equals(entry.from());
            if (line.isTelling() && (left || Integer.valueOf(version.number()).equals(line.getVersion()))) {
                lines.add(line);
            }
        }
        return Collections.unmodifiableList(lines);
    }

    /** What the recorded validations say of it now, and how they came about. */
    @NonNull
    public JudgedVersion getJudged() throws IOException {
        return JudgedVersion.of(version);
    }

    @NonNull
    public List<MetricValue> getMetrics() {
        return VersionRow.metrics(version);
    }

    @NonNull
    public List<Check> getChecks() {
        return VersionRow.checks(version);
    }

    @NonNull
    public Wording getWording() {
        return new Wording();
    }

    /** Where it may go: every environment that is known, with the champion there. */
    @NonNull
    public List<Target> getTargets() throws IOException {
        return Target.of(model.summary(), version.number());
    }

    /** Whether there is an environment that it may go to now. */
    public boolean isPromotable() throws IOException {
        return getTargets().stream().anyMatch(target -> target.isOpen(getNumber()));
    }

    /** Environments that need an approval which it has not got. */
    @NonNull
    public List<String> getApprovable() throws IOException {
        return getTargets().stream()
                .filter(Target::isClosed)
                .map(Target::environment)
                .toList();
    }

    public Api getApi() {
        return new Api(this);
    }

    /** All that the registry keeps of it. */
    @GET
    public HttpResponse doJson() {
        model.requireReadable();
        return JsonReply.of(Protocol.write(version));
    }

    /** The package's archive, for those who may do anything with the model; a browser stores it and shows nothing of it. */
    @GET
    public HttpResponse doPackage() throws IOException {
        model.requireReadable();
        if (!isDownloadable()) {
            model.require(ModelPermissions.PROMOTE);
        }
        Path archive = ModelRegistry.get().archive(version);
        if (!Files.isRegularFile(archive)) {
            throw HttpResponses.notFound();
        }
        return new Download(
                "application/zip",
                model.getName() + "-" + version.number() + ".zip",
                Files.size(archive),
                out -> Files.copy(archive, out));
    }

    /** Whether the user may have the archive: any of the permissions on models is enough. */
    public boolean isDownloadable() {
        return version.archive() != null && (model.isPromoter() || model.isApprover() || model.isConfigurer());
    }

    @POST
    public HttpResponse doPromote(
            StaplerRequest2 request,
            @QueryParameter String environment,
            @QueryParameter String other,
            @QueryParameter String digest,
            @QueryParameter String reason) {
        model.require(ModelPermissions.PROMOTE);
        String target = Util.fixEmptyAndTrim(other) == null ? environment : other.strip();
        return Attempt.of(this, "promote", getUrl(), () -> {
            Integer champion = Fields.optionalNumber(request.getParameter(Target.FIELD + target));
            Meanwhile.nobodyChanged(model.getName(), target, champion);
            ExpectedChampion expected =
                    new ExpectedChampion(champion, Fields.count(request.getParameter(Target.MOVES + target)));
            Promotion promotion = Promotion.byPerson(target, getNumber(), digest, expected, reason);
            ModelRegistry.get().promote(model.getName(), promotion, Author.current());
        });
    }

    @POST
    public HttpResponse doApprove(
            @QueryParameter String environment, @QueryParameter String digest, @QueryParameter String reason) {
        model.require(ModelPermissions.APPROVE);
        return Attempt.of(this, "approve", getUrl(), () -> ModelRegistry.get()
                .approve(model.getName(), environment, getNumber(), digest, Author.current(), reason));
    }

    @POST
    public HttpResponse doWithdraw(@QueryParameter String environment, @QueryParameter String reason) {
        model.require(ModelPermissions.APPROVE);
        return Attempt.of(this, "withdraw", getUrl(), () -> ModelRegistry.get()
                .withdraw(model.getName(), environment, getNumber(), Author.current(), Fields.required(reason)));
    }

    @POST
    public HttpResponse doDelete(@QueryParameter String reason) {
        model.require(ModelPermissions.CONFIGURE);
        return Attempt.of(this, "delete", model.getUrl(), () -> ModelRegistry.get()
                .deleteVersion(model.getName(), getNumber(), Author.current(), Fields.required(reason)));
    }
}
