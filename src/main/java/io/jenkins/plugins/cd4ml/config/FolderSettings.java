package io.jenkins.plugins.cd4ml.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cd4ml.credentials.CredentialsChoice;
import io.jenkins.plugins.cd4ml.webhook.WebhookSettings;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Settings of a folder, for all jobs in it and below; what it leaves out is the next folder's business, then Jenkins'. */
public final class FolderSettings extends AbstractFolderProperty<AbstractFolder<?>> implements Settings.Source {
    private String packsDirectory;
    private String cacheDirectory;
    private String heap;
    private StoreSettings store;
    private MirrorSettings mirror;
    private WebhookSettings webhook;

    @DataBoundConstructor
    public FolderSettings() {
        // everything may be left out
    }

    @CheckForNull
    @Override
    public String getPacksDirectory() {
        return packsDirectory;
    }

    @DataBoundSetter
    public void setPacksDirectory(String packsDirectory) {
        this.packsDirectory = Util.fixEmptyAndTrim(packsDirectory);
    }

    @CheckForNull
    @Override
    public String getCacheDirectory() {
        return cacheDirectory;
    }

    @DataBoundSetter
    public void setCacheDirectory(String cacheDirectory) {
        this.cacheDirectory = Util.fixEmptyAndTrim(cacheDirectory);
    }

    @CheckForNull
    @Override
    public String getHeap() {
        return heap;
    }

    @DataBoundSetter
    public void setHeap(String heap) {
        this.heap = Util.fixEmptyAndTrim(heap);
    }

    @CheckForNull
    @Override
    public StoreSettings getStore() {
        return store;
    }

    @DataBoundSetter
    public void setStore(StoreSettings store) {
        this.store = store == null || store.getAddress() == null ? null : store;
    }

    @CheckForNull
    @Override
    public MirrorSettings getMirror() {
        return mirror;
    }

    @DataBoundSetter
    public void setMirror(MirrorSettings mirror) {
        this.mirror = mirror == null || mirror.getUrl() == null ? null : mirror;
    }

    @CheckForNull
    @Override
    public WebhookSettings getWebhook() {
        return webhook;
    }

    @DataBoundSetter
    public void setWebhook(WebhookSettings webhook) {
        this.webhook = webhook == null || webhook.getUrl() == null ? null : webhook;
    }

    private boolean isEmpty() {
        return packsDirectory == null
                && cacheDirectory == null
                && heap == null
                && store == null
                && mirror == null
                && webhook == null;
    }

    /** The form's other side. */
    @Extension
    @Symbol("cd4ml")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.Cd4mlConfiguration_displayName();
        }

        /** A folder that sets nothing has no property. */
        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, @NonNull JSONObject form)
                throws FormException {
            AbstractFolderProperty<?> made = super.newInstance(request, form);
            return made instanceof FolderSettings settings && settings.isEmpty() ? null : made;
        }

        @POST
        public FormValidation doCheckHeap(@AncestorInPath Item item, @QueryParameter String value) {
            return CredentialsChoice.mayConfigure(item) ? Syntax.HEAP.check(value) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckPacksDirectory(@AncestorInPath Item item, @QueryParameter String value) {
            return CredentialsChoice.mayConfigure(item) ? Syntax.ABSOLUTE_PATH.check(value) : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckCacheDirectory(@AncestorInPath Item item, @QueryParameter String value) {
            return CredentialsChoice.mayConfigure(item) ? Syntax.ABSOLUTE_PATH.check(value) : FormValidation.ok();
        }
    }
}
