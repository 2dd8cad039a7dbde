package io.jenkins.plugins.cd4ml.trends;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.cd4ml.results.RunNames;
import io.jenkins.plugins.cd4ml.testing.Chromium;
import io.jenkins.plugins.cd4ml.testing.Golden;
import io.jenkins.plugins.cd4ml.testing.StrictPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.apache.commons.io.FileUtils;
import org.htmlunit.Page;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Trends over builds whose results the engine really left. */
public class TrendTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static FreeStyleProject job;

    @BeforeClass
    public static void build() throws Exception {
        job = jenkins.createFreeStyleProject("weather");
        for (int i = 1; i <= 4; i++) {
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
            String own = "build-" + i;
            Golden.attach(build, 10, own, Golden.result("version-data"));
            Golden.attach(build, 11, own, Golden.result("train-model"));
            Golden.attach(build, 12, own + "-linear", Golden.result("train-model"));
            Golden.attach(build, 13, own, Golden.result("validate-model", "recall", HOSTILE));
            Golden.attach(build, 14, own, Golden.result("validate-model"));
            Golden.attach(build, 15, own, Golden.result("check-drift"));
            if (i == 2) {
                Golden.attach(build, 16, own, Golden.result("deploy-canary"));
            }
        }
        reload();
    }

    /** As after a restart, and without one file but {@code build.xml}. */
    private static void reload() throws IOException {
        for (Run<?, ?> build : job.getBuilds()) {
            Path results = build.getRootDir().toPath().resolve("cd4ml");
            FileUtils.deleteDirectory(results.toFile());
        }
        job.doReload();
    }

    private static JSONObject data(String query) throws Exception {
        return jenkins.getJSON("job/weather/cd4ml-trends/data" + query).getJSONObject();
    }

    private static JSONObject series(JSONObject trend, String stage, String figure, String run, int ordinal) {
        List<JSONObject> found = trend.getJSONArray("series").stream()
                .map(JSONObject.class::cast)
                .filter(one -> one.getString("stage").equals(stage)
                        && one.getString("figure").equals(figure)
                        && run.equals(one.optString("run", ""))
                        && one.getInt("ordinal") == ordinal)
                .collect(Collectors.toList());
        assertEquals(stage + " " + figure, 1, found.size());
        return found.get(0);
    }

    @Test
    public void figuresComeWithIntervalsThresholdsAndChampionsOutOfTheBuildsAlone() throws Exception {
        JSONObject trend = data("");
        assertEquals(
                List.of(1, 2, 3, 4),
                trend.getJSONArray("builds").stream()
                        .map(build -> ((JSONObject) build).getInt("number"))
                        .toList());
        JSONArray accuracy = series(trend, "validateModel", "accuracy", "", 2).getJSONArray("points");
        assertEquals(4, accuracy.size());
        // value, interval and gate as golden/validate-model.result.json has them
        assertEquals(
                "[3,0.915966,0.882353,0.94958,0.85]", accuracy.getJSONArray(3).toString());
        JSONArray recall = series(trend, "validateModel", "recall.malignant", "", 2)
                .getJSONArray("points")
                .getJSONArray(0);
        assertEquals(0.95, recall.getDouble(4), 0);
        JSONArray macro = series(trend, "validateModel", "f1_macro", "", 2)
                .getJSONArray("points")
                .getJSONArray(0);
        assertEquals("a gate against the champion is no threshold of the metric", 4, macro.size());
        JSONArray share = series(trend, "checkDrift", "share", "", 1)
                .getJSONArray("points")
                .getJSONArray(0);
        assertEquals("[0,0.6,null,null,0.3]", share.toString());
        assertEquals(
                1096,
                series(trend, "versionData", "rows", "", 1)
                        .getJSONArray("points")
                        .getJSONArray(0)
                        .getInt(1));
        series(trend, "versionData", "bytes", "", 1);
        series(trend, "trainModel", "seconds", "", 1);
        assertEquals(
                "[{\"build\":1,\"version\":2,\"model\":\"cells\"}]",
                trend.getJSONArray("champions").toString());
    }

    @Test
    public void severalStepsOfAKindAreSeriesOfTheirOwn() throws Exception {
        JSONObject trend = data("");
        assertEquals(
                4,
                series(trend, "trainModel", "accuracy", "linear", 1)
                        .getJSONArray("points")
                        .size());
        series(trend, "trainModel", "accuracy", "", 1);
        series(trend, "validateModel", "accuracy", "", 1);
    }

    @Test
    public void onlySoManyBuildsAreRead() throws Exception {
        JSONObject trend = data("?builds=2");
        assertEquals(2, trend.getJSONArray("builds").size());
        assertEquals(3, trend.getJSONArray("builds").getJSONObject(0).getInt("number"));
        assertTrue(trend.getBoolean("older"));
        assertTrue(trend.getJSONArray("champions").isEmpty());
        assertFalse(data("?builds=99999999").getBoolean("older"));
        assertThat(TrendAction.MOST_BUILDS, is(500));
    }

    @Test
    public void runsAreCalledTheSameInEveryBuild() {
        assertNull(RunNames.withoutNumber("build-7", 7));
        assertEquals("linear", RunNames.withoutNumber("build-7-linear", 7));
        assertEquals("try-N", RunNames.withoutNumber("try-7", 7));
        assertEquals("try-77", RunNames.withoutNumber("try-77", 7));
    }

    @Test
    public void whoMayNotReadTheJobGetsNothingAndOtherJobsHaveNoTrends() throws Exception {
        FreeStyleProject other = jenkins.createFreeStyleProject();
        jenkins.buildAndAssertSuccess(other);
        assertNull(other.getAction(TrendAction.class));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            web.getOptions().setJavaScriptEnabled(false);
            for (String path : List.of("", "data", "floatingBox")) {
                Page page = web.goTo("job/weather/cd4ml-trends/" + path, null);
                assertThat(path, page.getWebResponse().getStatusCode(), is(oneOf(403, 404)));
                assertThat(page.getWebResponse().getContentAsString(), not(containsString("accuracy")));
            }
            jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ)
                    .everywhere()
                    .toEveryone());
            assertEquals(
                    200,
                    web.goTo("job/weather/cd4ml-trends/data", "application/json")
                            .getWebResponse()
                            .getStatusCode());
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
        }
    }

    @Test
    public void bothPagesAreDrawnUnderTheStrictPolicyAndNamesStayText() throws Exception {
        Chromium.require();
        Chromium.Visit box = StrictPolicy.visit(jenkins.getURL() + "job/weather/");
        assertThat(box.console(), is(List.of()));
        assertThat(box.dom(), containsString("Validation: Accuracy"));
        assertTrue(box.dom().contains("<svg "));
        Chromium.Visit page =
                StrictPolicy.visit(jenkins.getURL() + "job/weather/cd4ml-trends/?figure=checkDrift:share&builds=20");
        assertThat(page.console(), is(List.of()));
        assertThat(
                page.dom().lines().collect(Collectors.joining()),
                containsString("Drift: Drifted share over 4 builds; last 60"));
        assertThat(page.dom(), containsString("<a href=\"" + jenkins.contextPath + "/job/weather/4/\""));
        assertThat(page.dom(), not(containsString("<img src=\"x\"")));
        assertThat(
                List.of(page.dom().split("<h2[^>]*>")).stream()
                        .map(part -> part.split("<")[0])
                        .toList(),
                hasItems("Drift: Drifted share", "Data", "Training", "Validation", "Canary", "Drift"));
    }
}
