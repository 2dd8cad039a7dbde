package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.CellsProject;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.StageRequest.RegistryMode;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The stage as it is shipped: workers of ours, the runtime pack, a package in ONNX, curl as the caller. */
public class ServeOnnxTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Path home;

    @After
    public void end() throws Exception {
        Serving.stop(home, "production");
    }

    @Test
    public void deploysAndServes() throws Exception {
        Oracle.require("curl", List.of("curl", "--version"));
        CellsProject project = new CellsProject(temporary.getRoot().toPath());
        home = project.folder.resolve(".cd4ml");
        project.deploy("requests: 50, keepServing: true");
        project.packaged("r1", 15);
        StageOutcome outcome =
                new DeployCanary().run(project.request("r1", RegistryMode.LOCAL, null), project.context("r1"));
        assertEquals(outcome.summary(), Verdict.PASSED, outcome.verdict());
        String url = ((DeployCanaryDetail) outcome.detail()).endpoint();

        JsonNode metadata = get(url + "/v2/models/cells");
        assertEquals("mean_radius", metadata.path("inputs").get(0).path("name").asText());
        assertEquals("onnxruntime_onnx", metadata.path("platform").asText());
        JsonNode rows = post(
                url + "/v1/models/cells:predict",
                "{\"id\":\"a\",\"rows\":[{\"mean_radius\":20},{\"mean_radius\":9.5}]}");
        assertEquals("malignant", rows.path("predictions").get(0).path("label").asText());
        assertEquals("benign", rows.path("predictions").get(1).path("label").asText());
        JsonNode tensors = post(
                url + "/v2/models/cells/versions/1/infer",
                "{\"inputs\":[{\"name\":\"mean_radius\",\"shape\":[2,1],\"datatype\":\"FP32\",\"data\":[20,9.5]}]}");
        assertEquals(
                "[\"malignant\",\"benign\"]",
                tensors.path("outputs").get(1).path("data").toString());
        assertEquals(
                rows.path("predictions").get(0).path("probabilities").path("malignant"),
                tensors.path("outputs").get(0).path("data").get(1));
        assertEquals(
                "{\"accepted\":1}",
                post(url + "/feedback", "{\"id\":\"a\",\"index\":1,\"truth\":\"benign\"}")
                        .toString());
        Oracle.require("promtool", List.of("promtool", "--version"));
        String metrics = Oracle.run(List.of("curl", "-sS", url + "/metrics"), "");
        assertEquals("", Oracle.run(List.of("promtool", "check", "metrics"), metrics));

        ServingFolder folder = ServingFolder.of(home, "production");
        Await.until("four rows are logged, and none of the replay", () -> {
            try (Stream<Path> logs = Files.list(folder.requests())) {
                return Files.readAllLines(logs.findFirst().orElseThrow()).size() == 4;
            }
        });
        String token = Files.readString(folder.token());
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            String command = process.info().commandLine().orElse("");
            assertFalse("the token is in no command line", command.contains(token));
        }
    }

    private static JsonNode get(String url) throws Exception {
        return new ObjectMapper().readTree(Oracle.run(List.of("curl", "-sSf", url), ""));
    }

    private static JsonNode post(String url, String body) throws Exception {
        return new ObjectMapper()
                .readTree(Oracle.run(
                        List.of("curl", "-sSf", "-H", "Content-Type: application/json", "--data-binary", "@-", url),
                        body));
    }
}
