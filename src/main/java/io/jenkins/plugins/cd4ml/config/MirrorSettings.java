package io.jenkins.plugins.cd4ml.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cd4ml.credentials.CredentialsChoice;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The one Maven repository that agents take runtime packs from, with the credentials for it. */
public final class MirrorSettings extends AbstractDescribableImpl<MirrorSettings> {
    private final String url;
    private String credentialsId;

    @DataBoundConstructor
    public MirrorSettings(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    /** Its address; null where nothing was given. */
    @CheckForNull
    public String getUrl() {
        return url;
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The form's other side. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<MirrorSettings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MirrorSettings_displayName();
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            if (!CredentialsChoice.mayConfigure(item)) {
                return FormValidation.ok();
            }
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.Settings_required())
                    : Syntax.URL.check(value);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String url) {
            return CredentialsChoice.PASSWORD.items(item, credentialsId, url);
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String url) {
            return CredentialsChoice.PASSWORD.check(item, value, url);
        }
    }
}
