package io.jenkins.plugins.cd4ml.results;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.util.PluginServletFilter;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.plugins.cd4ml.testing.Chromium;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlPage;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.SleepBuilder;

/** The pages of stages, made from results that the engine really left. */
public class StagePageTest {
    /** What Jenkins enforces where its content security policy is on. */
    private static final String POLICY =
            "base-uri 'none'; default-src 'self'; form-action 'self'; img-src 'self' data:;"
                    + " script-src 'self'; style-src 'self' 'unsafe-inline'";

    private static final String HOSTILE = "<img src=x onerror=alert(1)><script>document.title='owned'</script>";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static FreeStyleProject job;

    @BeforeClass
    public static void create() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        job = jenkins.createFreeStyleProject("weather");
        allow();
    }

    private static void allow() {
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone());
    }

    @After
    public void everybodyMayReadAgain() {
        allow();
    }

    private static String golden(String stage) throws Exception {
        return Files.readString(Path.of("engine/protocol/src/test/resources/golden", stage + ".result.json"));
    }

    private static StageResult result(String stage) {
        try {
            return Protocol.readResult(golden(stage));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static FreeStyleBuild build(String... results) throws Exception {
        FreeStyleBuild build = jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
        int node = 10;
        for (String json : results) {
            StageResult result = Protocol.readResult(json);
            StageAction.of(build, "" + node++, result.stage(), "build-" + build.getNumber())
                    .complete(result);
        }
        return build;
    }

    private JenkinsRule.WebClient plain() {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return web;
    }

    private JSONObject json(String path) throws Exception {
        Page page = plain().goTo(path, "application/json");
        assertEquals("nosniff", page.getWebResponse().getResponseHeaderValue("X-Content-Type-Options"));
        return JSONObject.fromObject(page.getWebResponse().getContentAsString());
    }

    @Test
    public void withoutAScriptThePageTellsVerdictFiguresAndChecks() throws Exception {
        FreeStyleBuild build = build(golden("validate-model"));
        HtmlPage page = plain().getPage(build, "cd4ml-10/");
        String text = page.asNormalizedText();
        assertThat(text, containsString("Not promoted\nrecall for malignant 0.84 [0.76, 0.92] is below 0.95"));
        // HtmlUnit takes itself for a browser with scripts even without, so what it would show says nothing here.
        String tables = page.getHtmlElementById("cd4ml-plain").getTextContent().replaceAll("\\s+", " ");
        assertThat(tables, containsString("accuracy0.916"));
        assertThat(tables, containsString("recall for malignant >= 0.95"));
        assertThat(tables, containsString("\u2717 failed"));
        assertThat(page.getByXPath("//main//script[not(@src)] | //div[@id='main-panel']//script[not(@src)]"), empty());
        assertThat(page.getByXPath("//*[@id='breadcrumbs']//*[contains(., 'Validation')]"), not(empty()));
        String summary = plain().getPage(build).asNormalizedText();
        assertThat(summary, containsString("Validation: \u2717 Not promoted accuracy 0.916"));
    }

    @Test
    public void severalOfAKindAreToldApart() throws Exception {
        FreeStyleBuild build = build(golden("train-model"), golden("train-model"), golden("version-data"));
        StageResult result = Protocol.readResult(golden("train-model"));
        StageAction.of(build, "99", Stage.TRAIN_MODEL, "linear").complete(result);
        assertEquals(
                List.of("Training 1", "Training 2", "Data", "Training (linear)"),
                build.getActions(StageAction.class).stream()
                        .map(StageAction::getDisplayName)
                        .toList());
    }

    @Test
    public void theInterfaceForMachinesTellsVerdictFiguresAndVersions() throws Exception {
        FreeStyleBuild build = build(golden("deploy-canary"));
        for (JSONObject action : List.of(
                JSONObject.fromObject(
                        jenkins.getJSON(build.getUrl() + "cd4ml-10/api/json").getJSONObject()),
                nested(jenkins.getJSON(build.getUrl() + "api/json")
                        .getJSONObject()
                        .getJSONArray("actions")))) {
            assertEquals("deployCanary", action.getString("step"));
            assertEquals("PASSED", action.getString("verdict"));
            assertThat(action.getString("summary"), containsString("Promoted version 2"));
            assertEquals(2, action.getInt("version"));
            assertEquals(0.0, action.getJSONObject("metrics").getDouble("errors"), 0);
            assertFalse(action.getBoolean("running"));
        }
    }

    private static JSONObject nested(JSONArray actions) {
        return actions.stream()
                .map(JSONObject.class::cast)
                .filter(action -> action.has("step"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void theScriptGetsTheResultAsItIs() throws Exception {
        FreeStyleBuild build = build(golden("check-drift"));
        StageResult result =
                Protocol.readResult(json(build.getUrl() + "cd4ml-10/result").toString());
        assertEquals(Stage.CHECK_DRIFT, result.stage());
        JSONObject state = json(build.getUrl() + "cd4ml-10/progress");
        assertFalse(state.getBoolean("running"));
        assertTrue(state.getBoolean("result"));
        assertEquals("Drift found", state.getString("headline"));
    }

    @Test
    public void whoMayNotReadTheJobSeesNothing() throws Exception {
        FreeStyleBuild build = build(golden("train-model"));
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        for (String path : List.of("", "result", "progress", "api/json", "verdict", "checks")) {
            Page page = plain().goTo(build.getUrl() + "cd4ml-10/" + path, null);
            assertThat(path, page.getWebResponse().getStatusCode(), is(oneOf(403, 404)));
            assertThat(path, page.getWebResponse().getContentAsString(), not(containsString("mlp")));
        }
    }

    @Test
    public void aLostOrDamagedResultIsSaidSo() throws Exception {
        FreeStyleBuild build = build(golden("train-model"), golden("train-model"));
        Path folder = build.getRootDir().toPath().resolve("cd4ml");
        Files.delete(folder.resolve("10.json"));
        Files.writeString(folder.resolve("11.json"), "{\"protocol\": 1, \"sta");
        for (String node : List.of("10", "11")) {
            HtmlPage page = plain().getPage(build, "cd4ml-" + node + "/");
            assertFalse(page.getHtmlElementById("cd4ml-lost").hasAttribute("hidden"));
            assertThat(page.asNormalizedText(), containsString("cd4ml/" + node + ".json"));
            assertThat(page.asNormalizedText(), containsString("validation_loss\t"));
        }
        assertEquals(
                404,
                plain().goTo(build.getUrl() + "cd4ml-10/result", null)
                        .getWebResponse()
                        .getStatusCode());
    }

    @Test
    public void aBuildThatDidNotEndSaysSo() throws Exception {
        FreeStyleBuild build = build();
        StageAction.of(build, "10", Stage.TRAIN_MODEL, "build-" + build.getNumber());
        assertThat(plain().getPage(build, "cd4ml-10/").asNormalizedText(), containsString("Ended without a result"));
        assertThat(
                plain().getPage(build).asNormalizedText(), containsString("Training: \u25cb Ended without a result"));
        StageAction failed = StageAction.of(build, "11", Stage.VALIDATE_MODEL, "build-" + build.getNumber());
        failed.fail("The engine was killed on agent 'a'; give it more memory.");
        assertThat(
                plain().getPage(build, "cd4ml-11/").asNormalizedText(),
                containsString("Ended without a result\nThe engine was killed on agent 'a'; give it more memory."));
    }

    @Test
    public void namesAndMessagesAreTextWhateverTheySay() throws Exception {
        String hostile = Protocol.write(Protocol.mapper().readTree(golden("train-model")))
                .replace("seattle-weather", HOSTILE.replace("\"", "\\\""))
                .replace("mlp [64, 32] on 4 features", HOSTILE)
                .replace("a second training in a process of its own", HOSTILE)
                .replace("temp_max", HOSTILE);
        FreeStyleBuild build = build(hostile);
        HtmlPage page = plain().getPage(build, "cd4ml-10/");
        assertThat(page.getByXPath("//img[@src='x'] | //script[contains(., 'owned')]"), empty());
        assertThat(plain().getPage(build).getByXPath("//img[@src='x'] | //script[contains(., 'owned')]"), empty());
        Chromium.require();
        Chromium.Visit visit = visit(build);
        assertThat(visit.dom(), not(containsString("<img src=\"x\"")));
        assertThat(visit.dom(), not(containsString("<title>owned")));
        assertThat(visit.dom(), containsString("&lt;img src=x"));
        assertThat(visit.console(), is(List.of()));
    }

    @Test
    public void everyStageIsDrawnUnderTheStrictPolicy() throws Exception {
        Chromium.require();
        for (String stage : List.of(
                "version-data", "train-model", "validate-model", "package-model", "deploy-canary", "check-drift")) {
            FreeStyleBuild build = build(golden(stage));
            Chromium.Visit visit = visit(build);
            assertThat(stage, visit.console(), is(List.of()));
            assertThat(stage, visit.dom(), containsString("cd4ml-found"));
            assertThat(stage, visit.dom(), not(containsString("id=\"cd4ml-plain\"")));
            if (List.of("train-model", "validate-model", "deploy-canary", "check-drift")
                    .contains(stage)) {
                assertThat(stage, visit.dom(), containsString("<div class=\"cd4ml-plot\" role=\"img\""));
                assertThat(stage, visit.dom().split("<svg ").length > 1, is(true));
            }
        }
    }

    @Test
    public void aRunningStageIsFollowedUntilItsResultTakesItsPlace() throws Exception {
        Chromium.require();
        FreeStyleProject running = jenkins.createFreeStyleProject("running");
        running.getBuildersList().add(new SleepBuilder(600_000));
        FreeStyleBuild build = running.scheduleBuild2(0).waitForStart();
        StageAction action = StageAction.of(build, "10", Stage.TRAIN_MODEL, "build-1");
        action.liveProgress().accept(epoch(1) + epoch(2));
        assertThat(plain().getPage(build).asNormalizedText(), containsString("Training: \u2026 Running 50 %"));
        List<String> asked = new CopyOnWriteArrayList<>();
        Filter ending = (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().endsWith("/progress")) {
                asked.add(((HttpServletRequest) request).getQueryString());
                action.liveProgress().accept(epoch(asked.size() + 2));
                if (asked.size() == 3) {
                    action.complete(result("train-model"));
                }
            }
            chain.doFilter(request, response);
        };
        PluginServletFilter.addFilter(ending);
        try {
            Chromium.Visit visit = visit(build);
            assertThat(visit.console(), is(List.of()));
            assertThat(visit.dom(), containsString("cd4ml-found"));
            assertThat(visit.dom(), containsString("Trained</p>"));
            assertThat(visit.dom(), not(containsString("app-progress-bar cd4ml-progress")));
            assertThat("only what is new is asked for, and nothing after the end", asked.size(), is(3));
            assertThat(asked.get(1), endsWith("from=3"));
            assertThat(asked.get(2), endsWith("from=4"));
        } finally {
            PluginServletFilter.removeFilter(ending);
            build.doStop();
            jenkins.waitForCompletion(build);
        }
    }

    private static String epoch(int number) {
        return "{\"kind\": \"METRICS\", \"metrics\": {\"epoch\": " + number + ", \"train_loss\": 0.5}}\n"
                + "{\"kind\": \"PROGRESS\", \"done\": " + number + ", \"total\": 4, \"unit\": \"epochs\"}\n";
    }

    private Chromium.Visit visit(FreeStyleBuild build) throws Exception {
        Filter policy = (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader("Content-Security-Policy", POLICY);
            chain.doFilter(request, response);
        };
        PluginServletFilter.addFilter(policy);
        try {
            Chromium.Visit visit = Chromium.open(jenkins.getURL() + build.getUrl() + "cd4ml-10/");
            assertNotNull(visit.dom());
            return visit;
        } finally {
            PluginServletFilter.removeFilter(policy);
        }
    }
}
