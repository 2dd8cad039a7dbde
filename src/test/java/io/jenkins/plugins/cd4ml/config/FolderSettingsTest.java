package io.jenkins.plugins.cd4ml.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.cd4ml.webhook.WebhookSettings;
import java.beans.Introspector;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.FailingHttpStatusCodeException;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.DataBoundSetter;

public class FolderSettingsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @After
    public void reset() throws Exception {
        Cd4mlConfiguration.get().setStore(null);
        Cd4mlConfiguration.get().setHeap(null);
        jenkins.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
        jenkins.jenkins.setSecurityRealm(hudson.security.SecurityRealm.NO_AUTHENTICATION);
        for (Item item : jenkins.jenkins.getItems()) {
            item.delete();
        }
    }

    @Test
    public void theNearestFolderWins() throws Exception {
        Folder outer = jenkins.createProject(Folder.class, "outer");
        Folder inner = outer.createProject(Folder.class, "inner");
        WorkflowJob job = inner.createProject(WorkflowJob.class, "job");
        Cd4mlConfiguration.get().setHeap("1g");
        Cd4mlConfiguration.get().setStore(new StoreSettings("/mnt/all"));
        FolderSettings far = new FolderSettings();
        far.setStore(new StoreSettings("/mnt/outer"));
        far.setPacksDirectory("/opt/outer");
        outer.addProperty(far);
        FolderSettings near = new FolderSettings();
        near.setPacksDirectory("/opt/inner");
        inner.addProperty(near);

        assertEquals(
                "a folder is nearest to what belongs to it",
                "/opt/inner",
                Settings.of(inner).packsDirectory());
        Settings settings = Settings.of(job);
        assertEquals("/opt/inner", settings.packsDirectory());
        assertEquals("/mnt/outer", settings.store().getAddress());
        assertEquals("1g", settings.heap());
        assertNull(settings.mirror());
        assertEquals(
                "/mnt/all",
                Settings.of(jenkins.createProject(WorkflowJob.class, "other"))
                        .store()
                        .getAddress());
    }

    @Test
    public void surviveTheForm() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "round");
        FolderSettings settings = new FolderSettings();
        StoreSettings store = new StoreSettings("https://files.example.org/cd4ml");
        store.setCredentialsId("files");
        settings.setStore(store);
        settings.setHeap("3g");
        WebhookSettings webhook = new WebhookSettings("https://hooks.example.org");
        webhook.setSecretId("hook");
        settings.setWebhook(webhook);
        folder.addProperty(settings);
        Folder back = jenkins.configRoundtrip(folder);
        FolderSettings again = back.getProperties().get(FolderSettings.class);
        assertEquals("https://files.example.org/cd4ml", again.getStore().getAddress());
        assertEquals("files", again.getStore().getCredentialsId());
        assertEquals("3g", again.getHeap());
        assertEquals("hook", again.getWebhook().getSecretId());
        assertNull(again.getMirror());
        Folder plain = jenkins.configRoundtrip(jenkins.createProject(Folder.class, "plain"));
        assertNull("a form left alone says nothing", plain.getProperties().get(FolderSettings.class));
    }

    @Test
    public void formsTellWhatIsWrong() {
        StoreSettings.DescriptorImpl store = Jenkins.get().getDescriptorByType(StoreSettings.DescriptorImpl.class);
        for (String right : List.of(
                "/mnt/store", "C:\\store", "https://example.org/x/", "s3://models", "s3://m/x?endpoint=http://h:9")) {
            assertEquals(right, FormValidation.Kind.OK, store.doCheckAddress(null, right).kind);
        }
        for (String wrong : List.of("", "store", "ftp://example.org", "https://u:p@example.org/x", "file:///x")) {
            assertEquals(wrong, FormValidation.Kind.ERROR, store.doCheckAddress(null, wrong).kind);
        }
        MirrorSettings.DescriptorImpl mirror = Jenkins.get().getDescriptorByType(MirrorSettings.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.ERROR, mirror.doCheckUrl(null, "javascript:alert(1)").kind);
        assertEquals(FormValidation.Kind.OK, mirror.doCheckUrl(null, "https://example.org/maven").kind);
        assertEquals(FormValidation.Kind.WARNING, mirror.doCheckCredentialsId(null, "nobody", "").kind);
    }

    @Test
    public void credentialsAreOfferedToThoseWhoMayConfigure() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "files", null, "ada", "lovelace"),
                        new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "inner", null, "ada", "lovelace"),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "hook", null, Secret.fromString("s3cret"))));
        Folder folder = jenkins.createProject(Folder.class, "team");
        StoreSettings.DescriptorImpl store = Jenkins.get().getDescriptorByType(StoreSettings.DescriptorImpl.class);
        WebhookSettings.DescriptorImpl webhook =
                Jenkins.get().getDescriptorByType(WebhookSettings.DescriptorImpl.class);
        assertEquals(List.of("", "files", "hook"), ids(store.doFillCredentialsIdItems(folder, "", "")));
        assertEquals(List.of("", "hook"), ids(webhook.doFillSecretIdItems(null, "", "")));
        assertEquals(FormValidation.Kind.OK, store.doCheckCredentialsId(folder, "files", "").kind);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, CredentialsProvider.VIEW)
                .everywhere()
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        try (ACLContext reader =
                ACL.as2(hudson.model.User.getOrCreateByIdOrFullName("reader").impersonate2())) {
            assertNotNull(reader);
            assertEquals(List.of("kept"), ids(store.doFillCredentialsIdItems(folder, "kept", "")));
            assertEquals(FormValidation.Kind.OK, store.doCheckAddress(folder, "ftp://x").kind);
            assertEquals(FormValidation.Kind.OK, store.doCheckCredentialsId(folder, "nobody", "").kind);
        }
        assertEquals(403, statusOfTest("reader", "job/team/"));
        assertEquals(403, statusOfTest("reader", ""));
        assertEquals(200, statusOfTest("admin", ""));
    }

    /** Manage is for people who keep Jenkins running; its secrets are none of their business. */
    @Test
    public void whoMayManageSeesNoSecrets() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "quiet", null, Secret.fromString("s3cret")));
        WebhookSettings.DescriptorImpl webhook =
                Jenkins.get().getDescriptorByType(WebhookSettings.DescriptorImpl.class);
        boolean enabled = Jenkins.MANAGE.getEnabled();
        Jenkins.MANAGE.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager"));
        try (ACLContext manager =
                ACL.as2(hudson.model.User.getOrCreateByIdOrFullName("manager").impersonate2())) {
            assertTrue(Jenkins.get().hasPermission(Jenkins.MANAGE));
            assertEquals(List.of("kept"), ids(webhook.doFillSecretIdItems(null, "kept", "")));
            assertEquals(
                    "says nothing of what is there",
                    FormValidation.Kind.OK,
                    webhook.doCheckSecretId(null, "nobody", "").kind);
            assertEquals(403, statusOfTest("manager", ""));
        } finally {
            Jenkins.MANAGE.setEnabled(enabled);
        }
    }

    private static int statusOfTest(String user, String place) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().login(user)) {
            var request = new org.htmlunit.WebRequest(
                    web.createCrumbedUrl(
                            place + "descriptorByName/" + WebhookSettings.class.getName() + "/test?url=ftp://x"),
                    org.htmlunit.HttpMethod.POST);
            return web.getPage(request).getWebResponse().getStatusCode();
        } catch (FailingHttpStatusCodeException e) {
            return e.getStatusCode();
        }
    }

    @Test
    public void everyFieldHasHelp() throws Exception {
        jenkins.executeOnServer(() -> {
            assertHelp();
            return null;
        });
    }

    private static void assertHelp() {
        for (Class<?> type : List.of(
                FolderSettings.class,
                Cd4mlConfiguration.class,
                StoreSettings.class,
                MirrorSettings.class,
                WebhookSettings.class,
                Limits.class)) {
            Arrays.stream(type.getMethods())
                    .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                    .map(method -> Introspector.decapitalize(method.getName().substring(3)))
                    .forEach(field -> assertNotNull(
                            type + "." + field,
                            Jenkins.get()
                                    .getDescriptorOrDie(type.asSubclass(hudson.model.Describable.class))
                                    .getHelpFile(field)));
        }
        assertNotNull(Jenkins.get().getDescriptorOrDie(StoreSettings.class).getHelpFile("address"));
        assertNotNull(Jenkins.get().getDescriptorOrDie(MirrorSettings.class).getHelpFile("url"));
        assertNotNull(Jenkins.get().getDescriptorOrDie(WebhookSettings.class).getHelpFile("url"));
    }

    private static List<String> ids(ListBoxModel items) {
        return items.stream().map(option -> option.value).sorted().toList();
    }
}
