package io.jenkins.plugins.cd4ml.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cd4ml.credentials.CredentialsChoice;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where events are sent to, signed with a secret. */
public final class WebhookSettings extends AbstractDescribableImpl<WebhookSettings> {
    private final String url;
    private String secretId;

    @DataBoundConstructor
    public WebhookSettings(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    /** Where to; null where nothing was given. */
    @CheckForNull
    public String getUrl() {
        return url;
    }

    /** Whether events may go there: http or https, a host, no user or password. */
    static boolean isAddress(@CheckForNull String text) {
        try {
            URI address = new URI(Util.fixNull(text).strip());
            return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null
                    && address.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @CheckForNull
    public String getSecretId() {
        return secretId;
    }

    @DataBoundSetter
    public void setSecretId(String secretId) {
        this.secretId = Util.fixEmptyAndTrim(secretId);
    }

    /** The form's other side. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<WebhookSettings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.WebhookSettings_displayName();
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            if (!CredentialsChoice.mayConfigure(item)) {
                return FormValidation.ok();
            }
            return isAddress(value) ? FormValidation.ok() : FormValidation.error(Messages.WebhookSettings_url());
        }

        @POST
        public ListBoxModel doFillSecretIdItems(
                @AncestorInPath Item item, @QueryParameter String secretId, @QueryParameter String url) {
            return CredentialsChoice.SECRET.items(item, secretId, url);
        }

        /**
         * Sends a test event and says what came back; its status alone, since the address may lie inside. Only who may configure the folder
         * itself makes the controller call out with its secrets: a job's configuration is not enough.
         */
        @POST
        public FormValidation doTest(
                @AncestorInPath Item item, @QueryParameter String url, @QueryParameter String secretId)
                throws InterruptedException {
            Item folder = folderOf(item);
            if (folder == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                folder.checkPermission(Item.CONFIGURE);
            }
            if (!isAddress(url)) {
                return FormValidation.error(Messages.WebhookSettings_url());
            }
            WebhookSettings settings = new WebhookSettings(url);
            settings.setSecretId(secretId);
            try {
                int status = Delivery.of(settings, WebhookEvent.test(), folder).send();
                return status / 100 == 2
                        ? FormValidation.ok(Messages.WebhookSettings_sent(status))
                        : FormValidation.error(Messages.WebhookSettings_refused(status));
            } catch (IOException e) {
                return FormValidation.error(Messages.WebhookSettings_failed(e.getMessage()));
            }
        }

        /** The folder that a webhook belongs to; null: Jenkins itself. */
        @CheckForNull
        private static Item folderOf(@CheckForNull Item item) {
            if (item instanceof ItemGroup<?> && !(item instanceof Job<?, ?>)) {
                return item;
            }
            return item != null && item.getParent() instanceof Item folder ? folder : null;
        }

        @POST
        public FormValidation doCheckSecretId(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String url) {
            return CredentialsChoice.SECRET.check(item, value, url);
        }
    }
}
