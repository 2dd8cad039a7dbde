package io.jenkins.plugins.cd4ml.trends;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
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

    private static JSONObject series(String key) throws Exception {
        JSONObject answer = data("?figure=" + key);
        assertEquals(key, 1, answer.getJSONArray("series").size());
        assertFalse("the rest is known to who asks for one", answer.has("figures"));
        JSONObject series = answer.getJSONArray("series").getJSONObject(0);
        assertEquals(key, series.getString("key"));
        return series;
    }

    private static List<String> keys(JSONObject trend) {
        return trend.getJSONArray("figures").stream()
                .map(figure -> ((JSONObject) figure).getString("key"))
                .toList();
    }

    @Test
    public void figuresComeWithIntervalsAndThresholdsOutOfTheBuildsAlone() throws Exception {
        // value, interval and gate as golden/validate-model.result.json has them
        JSONObject accuracy = series("validateModel:accuracy::2");
        assertEquals(List.of(0.915966, 0.915966, 0.915966, 0.915966), List.copyOf(accuracy.getJSONArray("values")));
        assertEquals(0.882353, accuracy.getJSONArray("lower").getDouble(0), 0);
        assertEquals(0.94958, accuracy.getJSONArray("upper").getDouble(1), 0);
        assertEquals(0.85, accuracy.getJSONArray("thresholds").getDouble(3), 0);
        assertEquals(
                0.95,
                series("validateModel:recall.malignant::2")
                        .getJSONArray("thresholds")
                        .getDouble(0),
                0);
        assertFalse(
                "a gate against the champion is no threshold of the metric",
                series("validateModel:f1_macro").has("thresholds"));
        JSONObject share = series("checkDrift:share");
        assertEquals(0.6, share.getJSONArray("values").getDouble(0), 0);
        assertFalse(share.has("lower"));
        assertEquals(0.3, share.getJSONArray("thresholds").getDouble(0), 0);
        assertEquals(1096, series("versionData:rows").getJSONArray("values").getInt(0));
        assertEquals(
                "[null,2,null,null]",
                series("deployCanary:errors").getJSONArray("values").toString().replaceAll("[0-9.]+", "2"));
    }

    @Test
    public void theCatalogueHasTheMostTellingFirst() throws Exception {
        JSONObject trend = data("?catalogue=true");
        assertEquals("[1,2,3,4]", trend.getJSONArray("numbers").toString());
        assertEquals(4, trend.getJSONArray("seconds").size());
        assertEquals(
                job.getBuildByNumber(1).getStartTimeInMillis() / 1000,
                trend.getJSONArray("seconds").getLong(0));
        List<String> keys = keys(trend);
        assertEquals("versionData:rows", keys.get(0));
        assertThat(keys, hasItems("versionData:bytes", "trainModel:seconds", "checkDrift:share"));
        List<String> validation =
                keys.stream().filter(key -> key.startsWith("validateModel")).toList();
        assertEquals(List.of("validateModel:accuracy", "validateModel:accuracy::2"), validation.subList(0, 2));
        assertThat(
                "a gate on a single class stands before metrics without one",
                validation.indexOf("validateModel:recall.malignant::2"),
                lessThan(validation.indexOf("validateModel:f1_macro")));
        assertEquals("validateModel:accuracy", trend.getString("first"));
        assertEquals(
                "without a wish the first comes along",
                "validateModel:accuracy",
                trend.getJSONArray("series").getJSONObject(0).getString("key"));
        assertTrue(data("?figure=of:another:job").getJSONArray("series").isEmpty());
    }

    @Test
    public void severalStepsOfAKindAreSeriesOfTheirOwn() throws Exception {
        assertThat(
                keys(data("?catalogue=true")),
                hasItems("trainModel:accuracy", "trainModel:accuracy:linear", "validateModel:accuracy::2"));
        assertEquals(
                4, series("trainModel:accuracy:linear").getJSONArray("values").size());
    }

    @Test
    public void onlySoManyBuildsAreRead() throws Exception {
        JSONObject trend = data("?builds=2&catalogue=true");
        assertEquals("[3,4]", trend.getJSONArray("numbers").toString());
        assertTrue(trend.getBoolean("older"));
        assertTrue(trend.getJSONArray("champions").isEmpty());
        assertFalse(data("?builds=99999999&catalogue=true").getBoolean("older"));
        assertThat(TrendAction.MOST_BUILDS, is(500));
    }

    @Test
    public void aModelThatIsNoMoreHasItsChampionsFromTheBuilds() throws Exception {
        assertEquals(
                "[{\"model\":\"cells\",\"marks\":[[1,2]]}]",
                data("?catalogue=true").getJSONArray("champions").toString());
    }

    @Test
    public void numbersHaveNoMoreDigitsThanAnybodySees() {
        assertEquals(0.915966, TrendJson.rounded(0.91596638655), 0);
        assertEquals(-12.3457, TrendJson.rounded(-12.345678), 0);
        assertEquals(1.23457e-5, TrendJson.rounded(1.2345678e-5), 1e-15);
        assertEquals(1234567.8, TrendJson.rounded(1234567.8), 0);
        assertEquals(1.2345678e-30, TrendJson.rounded(1.2345678e-30), 0);
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
