package io.jenkins.plugins.cd4ml.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Jobs that are deleted or renamed on disk while Jenkins does not run leave no rights to the next job of their name. */
public class SettledRightsTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Test
    public void rightsOfJobsThatAreGoneEndWhenJenkinsStarts() throws Throwable {
        sessions.then(j -> {
            for (String name : List.of("train", "deleted", "renamed", "reader", "gone", "damaged")) {
                j.createFreeStyleProject(name);
            }
            ModelSettings settings = ModelSettings.ownedBy("train")
                    .withJobs(List.of("train", "deleted", "renamed", "damaged"))
                    .withReaders(List.of("reader", "gone"));
            ModelRegistry.get().create("settled", settings, Models.AMY);
        });
        Path jobs = sessions.getHome().toPath().resolve("jobs");
        FileUtils.deleteDirectory(jobs.resolve("deleted").toFile());
        FileUtils.deleteDirectory(jobs.resolve("gone").toFile());
        Files.move(jobs.resolve("renamed"), jobs.resolve("afterwards"));
        Files.writeString(jobs.resolve("damaged/config.xml"), "<project><nothing");
        sessions.then(j -> {
            ModelRegistry registry = ModelRegistry.get();
            ModelSettings settings = registry.model("settled").orElseThrow().settings();
            assertEquals("what cannot be loaded runs no build", List.of("damaged", "train"), settings.jobs());
            assertEquals(List.of("reader"), settings.readers());
            List<HistoryEntry> history = registry.history("settled");
            assertThat(history.stream().map(HistoryEntry::reason).toList().toString(), containsString("jobs -deleted"));
            j.createFreeStyleProject("deleted");
            assertThrows(Refusal.class, () -> registry.requireAllowed("settled", Models.build("deleted", 1)));
            assertThrows(Refusal.class, () -> registry.requireAllowed("settled", Models.build("afterwards", 1)));
            registry.requireAllowed("settled", Models.build("train", 1));
        });
    }
}
