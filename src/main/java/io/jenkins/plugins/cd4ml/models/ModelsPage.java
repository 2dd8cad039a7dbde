package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.Api;
import io.jenkins.plugins.cd4ml.registry.Author;
import io.jenkins.plugins.cd4ml.registry.ModelAccess;
import io.jenkins.plugins.cd4ml.registry.ModelPermissions;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.POST;

/** The models that somebody may read, of Jenkins as a whole or of what lies in one folder or job. */
@ExportedBean
public abstract class ModelsPage implements Action {
    /** Below Jenkins, a folder or a job. */
    static final String URL_NAME = "models";

    private static final int MODELS = 50;

    /** Whether a model belongs here. */
    abstract boolean concerns(ModelSummary model);

    /** Below Jenkins' root, with a slash at its end. */
    @NonNull
    public abstract String getUrl();

    /** The folder or job whose side panel is the page's, too; null for Jenkins as a whole. */
    @CheckForNull
    public abstract Object getOwner();

    /** All that are to be seen here, by name. */
    Stream<ModelSummary> readable() throws IOException {
        return ModelRegistry.get().models().stream().filter(this::concerns).filter(ModelAccess::mayRead);
    }

    /** A page of those whose name or description holds a text. */
    @NonNull
    public Sheet<ModelRow> list(@CheckForNull String filter, @CheckForNull String page) throws IOException {
        String wanted = filter == null ? "" : filter.strip().toLowerCase(Locale.ROOT);
        List<ModelSummary> found =
                readable().filter(model -> matches(model, wanted)).toList();
        return Sheet.of(found, page, MODELS).map(summary -> ModelRow.of(this, summary));
    }

    private static boolean matches(ModelSummary model, String wanted) {
        return Stream.concat(
                        Stream.of(model.name(), model.settings().description()),
                        model.champions().stream().map(champion -> champion.environment()))
                .filter(Objects::nonNull)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** How many there are to be seen, whatever the filter. */
    public long getCount() throws IOException {
        return readable().count();
    }

    /** For machines: all of them, from memory. */
    @Exported(name = "models", inline = true)
    @NonNull
    public List<ModelEntry> getEntries() throws IOException {
        return readable().map(summary -> new ModelEntry(this, summary)).toList();
    }

    /** The page of a model; what one may not read does not exist. */
    @CheckForNull
    public ModelPage getModel(String name) throws IOException {
        return ModelRegistry.get()
                .model(name)
                .filter(this::concerns)
                .filter(ModelAccess::mayRead)
                .map(summary -> new ModelPage(this, summary))
                .orElse(null);
    }

    /** Whether the user may set up a model before its first version. */
    public boolean isCreator() {
        return Jenkins.get().hasPermission(ModelPermissions.CONFIGURE);
    }

    /** Fails where the user may not. */
    public void requireCreator() {
        Jenkins.get().checkPermission(ModelPermissions.CONFIGURE);
    }

    /** Sets up a model. */
    @POST
    public HttpResponse doCreate(
            StaplerRequest2 request,
            @QueryParameter String name,
            @QueryParameter String description,
            @QueryParameter String jobs,
            @QueryParameter String readers) {
        Jenkins.get().checkPermission(ModelPermissions.CONFIGURE);
        String wanted = name == null ? "" : name.strip();
        return Attempt.of(this, "create", getUrl() + "model/" + wanted + "/", () -> ModelRegistry.get()
                .create(
                        wanted,
                        SettingsForm.read(SettingsForm.NOTHING, description, jobs, readers, request),
                        Author.current()));
    }

    /** What is empty: the fields of a model that is not there yet. */
    @NonNull
    public SettingsForm getSettings() {
        return SettingsForm.of(SettingsForm.NOTHING);
    }

    public Api getApi() {
        return new Api(this);
    }

    @Override
    public String getDisplayName() {
        return Messages.ModelsPage_title();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** Where the viewer's modules are served, below Jenkins' root. */
    @NonNull
    public String getViewer() {
        return Jenkins.get().getAdjuncts("").rootURL + "/io/jenkins/plugins/cd4ml/viewer";
    }
}
