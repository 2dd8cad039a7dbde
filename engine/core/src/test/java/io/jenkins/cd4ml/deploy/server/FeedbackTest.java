package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.RequestLogSettings;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.deploy.testing.FakePredictor;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Labels that come later, as curl sends them. */
public class FeedbackTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private ModelServer server;

    @Before
    public void start() throws Exception {
        Oracle.require("curl", List.of("curl", "--version"));
        folder.newFolder("requests");
        folder.newFolder("feedback");
        serve(Behaviour.classifier(5), ServingSettings.DEFAULT);
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    private void serve(Behaviour behaviour, ServingSettings settings) throws IOException {
        ServedVersion version = new ServedVersion("weather", "3", "sha256:ab", "/nowhere", "64m");
        server = new ModelServer(
                new FakePredictor(version, behaviour),
                new ServerLimits(2000, 5),
                settings,
                folder.getRoot().toPath(),
                Clock.systemUTC());
        server.start();
    }

    private JsonNode post(String path, String body) throws Exception {
        return new ObjectMapper()
                .readTree(Oracle.run(
                        List.of("curl", "-sS", "-H", "Content-Type: application/json", "-d", body, server.url() + path),
                        ""));
    }

    private void assertRefused(String sentence, String body) throws Exception {
        assertEquals(sentence, post("/feedback", body).path("error").asText());
    }

    private List<String> lines(String log) throws Exception {
        try (Stream<Path> files = Files.list(folder.getRoot().toPath().resolve(log))) {
            Path file = files.findFirst().orElse(null);
            return file == null ? List.of() : Files.readAllLines(file);
        }
    }

    @Test
    public void writesLabelsDown() throws Exception {
        assertEquals(
                "{\"accepted\":2}",
                post(
                                "/feedback",
                                "{\"feedback\":[{\"id\":\"a\",\"truth\":\"sun\"},{\"id\":\"a\",\"index\":1,\"truth\":\"rain\"}]}")
                        .toString());
        assertEquals(
                "{\"accepted\":1}",
                post("/feedback", "{\"id\":\"b\",\"truth\":\"rain\"}").toString());
        List<String> lines = lines("feedback");
        assertEquals(3, lines.size());
        assertTrue(
                lines.get(1),
                lines.get(1).matches("\\{\"time\":\"[^\"]+Z\",\"id\":\"a\",\"index\":1,\"truth\":\"rain\"\\}"));
        String metrics = Oracle.run(List.of("curl", "-sS", server.url() + "/metrics"), "");
        assertTrue(metrics, metrics.contains("cd4ml_server_feedback_labels_total 3"));
    }

    @Test
    public void refusesWhatIsNoLabelAndWritesNothing() throws Exception {
        String rule =
                "; a request id has 1 to 128 letters, digits and . _ : + / = @ -, and begins with a letter or a digit";
        assertRefused(
                "feedback[1]: 'truth' must be one of the classes that the model knows: [rain, sun]",
                "{\"feedback\":[{\"id\":\"a\",\"truth\":\"sun\"},{\"id\":\"a\",\"index\":1,\"truth\":\"snow\"}]}");
        assertRefused("'truth' must be one of the classes that the model knows: [rain, sun]", "{\"id\":\"a\"}");
        assertRefused("'id' must be the id of the request, as its answer has it" + rule, "{\"truth\":\"sun\"}");
        assertRefused(
                "'id' must be the id of the request, as its answer has it" + rule,
                "{\"id\":\"a\\nb\",\"truth\":\"sun\"}");
        assertRefused(
                "'index' must be the number of the row in its request, from 0",
                "{\"id\":\"a\",\"index\":-1,\"truth\":\"sun\"}");
        assertRefused(
                "'feedback' must be a list of at least one {\"id\": request id, \"index\": row, \"truth\": label}",
                "{\"feedback\":{}}");
        assertRefused("at most 5 labels in one request, not 6", "{\"feedback\":[" + "{},".repeat(5) + "{}]}");
        assertEquals(List.of(), lines("feedback"));
        server.close();
        serve(Behaviour.regression(1), ServingSettings.DEFAULT);
        assertRefused(
                "'truth' must be a number, for that is what the model predicts", "{\"id\":\"a\",\"truth\":\"12\"}");
        assertRefused(
                "'truth' must be a number, for that is what the model predicts", "{\"id\":\"a\",\"truth\":1e999}");
        assertEquals(
                1,
                post("/feedback", "{\"id\":\"a\",\"truth\":12.5}")
                        .path("accepted")
                        .asInt());
    }

    @Test
    public void aSensitiveTargetIsNowhere() throws Exception {
        server.close();
        serve(Behaviour.classifier(5), new ServingSettings(0, null, null, true));
        assertRefused(
                "what this model predicts is marked 'sensitive', so the right answers are not written down here",
                "{\"id\":\"a\",\"truth\":\"sun\"}");
        String row = "{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":\"Ada\"}";
        assertEquals(
                "sun",
                post("/v1/models/weather:predict", "{\"rows\":[" + row + "]}")
                        .path("predictions")
                        .get(0)
                        .path("label")
                        .asText());
        server.close();
        String line = lines("requests").get(0);
        assertFalse(line, line.contains("sun") || line.contains("prediction") || line.contains("Ada"));
    }

    @Test
    public void aSampleOfTheRequestsIsLogged() throws Exception {
        server.close();
        serve(
                Behaviour.classifier(5),
                new ServingSettings(0, null, new RequestLogSettings(0.5, null, null, null, null), false));
        String row = "{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":null}";
        for (int i = 0; i < 10; i++) {
            post("/v1/models/weather:predict", "{\"id\":\"r" + i + "\",\"rows\":[" + row + "]}");
        }
        server.close();
        JsonNode expected = Oracle.python(
                List.of("hashlib"),
                "import hashlib, json\n"
                        + "place = lambda i: int.from_bytes(hashlib.sha256(i.encode()).digest()[:8], 'big') / 2**64\n"
                        + "print(json.dumps([i for i in ['r%d' % n for n in range(10)] if place(i) < 0.5]))",
                "");
        List<String> logged = lines("requests").stream()
                .map(line -> {
                    try {
                        JsonNode read = new ObjectMapper().readTree(line);
                        assertEquals(0.5, read.path("share").asDouble(), 0);
                        return read.path("id").asText();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertEquals(new ObjectMapper().convertValue(expected, List.class), logged);
    }
}
