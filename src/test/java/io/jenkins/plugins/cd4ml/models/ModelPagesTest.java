package io.jenkins.plugins.cd4ml.models;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.testing.Chromium;
import io.jenkins.plugins.cd4ml.testing.Golden;
import io.jenkins.plugins.cd4ml.testing.StrictPolicy;
import java.util.List;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.Page;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What the pages of models and versions say. */
public class ModelPagesTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)><script>document.title='owned'</script>";
    private static final Shelf WEATHER = new Shelf("weather", "train");

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static FreeStyleBuild build;

    @BeforeClass
    public static void create() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("train");
        build = jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
        Golden.attach(build, 10, "build-1", Golden.result("train-model"));
        Golden.attach(build, 11, "build-1", Golden.result("package-model", "\"version\": null", "\"version\": 1"));
        WEATHER.register(1);
        WEATHER.register(2);
        WEATHER.configure(List.of("train"), List.of("production"), "Tells rain from sun.");
        Models.approve(ModelRegistry.get(), "weather", "production", 1, Shelf.AMY, "looked at it");
        WEATHER.promote("production", 1, null);
        WEATHER.promote("staging", 2, null);
    }

    private static JenkinsRule.WebClient plain() {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return web;
    }

    private static HtmlPage page(String path) throws Exception {
        HtmlPage page = plain().goTo(path);
        assertEquals(path, 200, page.getWebResponse().getStatusCode());
        return page;
    }

    /** The text of the main panel in one line. */
    private static String main(HtmlPage page) {
        DomNode panel = page.getFirstByXPath("//*[@id='main-panel']");
        return panel.getTextContent().replaceAll("\\s+", " ");
    }

    @Test
    public void theListSaysWhoServesWhereAndWhatWaits() throws Exception {
        HtmlPage page = page("models/");
        String text = main(page);
        assertThat(text, containsString("weather"));
        assertThat(text, containsString("Tells rain from sun."));
        assertThat(text, containsString("production v1 "));
        assertThat(text, containsString("staging v2"));
        assertThat(text, containsString("Accuracy 0.910 [0.862, 0.948]"));
        assertThat(text, containsString("waits for approval for production"));
        assertThat(main(page("models/?q=SUN")), containsString("Tells rain from sun."));
        assertThat(main(page("models/?q=snow")), containsString("No model fits."));
        assertThat(page("").getWebResponse().getContentAsString(), containsString("/models\""));
    }

    @Test
    public void theModelSaysWhatIsInProductionAndSinceWhen() throws Exception {
        HtmlPage page = page("models/model/weather/");
        String text = main(page);
        assertThat(text, containsString("Version 1 in production, version 2 in staging"));
        assertThat(text, containsString("Version 2, the newest, went to staging "));
        assertThat(text, containsString("production needs approval"));
        assertThat(text, containsString("Version 2 waits for approval"));
        assertThat(text, containsString("promoted version 1 to production, the first there"));
        assertThat(text, containsString("train #1"));
        assertThat(text, containsString("train #2 deleted"));
        assertThat(page.getByXPath("//main//script[not(@src)] | //div[@id='main-panel']//script[not(@src)]"), empty());
        assertThat(page.getByXPath("//*[@id='breadcrumbs']//*[normalize-space()='Models']"), not(empty()));
        assertThat(main(page("models/model/weather/?q=train%20%232")), not(containsString("Version 1 production")));
        assertThat(main(page("models/model/weather/?q=" + Shelf.digest('d', 1))), containsString("train #1"));
        assertThat(main(page("models/model/weather/?q=none")), containsString("No version fits."));
    }

    @Test
    public void theVersionLeadsFromDataToProductionAlsoWithoutItsBuild() throws Exception {
        HtmlPage page = page("models/model/weather/1/");
        String text = main(page);
        assertThat(text, containsString("Serves in production"));
        assertThat(text, containsString("sha256:" + Shelf.digest('d', 1).substring(0, 12)));
        assertThat(text, containsString("Seed 7"));
        assertThat(text, containsString("SYSTEM promoted version 1 to production, the first there"));
        assertThat(
                page.getByXPath("//ol[@class='cd4ml-lineage']//a[contains(@href, '/job/train/1/cd4ml-10/')]"),
                hasSize(1));
        assertThat(page.getByXPath("//a[normalize-space()='train #1']"), not(empty()));
        HtmlPage second = page("models/model/weather/2/");
        assertThat(main(second), containsString("train #2 deleted"));
        assertThat(second.getByXPath("//ol[@class='cd4ml-lineage']//a"), empty());
        assertThat(
                second.getElementById("cd4ml-plain").getTextContent(),
                containsString("accuracy 0.91 is at least 0.75"));
    }

    @Test
    public void aBuildsPageLeadsToTheVersion() throws Exception {
        HtmlPage stage = page(build.getUrl() + "cd4ml-11/");
        String model = Golden.result("package-model").model();
        assertThat(stage.getByXPath("//dl//a[contains(@href, 'models/')]"), empty());
        Shelf known = new Shelf(model, "train");
        known.register(1);
        assertThat(
                page(build.getUrl() + "cd4ml-11/")
                        .getByXPath("//dl//a[contains(@href, '/models/model/" + model + "/1/')]"),
                hasSize(1));
        ModelRegistry.get().delete(model, Shelf.AMY, "done");
    }

    @Test
    public void tellsWhatWasInProductionAtAMoment() throws Exception {
        String since = ModelRegistry.get()
                .model("weather")
                .orElseThrow()
                .champion("production")
                .since()
                .toString();
        String text = main(page("models/model/weather/at/?environment=production&time=" + since));
        assertThat(text, containsString("Version 1 was in production"));
        assertThat(text, containsString("now: it still serves"));
        assertThat(text, containsString("Brought there bySYSTEM in train #1"));
        assertThat(text, containsString("Made bytrain #1"));
        assertThat(
                main(page("models/model/weather/at/?environment=production&time=2020-01-01T00:00:00")),
                containsString("Nothing was in production"));
        assertThat(
                main(page("models/model/weather/at/?environment=production&time=yesterday")),
                containsString("'yesterday' is no date and time: write 2026-11-21 08:30, in UTC"));
        assertThat(main(page("models/model/weather/at/")), containsString("What was in production?"));
        JSONObject answer = json("models/model/weather/at/api/json?environment=production&time=" + since);
        assertEquals(1, answer.getInt("version"));
        assertEquals(since, answer.getString("since"));
        assertEquals("sha256:" + Shelf.digest('d', 1), answer.getString("dataVersion"));
    }

    @Test
    public void machinesAreToldTheSame() throws Exception {
        JSONArray models = json("models/api/json").getJSONArray("models");
        JSONObject model = models.getJSONObject(models.size() - 1);
        assertEquals("weather", model.getString("name"));
        assertEquals(1, model.getJSONObject("champions").getInt("production"));
        JSONObject page = json("models/model/weather/api/json");
        assertEquals(
                "[\"production\"]",
                page.getJSONObject("settings").getJSONArray("approvals").toString());
        assertThat(page.getJSONArray("versions").getJSONObject(0).getString("url"), startsWith("http"));
        JSONObject version = json("models/model/weather/1/api/json").getJSONObject("version");
        assertEquals("train #1", version.getString("build"));
        assertEquals(0.91, version.getJSONObject("metrics").getDouble("accuracy"), 0);
        JSONArray history = json("models/model/weather/history/api/json").getJSONArray("entries");
        assertEquals("promote", history.getJSONObject(0).getString("action"));
        JSONObject whole = json("models/model/weather/1/json");
        assertEquals("build-1", whole.getJSONObject("lineage").getString("run"));
        JSONObject series = json("models/model/weather/series");
        JSONArray points = series.getJSONArray("metrics").getJSONObject(0).getJSONArray("points");
        assertEquals(0.948, points.getJSONObject(0).getDouble("upper"), 0);
        assertEquals(0.75, points.getJSONObject(0).getDouble("threshold"), 0);
        assertEquals(
                "[\"production\"]",
                series.getJSONObject("served").getJSONArray("1").toString());
    }

    @Test
    public void theHistoryIsExportedWithoutFormulas() throws Exception {
        Shelf shelf = new Shelf("exported", "train");
        shelf.register(1);
        Models.promote(ModelRegistry.get(), "exported", "production", 1, null, Shelf.AMY, "=HYPERLINK(\"http://x\")");
        WebResponse csv = download("models/model/exported/history/csv", "text/csv", "exported-history.csv");
        assertThat(csv.getContentAsString(), containsString("\"'=HYPERLINK(\"\"http://x\"\")\""));
        WebResponse lines =
                download("models/model/exported/history/jsonl", "application/x-ndjson", "exported-history.jsonl");
        String[] entries = lines.getContentAsString().split("\n");
        assertEquals(
                "promote", JSONObject.fromObject(entries[entries.length - 1]).getString("action"));
        WebResponse archive = download("models/model/exported/1/package", "application/zip", "exported-1.zip");
        assertEquals("package 1", archive.getContentAsString());
        assertThat(
                main(page("models/model/exported/history/")), containsString("amy↑ promoted version 1 to production"));
        assertThat(main(page("models/model/exported/history/?q=hyperlink")), containsString("=HYPERLINK"));
        assertThat(main(page("models/model/exported/history/?q=none")), containsString("No entry fits."));
        ModelRegistry.get().delete("exported", Shelf.AMY, "done");
    }

    private static WebResponse download(String path, String type, String name) throws Exception {
        Page page = plain().goTo(path, null);
        WebResponse response = page.getWebResponse();
        assertEquals(path, 200, response.getStatusCode());
        assertThat(response.getContentType(), is(type));
        assertEquals("attachment; filename=\"" + name + "\"", response.getResponseHeaderValue("Content-Disposition"));
        assertEquals("nosniff", response.getResponseHeaderValue("X-Content-Type-Options"));
        return response;
    }

    @Test
    public void whatAnybodyWroteIsTextWhateverItSays() throws Exception {
        Shelf shelf = new Shelf("hostile", "train");
        shelf.register(3, HOSTILE, HOSTILE + " >= 1");
        shelf.configure(List.of("train", HOSTILE), List.of("production"), HOSTILE);
        Models.promote(
                ModelRegistry.get(),
                "hostile",
                "staging",
                1,
                null,
                new io.jenkins.plugins.cd4ml.registry.Author(HOSTILE, null),
                HOSTILE);
        List<String> paths = List.of(
                "models/",
                "models/?q=" + "%3Cimg%20src=x%3E",
                "models/model/hostile/",
                "models/model/hostile/1/",
                "models/model/hostile/history/",
                "models/model/hostile/at/?environment=staging&time=2090-01-01T00:00:00",
                "models/model/hostile/at/?environment=%3Cimg%20src=x%3E&time=%3Cimg%20src=x%3E",
                "models/model/hostile/configure",
                "models/model/hostile/1/promote?reason=%22%3E%3Cimg%20src=x%3E",
                "models/model/hostile/rollback?environment=%3Cimg%20src=x%3E");
        for (String path : paths) {
            assertThat(path, page(path).getByXPath("//img[@src='x'] | //script[contains(., 'owned')]"), empty());
        }
        Chromium.require();
        for (String path : List.of(
                "models/", "models/model/hostile/", "models/model/hostile/1/", "models/model/hostile/history/")) {
            Chromium.Visit visit = StrictPolicy.visit(jenkins.getURL() + path);
            assertThat(path, visit.console(), is(List.of()));
            assertThat(path, visit.dom(), not(containsString("<img src=\"x\"")));
            assertThat(path, visit.dom(), not(containsString("<title>owned")));
        }
        ModelRegistry.get().delete("hostile", Shelf.AMY, "done");
    }

    @Test
    public void figuresAreDrawnUnderTheStrictPolicy() throws Exception {
        Chromium.require();
        Chromium.Visit model = StrictPolicy.visit(jenkins.getURL() + "models/model/weather/");
        assertThat(model.console(), is(List.of()));
        assertTrue(model.dom().contains("<div class=\"cd4ml-plot\" role=\"img\"")
                && model.dom().contains("<svg "));
        Chromium.Visit version = StrictPolicy.visit(jenkins.getURL() + "models/model/weather/1/");
        assertThat(version.console(), is(List.of()));
        assertFalse(version.dom().contains("id=\"cd4ml-plain\""));
        assertThat(version.dom(), containsString("What came closest"));
    }

    private static JSONObject json(String path) throws Exception {
        Page page = plain().goTo(path, "application/json");
        assertEquals(path, 200, page.getWebResponse().getStatusCode());
        return JSONObject.fromObject(page.getWebResponse().getContentAsString());
    }
}
