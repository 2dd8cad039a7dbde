package io.jenkins.plugins.cd4ml.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.cd4ml.webhook.WebhookSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import jenkins.model.GlobalConfigurationCategory;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Defaults for every stage on every agent. */
@Extension
@Symbol("cd4ml")
public final class Cd4mlConfiguration extends GlobalConfiguration implements Settings.Source {
    private String packsDirectory;
    private String cacheDirectory;
    private String heap;
    private StoreSettings store;
    private MirrorSettings mirror;
    private WebhookSettings webhook;
    private Limits limits;
    private boolean knownModelsOnly;
    private List<SiteRule> environmentRules;

    public Cd4mlConfiguration() {
        load();
    }

    public static Cd4mlConfiguration get() {
        return ExtensionList.lookupSingleton(Cd4mlConfiguration.class);
    }

    @NonNull
    @Override
    public GlobalConfigurationCategory getCategory() {
        return GlobalConfigurationCategory.get(GlobalConfigurationCategory.Unclassified.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.Cd4mlConfiguration_displayName();
    }

    /** Folder on the agents that holds the jars of the runtime packs; null: Maven Resolver finds them. */
    @CheckForNull
    @Override
    public String getPacksDirectory() {
        return packsDirectory;
    }

    @DataBoundSetter
    public void setPacksDirectory(String packsDirectory) {
        this.packsDirectory = Util.fixEmptyAndTrim(packsDirectory);
        save();
    }

    /** Folder on the agents for what can be had again; null: the user's own cache. */
    @CheckForNull
    @Override
    public String getCacheDirectory() {
        return cacheDirectory;
    }

    @DataBoundSetter
    public void setCacheDirectory(String cacheDirectory) {
        this.cacheDirectory = Util.fixEmptyAndTrim(cacheDirectory);
        save();
    }

    /** Maximum Java heap of the engine where a step names none; null: the JVM's own. */
    @CheckForNull
    @Override
    public String getHeap() {
        return heap;
    }

    @DataBoundSetter
    public void setHeap(String heap) {
        this.heap = Util.fixEmptyAndTrim(heap);
        save();
    }

    /** The store of projects that name none; null: a folder of the project. */
    @CheckForNull
    @Override
    public StoreSettings getStore() {
        return store;
    }

    @DataBoundSetter
    public void setStore(StoreSettings store) {
        this.store = store == null || store.getAddress() == null ? null : store;
        save();
    }

    /** Where runtime packs come from; null: what the agent's own Maven settings say. */
    @CheckForNull
    @Override
    public MirrorSettings getMirror() {
        return mirror;
    }

    @DataBoundSetter
    public void setMirror(MirrorSettings mirror) {
        this.mirror = mirror == null || mirror.getUrl() == null ? null : mirror;
        save();
    }

    /** Where events are sent to; null: nowhere. */
    @CheckForNull
    @Override
    public WebhookSettings getWebhook() {
        return webhook;
    }

    @DataBoundSetter
    public void setWebhook(WebhookSettings webhook) {
        this.webhook = webhook == null || webhook.getUrl() == null ? null : webhook;
        save();
    }

    /** What the controller takes from agents; null: the defaults. */
    @CheckForNull
    public Limits getLimits() {
        return limits;
    }

    /** What the controller takes from agents. */
    @NonNull
    public static Limits limits() {
        Limits own = get().limits;
        return own == null ? new Limits() : own;
    }

    @DataBoundSetter
    public void setLimits(Limits limits) {
        this.limits = limits;
        save();
    }

    /** Whether builds may only register versions of models that a person has made. */
    public boolean isKnownModelsOnly() {
        return knownModelsOnly;
    }

    @DataBoundSetter
    public void setKnownModelsOnly(boolean knownModelsOnly) {
        this.knownModelsOnly = knownModelsOnly;
        save();
    }

    /** What environments require of models that have no rule of their own for them; one rule each. */
    @NonNull
    public List<SiteRule> getEnvironmentRules() {
        return environmentRules == null ? List.of() : List.copyOf(environmentRules);
    }

    @DataBoundSetter
    public void setEnvironmentRules(List<SiteRule> environmentRules) {
        this.environmentRules =
                environmentRules == null || environmentRules.isEmpty() ? null : new ArrayList<>(environmentRules);
        save();
    }

    /** A section that was unticked is not in the form: it is forgotten. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        List<Runnable> setters = List.of(
                () -> setStore(null),
                () -> setMirror(null),
                () -> setWebhook(null),
                () -> setLimits(null),
                () -> setEnvironmentRules(null));
        List<String> sections = List.of("store", "mirror", "webhook", "limits", "environmentRules");
        // Nobody reads half a form, and one that fails changes nothing that is stored.
        try (BulkChange change = new BulkChange(this)) {
            boolean done = super.configure(request, form);
            for (int i = 0; i < sections.size(); i++) {
                if (!form.has(sections.get(i))) {
                    setters.get(i).run();
                }
            }
            change.commit();
            return done;
        } catch (IOException e) {
            throw new FormException(e, "store");
        }
    }

    @POST
    public FormValidation doCheckHeap(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Syntax.HEAP.check(value);
    }

    @POST
    public FormValidation doCheckPacksDirectory(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Syntax.ABSOLUTE_PATH.check(value);
    }

    @POST
    public FormValidation doCheckCacheDirectory(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Syntax.ABSOLUTE_PATH.check(value);
    }
}
