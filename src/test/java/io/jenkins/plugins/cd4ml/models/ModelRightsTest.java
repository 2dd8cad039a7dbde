package io.jenkins.plugins.cd4ml.models;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.cd4ml.registry.ModelPermissions;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;

/** Who may open what and do what: every page and every web method. */
public class ModelRightsTest {
    private static final String MODEL = "models/model/weather/";
    private static final List<String> PAGES = List.of(
            "",
            "history/",
            "at/",
            "1/",
            "api/json",
            "history/api/json",
            "at/api/json",
            "1/api/json",
            "series",
            "1/json",
            "history/csv",
            "history/jsonl");

    /** Every form, with who may open and send it. */
    private static final Map<String, List<String>> FORMS = new TreeMap<>(Map.of(
            "configure", List.of("configurer", "admin"),
            "delete", List.of("configurer", "admin"),
            "rollback", List.of("promoter", "admin"),
            "1/promote", List.of("promoter", "admin"),
            "1/approve", List.of("approver", "admin"),
            "1/withdraw", List.of("approver", "admin"),
            "1/delete", List.of("configurer", "admin")));

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @BeforeClass
    public static void create() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockFolder folder = jenkins.createFolder("team");
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "train");
        new Shelf("weather", job.getFullName()).register(1);
        new Shelf("secret", jenkins.createFreeStyleProject("hidden").getFullName()).register(1);
        new Shelf("orphan", "no/such/job").register(1);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger", "reader", "promoter", "approver", "configurer")
                .grant(ModelPermissions.PROMOTE, ModelPermissions.APPROVE, ModelPermissions.CONFIGURE)
                .onItems(jenkins.jenkins.getItem("hidden"))
                .to("stranger")
                .grant(Item.READ)
                .onItems(folder, job)
                .to("reader", "promoter", "approver", "configurer")
                .grant(ModelPermissions.PROMOTE)
                .onItems(job)
                .to("promoter")
                .grant(ModelPermissions.APPROVE)
                .onItems(job)
                .to("approver")
                .grant(ModelPermissions.CONFIGURE)
                .onItems(job)
                .to("configurer"));
    }

    @Before
    public void nothingHasHappened() throws Exception {
        assertEquals(
                List.of(), ModelRegistry.get().model("weather").orElseThrow().champions());
    }

    private static JenkinsRule.WebClient as(String user) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return user == null ? web : web.login(user);
    }

    private static int get(JenkinsRule.WebClient web, String path) throws Exception {
        return web.goTo(path, null).getWebResponse().getStatusCode();
    }

    private static int post(JenkinsRule.WebClient web, String path, boolean crumb) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        request.setRequestParameters(new ArrayList<>(List.of(
                new NameValuePair("environment", "production"),
                new NameValuePair("expected", "1"),
                new NameValuePair("name", "fresh"),
                new NameValuePair("reason", ""))));
        if (crumb) {
            web.addCrumb(request);
        }
        return web.getPage(request).getWebResponse().getStatusCode();
    }

    @Test
    public void whatOneMayNotReadDoesNotExist() throws Exception {
        for (String user : new String[] {"stranger", "reader"}) {
            JenkinsRule.WebClient web = as(user);
            boolean reads = user.equals("reader");
            for (String page : PAGES) {
                assertEquals(user + " " + page, reads ? 200 : 404, get(web, MODEL + page));
                assertEquals(user + " secret " + page, 404, get(web, "models/model/secret/" + page));
                assertEquals(user + " orphan " + page, 404, get(web, "models/model/orphan/" + page));
                assertEquals(user + " none " + page, 404, get(web, "models/model/none/" + page));
            }
            HtmlPage list = web.goTo("models/");
            assertThat(list.getWebResponse().getContentAsString().contains("model/weather/"), is(reads));
            for (String hidden : List.of("secret", "orphan")) {
                assertThat(list.getWebResponse().getContentAsString(), not(containsString(hidden)));
                assertThat(
                        web.goTo("models/api/json", null).getWebResponse().getContentAsString(),
                        not(containsString(hidden)));
            }
            assertThat(web.goTo("").getWebResponse().getContentAsString().contains("/models\""), is(reads));
        }
        JenkinsRule.WebClient admin = as("admin");
        assertEquals(200, get(admin, "models/model/orphan/"));
        JenkinsRule.WebClient nobody = as(null);
        for (String path : List.of(MODEL, MODEL + "history/csv", "models/", "models/api/json")) {
            String content = nobody.goTo(path, null).getWebResponse().getContentAsString();
            assertThat(path, content, not(containsString("train")));
        }
    }

    @Test
    public void aFormOpensForThoseWhoMaySendItAlone() throws Exception {
        for (String user : List.of("stranger", "reader", "promoter", "approver", "configurer", "admin")) {
            JenkinsRule.WebClient web = as(user);
            for (Map.Entry<String, List<String>> form : FORMS.entrySet()) {
                String path = MODEL + form.getKey();
                boolean may = form.getValue().contains(user);
                int refused = user.equals("stranger") ? 404 : 403;
                assertEquals(user + " GET " + path, may ? 200 : refused, get(web, path));
                if (!may) {
                    assertEquals(user + " POST " + path, refused, post(web, path, true));
                }
            }
            boolean creates = user.equals("admin");
            assertEquals(user + " create", creates ? 200 : 403, get(web, "models/create"));
            if (!creates) {
                assertEquals(user + " create", 403, post(web, "models/create", true));
            }
            assertEquals(
                    user + " package",
                    user.equals("stranger") ? 404 : user.equals("reader") ? 403 : 200,
                    get(web, MODEL + "1/package"));
        }
        assertEquals(
                2,
                ModelRegistry.get().history("weather").stream()
                        .filter(entry -> entry.version() != null || entry.alias() != null)
                        .count());
    }

    @Test
    public void nothingChangesWithoutACrumb() throws Exception {
        JenkinsRule.WebClient admin = as("admin");
        for (String form : FORMS.keySet()) {
            assertEquals(form, 403, post(admin, MODEL + form, false));
        }
        assertEquals(403, post(admin, "models/create", false));
        assertThat(ModelRegistry.get().model("fresh").isPresent(), is(false));
    }

    @Test
    public void buttonsAreThereForThoseWhoMayPressThem() throws Exception {
        assertThat(as("reader").goTo(MODEL + "1/").getByXPath("//a[@data-cd4ml-dialog]"), empty());
        assertThat(as("promoter").goTo(MODEL + "1/").getByXPath("//a[contains(@href, '/promote')]"), not(empty()));
        assertThat(as("promoter").goTo(MODEL + "1/").getByXPath("//a[contains(@href, '/approve')]"), empty());
        assertThat(as("reader").goTo(MODEL).getByXPath("//a[contains(@href, '/configure')]"), empty());
        assertThat(as("configurer").goTo(MODEL).getByXPath("//a[contains(@href, '/configure')]"), not(empty()));
    }

    @Test
    public void foldersAndJobsShowTheirOwnModels() throws Exception {
        JenkinsRule.WebClient admin = as("admin");
        String folder = admin.goTo("job/team/models/").getWebResponse().getContentAsString();
        assertThat(folder, containsString("job/team/models/model/weather/"));
        assertThat(folder, not(containsString("secret")));
        assertEquals(200, get(admin, "job/team/models/model/weather/1/"));
        assertEquals(404, get(admin, "job/team/models/model/secret/"));
        assertEquals(404, get(as("stranger"), "job/team/models/model/weather/"));
        assertThat(
                admin.goTo("job/team/job/train/").getByXPath("//a[contains(@href, '/models/model/weather')]"),
                not(empty()));
        assertThat(jenkins.createFreeStyleProject("other").getAction(ItemModels.class) == null, is(true));
    }
}
