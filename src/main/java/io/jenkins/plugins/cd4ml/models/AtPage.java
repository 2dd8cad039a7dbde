package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Api;
import hudson.model.ModelObject;
import io.jenkins.cd4ml.protocol.registry.RegistryState;
import io.jenkins.cd4ml.protocol.registry.Tenure;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelVersion;
import io.jenkins.plugins.cd4ml.results.Look;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The answer to what was in production at a moment. */
@ExportedBean
public final class AtPage implements ModelObject {
    private final ModelPage model;
    private final String environment;
    private final String time;
    private final Instant moment;
    private final Tenure tenure;

    AtPage(ModelPage model, @CheckForNull String environment, @CheckForNull String time) {
        this.model = model;
        this.environment = Util.fixEmptyAndTrim(environment);
        this.time = Util.fixEmptyAndTrim(time);
        moment = Moment.parse(this.time);
        try {
            tenure = this.environment == null || moment == null
                    ? null
                    : RegistryState.at(model.history(), this.environment, moment)
                            .orElse(null);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public ModelPage getModel() {
        return model;
    }

    @Override
    public String getDisplayName() {
        return Messages.AtPage_title();
    }

    @Exported
    @CheckForNull
    public String getEnvironment() {
        return environment;
    }

    /** What somebody wrote, whether it is a time or not. */
    @CheckForNull
    public String getWritten() {
        return time;
    }

    /** What is wrong with the question; null where nothing is. */
    @Exported
    @CheckForNull
    public String getProblem() {
        return time == null || moment != null ? null : Messages.AtPage_noTime(time);
    }

    /** Whether there is an answer, be it that nothing was. */
    public boolean isAnswered() {
        return environment != null && moment != null;
    }

    @CheckForNull
    public Moment getMoment() {
        return Moment.of(moment);
    }

    @Exported(name = "time")
    @CheckForNull
    public String getIso() {
        return moment == null ? null : moment.toString();
    }

    /** Number of the version; null where none was there. */
    @Exported
    @CheckForNull
    public Integer getVersion() {
        return tenure == null ? null : tenure.version();
    }

    @CheckForNull
    public Moment getSince() {
        return tenure == null ? null : Moment.of(tenure.from());
    }

    /** When another took over; null where it still serves. */
    @CheckForNull
    public Moment getUntil() {
        return tenure == null ? null : Moment.of(tenure.until());
    }

    @Exported(name = "since")
    @CheckForNull
    public String getSinceIso() {
        return tenure == null ? null : tenure.from().toString();
    }

    @Exported(name = "until")
    @CheckForNull
    public String getUntilIso() {
        return tenure == null || tenure.until() == null ? null : tenure.until().toString();
    }

    /** Who brought it there. */
    @Exported
    @CheckForNull
    public String getActor() {
        return tenure == null ? null : tenure.began().actor();
    }

    @Exported
    @CheckForNull
    public String getReason() {
        return tenure == null ? null : tenure.began().reason();
    }

    /** The build that brought it there; null where a person did. */
    @CheckForNull
    public BuildLink getDeployed() {
        return tenure == null ? null : BuildLink.of(tenure.began().build());
    }

    /** The build that made the version; null where that is not known any more. */
    @CheckForNull
    public BuildLink getMade() throws IOException {
        return known().map(version -> BuildLink.of(version.build())).orElse(null);
    }

    @Exported
    @CheckForNull
    public String getDataVersion() throws IOException {
        return known().map(ModelVersion::lineage)
                .map(ModelVersion.Lineage::dataVersion)
                .orElse(null);
    }

    @CheckForNull
    public String getBriefData() throws IOException {
        return Identity.brief(getDataVersion());
    }

    /** Whether the version is still in the registry. */
    public boolean isKept() throws IOException {
        return known().isPresent();
    }

    private Optional<ModelVersion> known() throws IOException {
        return tenure == null ? Optional.empty() : ModelRegistry.get().version(model.getName(), tenure.version());
    }

    /** Every environment that something ever served in. */
    @NonNull
    public List<String> getEnvironments() throws IOException {
        return java.util.stream.Stream.concat(
                        model.summary().environments().stream(),
                        model.history().stream()
                                .filter(entry -> entry.action().movesAlias())
                                .filter(entry -> new HistoryLine(entry).isTelling())
                                .map(entry -> entry.alias()))
                .distinct()
                .sorted()
                .toList();
    }

    @NonNull
    public Look getLook() {
        return tenure == null
                ? new Look("\u25cb", Messages.AtPage_nobody(), "still")
                : new Look("\u2713", Messages.AtPage_served(), "good");
    }

    @NonNull
    public String getHeadline() {
        return tenure == null
                ? Messages.AtPage_nothing(environment)
                : Messages.AtPage_version(String.valueOf(tenure.version()), environment);
    }

    public Api getApi() {
        return new Api(this);
    }
}
