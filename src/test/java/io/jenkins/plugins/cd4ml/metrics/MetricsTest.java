package io.jenkins.plugins.cd4ml.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeNoException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.listeners.RunListener;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Golden;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.SleepBuilder;

/** What Prometheus gets, judged by Prometheus' own tool. */
public class MetricsTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final String JOB = "we\"ather\nx";

    @BeforeClass
    public static void create() throws Exception {
        ModelRegistry registry = ModelRegistry.get();
        Models.register(registry, "weather", "a", Models.build("weather", 1));
        int second = Models.register(registry, "weather", "b", Models.build("weather", 2));
        Models.promote(registry, "weather", "production", second, null, Models.build("weather", 2), null);
        FreeStyleProject job = jenkins.createFreeStyleProject("weather");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        int node = 10;
        for (String stage :
                List.of("version-data", "train-model", "validate-model", "package-model", "deploy-canary")) {
            Golden.attach(build, node++, "build-1", Golden.result(stage));
        }
        Golden.attach(build, node, "build-1", Golden.result("check-drift", "seattle-weather", "a\\\"b\\\\c"));
        RunListener.fireFinalized(build);
        FreeStyleBuild unsure = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("unsure"));
        String inconclusive =
                FakeModel.validated("hail", "a", "INCONCLUSIVE", "").replace("RUN", "build-1");
        Golden.attach(unsure, 10, "build-1", Protocol.readResult(inconclusive));
        RunListener.fireFinalized(unsure);
    }

    private static String scrape() throws IOException {
        return MetricsAction.draw();
    }

    @Test
    public void tellsOfModelsChampionsGatesDriftAndCanaries() throws Exception {
        String text = scrape();
        for (String line : new String[] {
            "cd4ml_models 1",
            "cd4ml_model_versions{model=\"weather\"} 2",
            "cd4ml_model_newest_version{model=\"weather\"} 2",
            "cd4ml_champion_version{environment=\"production\",model=\"weather\"} 2",
            "cd4ml_champion_metric{class=\"\",environment=\"production\",metric=\"accuracy\",model=\"weather\"} 0.8",
            "cd4ml_last_build_success{job_name=\"weather\"} 1",
            "cd4ml_data_rows{job_name=\"weather\",model=\"seattle-weather\",run=\"\"} 1096",
            "cd4ml_validation_metric{class=\"\",job_name=\"weather\",metric=\"accuracy\",model=\"breast-cancer\",run=\"\"}"
                    + " 0.915966",
            "cd4ml_stage_checks{job_name=\"weather\",model=\"breast-cancer\",outcome=\"failed\",run=\"\",stage=\"validateModel\"}"
                    + " 1",
            "cd4ml_stage_passed{job_name=\"weather\",model=\"breast-cancer\",run=\"\",stage=\"validateModel\"} 0",
            "cd4ml_canary_promoted{job_name=\"weather\",model=\"cells\",run=\"\"} 1",
            "cd4ml_canary_version{job_name=\"weather\",model=\"cells\",run=\"\"} 2",
            "cd4ml_drift_share_ratio{job_name=\"weather\",model=\"a\\\"b\\\\c\",run=\"\"} 0.6",
            "cd4ml_drift_threshold_ratio{job_name=\"weather\",model=\"a\\\"b\\\\c\",run=\"\"} 0.3",
            "cd4ml_drift_drifted_columns{job_name=\"weather\",model=\"a\\\"b\\\\c\",run=\"\"} 3",
            "cd4ml_stage_inconclusive{job_name=\"weather\",model=\"breast-cancer\",run=\"\",stage=\"validateModel\"} 0",
            "cd4ml_stage_inconclusive{job_name=\"unsure\",model=\"hail\",run=\"\",stage=\"validateModel\"} 1",
            "cd4ml_stage_passed{job_name=\"unsure\",model=\"hail\",run=\"\",stage=\"validateModel\"} 0",
            "cd4ml_stage_checks{job_name=\"unsure\",model=\"hail\",outcome=\"inconclusive\",run=\"\",stage=\"validateModel\"}"
                    + " 1",
            "cd4ml_canaries_running 0"
        }) {
            assertThat(text, containsString("\n" + line + "\n"));
        }
        double since = ModelRegistry.get()
                        .model("weather")
                        .orElseThrow()
                        .champion("production")
                        .since()
                        .toEpochMilli()
                / 1000.0;
        assertThat(
                text,
                containsString("cd4ml_champion_since_timestamp_seconds{environment=\"production\",model=\"weather\"} "
                        + since));
    }

    @Test
    public void promtoolHasNothingToSay() throws Exception {
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            if (System.getenv("CI") != null) {
                throw e;
            }
            assumeNoException("needs promtool", e);
            return;
        }
        promtool.getOutputStream().write(scrape().getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();
        assertEquals("", new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, promtool.waitFor());
    }

    @Test
    public void labelsAreEscaped() {
        Exposition page = new Exposition().gauge("cd4ml_x", "Help.", java.util.Map.of("job_name", JOB, "b", "\\"), 1);
        assertEquals(
                "# HELP cd4ml_x Help.\n# TYPE cd4ml_x gauge\ncd4ml_x{b=\"\\\\\",job_name=\"we\\\"ather\\nx\"} 1\n",
                page.text());
    }

    @Test
    public void theBuildThatBeganLastCountsWhicheverEndsLast() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("concurrent");
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job);
        FreeStyleBuild second = jenkins.buildAndAssertSuccess(job);
        for (FreeStyleBuild build : new FreeStyleBuild[] {second, first}) {
            Golden.attach(build, 10, "build-1", Golden.result("train-model"));
            RunListener.fireFinalized(build);
        }
        assertThat(scrape(), containsString("cd4ml_last_build_number{job_name=\"concurrent\"} 2\n"));
    }

    @Test
    public void aScrapeLoadsNoBuildAlsoAfterARestart() throws Exception {
        new LastBuilds.Moves().onDeleted(null); // all that was in memory is gone
        FreeStyleProject job = jenkins.jenkins.getItemByFullName("weather", FreeStyleProject.class);
        job.doReload();
        assertThat(scrape(), containsString("cd4ml_last_build_number{job_name=\"weather\"}"));
        assertThat(job._getRuns().getLoadedBuilds().values(), is(empty()));
        FreeStyleProject gone = jenkins.createFreeStyleProject("gone");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(gone);
        Golden.attach(build, 10, "build-1", Golden.result("train-model"));
        RunListener.fireFinalized(build);
        assertThat(scrape(), containsString("{job_name=\"gone\"}"));
        gone.renameTo("moved");
        assertThat(scrape(), containsString("{job_name=\"moved\"}"));
        gone.delete();
        assertThat(scrape(), not(containsString("moved")));
        assertThat(scrape(), not(containsString("gone")));
    }

    @Test
    public void aCanaryThatRunsIsSeen() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("canary");
        job.getBuildersList().add(new SleepBuilder(600_000));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        StageAction.of(build, "10", Stage.DEPLOY_CANARY, "build-1");
        assertThat(scrape(), containsString("cd4ml_canary_running{job_name=\"canary\"} 1\n"));
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        job.delete();
    }

    @Test
    public void onlyWhoMayReadsIt() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, hudson.model.Item.READ)
                .everywhere()
                .toEveryone()
                .grant(MetricsPermission.READ)
                .everywhere()
                .to("prometheus")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("root"));
        try {
            assertEquals(403, ask(null).getResponseCode());
            assertEquals(403, ask("somebody").getResponseCode());
            assertEquals(200, ask("root").getResponseCode());
            HttpURLConnection answer = ask("prometheus");
            assertEquals(200, answer.getResponseCode());
            assertEquals(Exposition.CONTENT_TYPE, answer.getContentType());
            String text = new String(answer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text, containsString("cd4ml_models 1"));
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
        }
    }

    private static HttpURLConnection ask(String user) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) new URL(jenkins.getURL() + "cd4ml-metrics/").openConnection();
        if (user != null) {
            String both = user + ":" + user; // what the dummy realm takes
            connection.setRequestProperty(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        return connection;
    }

    @Test
    public void everyQueryOfTheDashboardNamesAMetricThatExists() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(Path.of("docs/grafana/cd4ml.json")));
        Set<String> names = new TreeSet<>();
        Matcher help = Pattern.compile("(?m)^# TYPE (\\S+) gauge$").matcher(scrape());
        while (help.find()) {
            names.add(help.group(1));
        }
        int queries = 0;
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                Matcher used = Pattern.compile("cd4ml_[a-z0-9_]+")
                        .matcher(target.get("expr").asText());
                assertThat(target.get("expr").asText(), used.find(), is(true));
                do {
                    assertThat(names, hasItem(used.group()));
                } while (used.find());
                queries++;
            }
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            Matcher used = Pattern.compile("cd4ml_[a-z0-9_]+")
                    .matcher(variable.path("query").toString());
            if (used.find()) {
                assertThat(names, hasItem(used.group()));
            }
        }
        assertThat(queries >= 10, is(true));
    }
}
