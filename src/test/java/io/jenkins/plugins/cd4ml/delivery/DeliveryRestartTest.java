package io.jenkins.plugins.cd4ml.delivery;

import static org.junit.Assert.assertEquals;

import hudson.model.Result;
import hudson.model.Slave;
import hudson.slaves.DumbSlave;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.testing.FakeEngineSource;
import io.jenkins.plugins.cd4ml.testing.FakeModel;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** The controller restarts between registration and promotion, and somebody else promotes meanwhile. */
public class DeliveryRestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    /** In the engine's place. */
    @TestExtension
    public static final class Fake extends FakeEngineSource {}

    @Test
    public void aBuildIsJudgedByTheChampionItBeganWith() throws Throwable {
        sessions.then(j -> {
            DumbSlave agent = j.createSlave("agent", "agent", null);
            j.waitOnline(agent);
            WorkflowJob job = Pipelines.job(
                    j,
                    "weather",
                    "node('agent') {\n" + FakeModel.packaging("weather", "a")
                            + FakeModel.answer(FakeModel.deployed("weather", "a", true, "production"))
                            + FakeModel.waiting() + "deployCanary()\n}");
            j.waitForMessage("fake engine: waiting", job.scheduleBuild2(0).waitForStart());
        });
        sessions.then(j -> {
            ModelRegistry registry = ModelRegistry.get();
            assertEquals(2, Models.register(registry, "weather", "b", Models.build("weather", 2)));
            Models.promote(registry, "weather", "production", 2, null, Models.AMY, "in a hurry");
            WorkflowRun run =
                    j.jenkins.getItemByFullName("weather", WorkflowJob.class).getBuildByNumber(1);
            Slave agent = (Slave) j.jenkins.getNode("agent");
            agent.toComputer().connect(false).get();
            Pipelines.workspace(agent, run).child("go").touch(0);
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run));
            j.assertLogContains("production of weather is served by version 2 now, and by none when this began", run);
            assertEquals(
                    List.of(
                            Action.CONFIGURE,
                            Action.REGISTER,
                            Action.ALIAS,
                            Action.REGISTER,
                            Action.ALIAS,
                            Action.PROMOTE),
                    registry.history("weather").stream()
                            .map(HistoryEntry::action)
                            .toList());
        });
    }

    @Test
    public void aHistoryThatCannotBeReadIsNotAModelWithoutChampion() throws Throwable {
        sessions.then(j -> {
            ModelRegistry registry = ModelRegistry.get();
            Models.register(registry, "weather", "a", Models.build("weather", 1));
            Models.promote(registry, "weather", "production", 1, null, Models.AMY, null);
            Path history = j.jenkins.getRootDir().toPath().resolve("cd4ml/models/weather/history.jsonl");
            Files.writeString(history, "{\"torn\n" + Files.readString(history));
        });
        sessions.then(j -> {
            WorkflowJob job = Pipelines.job(
                    j, "weather", "node {\n writeFile file: 'cd4ml.yaml', text: 'model: weather'\n validateModel()\n}");
            WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            j.assertLogContains("the registry cannot read weather, so it is unknown which version serves", run);
            j.assertLogNotContains("fake engine", run);
        });
    }
}
