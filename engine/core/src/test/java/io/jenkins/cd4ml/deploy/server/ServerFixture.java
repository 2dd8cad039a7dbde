package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.config.BatchSettings;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.deploy.testing.FakePredictor;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.testing.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** A server with a model that is known, and curl as its caller. */
public abstract class ServerFixture {
    static final ServerLimits LIMITS = new ServerLimits(2000, 5);
    static final int QUEUE = 2;
    static final String ROW = "{\"x\":7,\"day\":\"2015-12-31\",\"colour\":\"red\",\"name\":\"Ada\"}";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ObjectMapper mapper = new ObjectMapper();
    ModelServer server;

    @Before
    public void start() throws Exception {
        folder.newFolder("requests");
        Oracle.require("curl", List.of("curl", "--version"));
        server = server(Behaviour.classifier(5), 0);
        server.start();
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    ModelServer server(Behaviour behaviour, int port) throws IOException {
        ServedVersion version = new ServedVersion("weather", "3", "sha256:ab", "/nowhere", "64m");
        return new ModelServer(
                new FakePredictor(version, behaviour),
                LIMITS,
                settings(port),
                folder.getRoot().toPath(),
                Clock.systemUTC());
    }

    static ServingSettings settings(int port) {
        return new ServingSettings(port, new BatchSettings(null, null, QUEUE), null, false);
    }

    record Answer(int status, JsonNode body) {
        String error() {
            return body.path("error").asText();
        }
    }

    Answer curl(String path, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-w", "\n%{http_code}"));
        Collections.addAll(command, options);
        command.add(server.url() + path);
        String output = Oracle.run(command, "").strip();
        int cut = output.lastIndexOf('\n');
        return new Answer(
                Integer.parseInt(output.substring(cut + 1)), mapper.readTree(output.substring(0, Math.max(0, cut))));
    }

    Answer post(String path, String body) throws Exception {
        Path file = folder.newFile().toPath();
        Files.writeString(file, body);
        return curl(path, "-H", "Content-Type: application/json", "--data-binary", "@" + file);
    }

    Answer predict(String body) throws Exception {
        return post("/v1/models/weather:predict", body);
    }

    Answer infer(String body) throws Exception {
        return post("/v2/models/weather/infer", body);
    }

    String metrics() throws Exception {
        return Oracle.run(List.of("curl", "-sS", server.url() + "/metrics"), "");
    }

    static void assertRefused(int status, String sentence, Answer answer) {
        assertEquals(sentence, answer.error());
        assertEquals(status, answer.status());
    }
}
