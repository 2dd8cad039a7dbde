package io.jenkins.plugins.cd4ml.execution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.cd4ml.registry.Models;
import io.jenkins.plugins.cd4ml.testing.Pipelines;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** Servers of the real engine: what lives on after a build, and what is left when a canary is stopped hard in the middle. */
public class WeatherCanaryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIVE = "traffic: 'live', settings: 'steps=[50, 100]\\nrequests=1000000'";

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static DumbSlave agent;

    private final HttpClient http = HttpClient.newHttpClient();
    private WorkflowJob job;

    @BeforeClass
    public static void connect() throws Exception {
        agent = jenkins.createOnlineSlave(Label.get("ml"));
    }

    @Before
    public void forgetTheModel() throws Exception {
        Models.forget("seattle-weather");
    }

    @After
    public void endServers() throws Exception {
        if (job != null) {
            agent.getWorkspaceFor(job).deleteRecursive();
        }
    }

    /** A build that trains and packages a version, and deploys it. */
    private WorkflowRun trainAndDeploy(int epochs, String deploy) throws Exception {
        Path example = Path.of("examples/seattle-weather").toAbsolutePath();
        return start("sh \"cp -R '" + example + "/.' . && " + Pipelines.EASY_GATES + "\"\n  versionData()\n"
                + "  trainModel(algorithm: 'linear', epochs: " + epochs + ")\n  validateModel()\n  packageModel()\n"
                + "  deployCanary(" + deploy + ")");
    }

    /** A build that deploys what an earlier one has packaged. */
    private WorkflowRun deployAgain(int build, String deploy) throws Exception {
        return start("deployCanary(run: 'build-" + build + "', " + deploy + ")");
    }

    private WorkflowRun start(String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition("node('ml') {\n  " + steps + "\n}", true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private Path deployed() {
        return Path.of(agent.getWorkspaceFor(job).getRemote(), ".cd4ml/deploy/production");
    }

    /** What the router says of itself. */
    private JsonNode router() throws Exception {
        String url = JSON.readTree(deployed().resolve("router.json").toFile())
                .get("url")
                .asText();
        String token = Files.readString(deployed().resolve("admin.token")).strip();
        return JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create(url + "/admin/state"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private String predict(JsonNode router) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(router.get("url").asText() + "/v1/models/seattle-weather:predict"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"rows\": [{\"date\": \"2015-12-31\", \"precipitation\": 0, \"temp_max\": 10,"
                                        + " \"temp_min\": 2, \"wind\": 3.5}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(answer.body(), 200, answer.statusCode());
        return answer.headers().firstValue("X-Model-Version").orElseThrow();
    }

    private static long pid(JsonNode server) {
        return server.at("/process/pid").asLong();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void awaitEnd(long pid) throws InterruptedException {
        while (alive(pid)) {
            Thread.sleep(100);
        }
    }

    /** Waits until the canary has half of the traffic. */
    private JsonNode duringTheCanary(WorkflowRun run) throws Exception {
        while (true) {
            if (!run.isBuilding()) {
                throw new AssertionError(JenkinsRule.getLog(run));
            }
            if (Files.exists(deployed().resolve("router.json"))) {
                JsonNode now = router();
                if (now.at("/routes/split/weight").asInt() == 50) {
                    return now;
                }
            }
            Thread.sleep(200);
        }
    }

    private JsonNode championAlone(JsonNode before) throws Exception {
        awaitEnd(pid(before.at("/routes/candidate")));
        JsonNode now = router();
        while (now.at("/routes/candidate").isObject()) {
            Thread.sleep(100);
            now = router();
        }
        assertEquals(before.at("/routes/champion"), now.at("/routes/champion"));
        assertEquals("1", predict(now));
        return now;
    }

    @Test
    public void aKeptChampionOutlivesItsBuildAndEveryCanaryThatIsStoppedHard() throws Exception {
        job = jenkins.createProject(WorkflowJob.class, "kept");
        WorkflowRun first = trainAndDeploy(5, "keepServing: true, settings: 'requests=20'");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
        JsonNode serving = router();
        long router = pid(serving);
        long champion = pid(serving.at("/routes/champion"));
        jenkins.assertLogContains("serving at " + serving.get("url").asText(), first);
        jenkins.assertLogContains("router pid " + router, first);
        assertThat(JenkinsRule.getLog(first), containsString(" pid " + champion));
        assertEquals("1", predict(serving));
        while (router().at("/routes/proposal").isObject()) {
            Thread.sleep(100);
        }
        assertThat(
                "the registry's word has come",
                Files.readString(deployed().resolve("journal.jsonl")),
                containsString("\"event\":\"registered\""));

        WorkflowRun aborted = trainAndDeploy(6, LIVE);
        JsonNode during = duringTheCanary(aborted);
        assertThat(pid(during.at("/routes/champion")), is(champion));
        aborted.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
        jenkins.assertLogNotContains("killing its processes", aborted);
        championAlone(during);

        WorkflowRun killed = deployAgain(2, LIVE);
        during = duringTheCanary(killed);
        driver().destroyForcibly();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(killed));
        jenkins.assertLogContains(
                "deployCanary was killed on agent " + agent.getDisplayName() + " (exit code 137)", killed);
        championAlone(during);
        assertTrue("the router is still the same one", alive(router));

        agent.toComputer().disconnect(null).get();
        assertEquals("nothing of Jenkins is needed for serving", "1", predict(serving));
        agent.toComputer().connect(true).get();
        agent.getWorkspaceFor(job).deleteRecursive();
        awaitEnd(champion);
        awaitEnd(router);
    }

    @Test
    public void aFirstCanaryThatIsStoppedLeavesNothing() throws Exception {
        job = jenkins.createProject(WorkflowJob.class, "first");
        WorkflowRun aborted = trainAndDeploy(5, LIVE);
        JsonNode during = duringTheCanary(aborted);
        aborted.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
        awaitEnd(pid(during));
        awaitEnd(pid(during.at("/routes/candidate")));

        WorkflowRun killed = deployAgain(1, LIVE);
        during = duringTheCanary(killed);
        driver().destroyForcibly();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(killed));
        awaitEnd(pid(during));
        awaitEnd(pid(during.at("/routes/candidate")));

        WorkflowRun passed = deployAgain(1, "settings: 'requests=20'");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(passed));
        jenkins.assertLogContains("; with 'deploy.keepServing: true' they go on", passed);
        assertThat("no process of this workspace is left", processes().toList(), hasSize(0));
        assertThat(deployed().resolve("router.json").toFile().exists(), is(not(true)));
    }

    /** The engine that drives the canary: the only one that executes a request there. */
    private ProcessHandle driver() {
        List<ProcessHandle> drivers = processes()
                .filter(process -> arguments(process).contains("execute"))
                .toList();
        assertThat(drivers, hasSize(1));
        return drivers.get(0);
    }

    /** Java processes that know this job's workspace. */
    private Stream<ProcessHandle> processes() {
        String workspace = agent.getWorkspaceFor(job).getRemote();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .filter(process -> arguments(process).stream().anyMatch(word -> word.startsWith(workspace)));
    }

    private static List<String> arguments(ProcessHandle process) {
        return process.info().arguments().map(Arrays::asList).orElse(List.of());
    }
}
