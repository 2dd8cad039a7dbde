package io.jenkins.plugins.cd4ml.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import jenkins.model.GlobalConfiguration;
import jenkins.model.GlobalConfigurationCategory;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Defaults for every stage on every agent. */
@Extension
@Symbol("cd4ml")
public final class Cd4mlConfiguration extends GlobalConfiguration {
    private String packsDirectory;
    private String cacheDirectory;
    private String heap;

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
    public String getHeap() {
        return heap;
    }

    @DataBoundSetter
    public void setHeap(String heap) {
        this.heap = Util.fixEmptyAndTrim(heap);
        save();
    }

    @POST
    public FormValidation doCheckHeap(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return Syntax.HEAP.check(value);
    }

    @POST
    public FormValidation doCheckPacksDirectory(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return Syntax.ABSOLUTE_PATH.check(value);
    }

    @POST
    public FormValidation doCheckCacheDirectory(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return Syntax.ABSOLUTE_PATH.check(value);
    }
}
