package io.jenkins.plugins.cd4ml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Run;
import hudson.triggers.TimerTrigger;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration;
import io.jenkins.plugins.cd4ml.config.FolderSettings;
import io.jenkins.plugins.cd4ml.config.RuntimePacks;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.retrain.RetrainAction;
import io.jenkins.plugins.cd4ml.retrain.RetrainCause;
import io.jenkins.plugins.cd4ml.steps.StageBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.recipes.LocalData;

/**
 * A home as an earlier build of the plugin left it, with its own engine: global and folder's settings, jobs, builds with their results,
 * the registry after promotions, rollbacks and an approval. What is not the plugin's was left out of the files; nothing else was changed.
 */
public class UpgradeTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Test
    @LocalData
    public void aHomeOfAnEarlierBuildIsReadShownAndWrittenAsItWas() throws Exception {
        assertSettings();
        assertJobs();
        assertBuilds();
        assertModel();
    }

    private void assertSettings() throws Exception {
        Cd4mlConfiguration global = Cd4mlConfiguration.get();
        assertEquals(
                List.of("/opt/packs", "/var/cache/cd4ml", "1g"),
                List.of(global.getPacksDirectory(), global.getCacheDirectory(), global.getHeap()));
        assertEquals("store", global.getStore().getCredentialsId());
        assertEquals("https://mirror.example.org/maven/", global.getMirror().getUrl());
        assertEquals("hook", global.getWebhook().getSecretId());
        assertEquals(200, Cd4mlConfiguration.limits().getPackageMegabytes());
        assertTrue(global.isKnownModelsOnly());
        assertSavedAsRead("io.jenkins.plugins.cd4ml.config.Cd4mlConfiguration.xml", global::save);
        assertEquals("/opt/packs", RuntimePacks.named("packs").orElseThrow().getHome());
        FolderSettings folder = jenkins.jenkins
                .getItemByFullName("team", Folder.class)
                .getProperties()
                .get(FolderSettings.class);
        assertEquals("2g", folder.getHeap());
        assertEquals("https://store.example.org/cd4ml/", folder.getStore().getAddress());
    }

    private void assertJobs() throws Exception {
        FreeStyleProject six = jenkins.jenkins.getItemByFullName("six", FreeStyleProject.class);
        assertEquals(
                List.of("versionData", "trainModel", "validateModel", "packageModel", "deployCanary", "checkDrift"),
                six.getBuildersList().getAll(StageBuilder.class).stream()
                        .map(builder -> builder.getStage().getDescriptor().getFunctionName())
                        .toList());
        assertSavedAsRead("jobs/six/config.xml", six::save);
        FreeStyleProject nightly = jenkins.jenkins.getItemByFullName("nightly", FreeStyleProject.class);
        assertEquals("H 3 * * *", nightly.getTrigger(TimerTrigger.class).getSpec());
    }

    private void assertBuilds() throws Exception {
        Run<?, ?> found = build("weather-drift", 1);
        Run<?, ?> started = build("weather", 6);
        assertEquals(started, found.getAction(RetrainAction.class).getStarted());
        assertEquals(found, started.getCause(RetrainCause.class).getBuild());
        assertEquals(
                "Drift started weather #6",
                build("nightly", 1).getAction(RetrainAction.class).getSentence().substring(0, 24));
        StageAction drift = found.getActions(StageAction.class).get(1);
        assertEquals(Map.of("drifted_columns", 3.0, "share", 0.6, "tested_columns", 5.0), drift.getMetrics());
        assertEquals(Integer.valueOf(2), drift.getVersion());
        StageAction validation = started.getActions(StageAction.class).get(2);
        assertEquals(0.832, validation.getMetrics().get("accuracy"), 0.001);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.getOptions().setJavaScriptEnabled(false);
            for (Run<?, ?> build : List.of(found, started, build("nightly", 1))) {
                String page = web.getPage(build).asNormalizedText();
                for (StageAction action : build.getActions(StageAction.class)) {
                    assertThat(page, containsString(action.getPage().getTitle() + ": "));
                    assertTrue(action.result().isPresent());
                    assertThat(
                            web.getPage(build, action.getUrlName() + "/").asNormalizedText(),
                            containsString(action.getPage().getSentence()));
                }
                build.save();
            }
            web.getPage(started.getParent());
        }
        jenkins.jenkins.getItemByFullName("nightly", FreeStyleProject.class).doReload();
        assertEquals(
                "as it is written now",
                drift.getMetrics(),
                build("nightly", 1).getActions(StageAction.class).get(1).getMetrics());
    }

    private void assertModel() throws Exception {
        ModelRegistry registry = ModelRegistry.get();
        ModelSummary model = registry.model("seattle-weather").orElseThrow();
        assertNull(model.problem(), model.problem());
        assertEquals(2, model.champion("production").version());
        assertEquals(List.of("nightly", "weather-drift"), model.settings().readers());
        List<Action> actions = registry.history("seattle-weather").stream()
                .map(HistoryEntry::action)
                .toList();
        assertEquals(15, actions.size());
        assertTrue(actions.containsAll(List.of(Action.ROLLBACK, Action.APPROVE, Action.PROMOTE, Action.CONFIGURE)));
        assertTrue(model.state().isApproved(2, "production"));
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.getOptions().setJavaScriptEnabled(false);
            assertThat(
                    web.goTo("models/model/seattle-weather/2/").asNormalizedText(),
                    containsString("Serves in production"));
        }
    }

    private Run<?, ?> build(String job, int number) {
        return ((Job<?, ?>) jenkins.jenkins.getItemByFullName(job)).getBuildByNumber(number);
    }

    /** Which build of a plugin wrote it is the one thing that may differ. */
    private void assertSavedAsRead(String file, Saving saving) throws Exception {
        Path path = jenkins.jenkins.getRootDir().toPath().resolve(file);
        String before = normal(Files.readString(path));
        saving.save();
        assertEquals(before, normal(Files.readString(path)));
    }

    private static String normal(String xml) {
        return xml.replaceAll(" plugin=\"[^\"]*\"", "")
                .replaceAll("\\s*/>", "/>")
                .strip();
    }

    private interface Saving {
        void save() throws Exception;
    }
}
