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

/** The store of projects that name none: a folder on the agents, or an address with the credentials for it. */
public final class StoreSettings extends AbstractDescribableImpl<StoreSettings> {
    private final String address;
    private String credentialsId;

    @DataBoundConstructor
    public StoreSettings(String address) {
        this.address = Util.fixEmptyAndTrim(address);
    }

    /** A folder, {@code http(s)://…} or {@code s3://…}; null where nothing was given. */
    @CheckForNull
    public String getAddress() {
        return address;
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
    public static final class DescriptorImpl extends Descriptor<StoreSettings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.StoreSettings_displayName();
        }

        @POST
        public FormValidation doCheckAddress(@AncestorInPath Item item, @QueryParameter String value) {
            if (!CredentialsChoice.mayConfigure(item)) {
                return FormValidation.ok();
            }
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.Settings_required())
                    : Syntax.STORE.check(value);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String address) {
            return CredentialsChoice.ANY.items(item, credentialsId, address);
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String address) {
            return CredentialsChoice.ANY.check(item, value, address);
        }
    }
}
