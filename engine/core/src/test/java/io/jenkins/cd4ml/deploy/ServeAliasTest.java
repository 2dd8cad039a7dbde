package io.jenkins.cd4ml.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.deploy.launch.WorkerLauncher;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.CellsProject;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import io.jenkins.cd4ml.stage.EventSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code cd4ml serve} as it is shipped: a worker of ours, the runtime pack, packages in ONNX, aliases that move. */
public class ServeAliasTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newHttpClient();
    private CellsProject project;

    @Before
    public void project() throws Exception {
        project = new CellsProject(temporary.getRoot().toPath());
        project.deploy("heap: 128m");
        project.packaged("r1", 15);
    }

    @After
    public void end() {
        threads.shutdownNow();
    }

    private ServeAlias serve(int port) throws Exception {
        return new ServeAlias(
                project.context("r1"),
                "production",
                port,
                new WorkerLauncher(System.getenv(), false, EventSink.SILENT),
                said::add);
    }

    private void alias(int version) throws Exception {
        project.registry().setAlias("cells", "production", version, Action.ALIAS, null);
    }

    /** Version and label for a radius of 18. */
    private String ask(String url) throws Exception {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/models/cells:predict"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"rows\":[{\"mean_radius\":18}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode());
        JsonNode answer = new ObjectMapper().readTree(response.body());
        return answer.path("version").asText() + " "
                + answer.path("predictions").get(0).path("label").asText();
    }

    @Test
    public void followsItsAliasUnderLoadAndKeepsWhatItHasWhereTheNextIsDamaged() throws Exception {
        alias(1);
        ServeAlias serving = serve(0);
        Future<?> served = threads.submit(() -> {
            assertTrue("it ends in order", serving.run(stop::get));
            return null;
        });
        Await.until("it serves", () -> said.size() == 1);
        assertTrue(said.get(0), said.get(0).startsWith("serving cells version 1 at http://127.0.0.1:"));
        String url = said.get(0).replaceAll(".* at (http://[^;]*);.*", "$1");

        AtomicInteger answers = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        Future<?> caller = threads.submit(() -> {
            while (!enough.get()) {
                String answer = ask(url);
                assertTrue(answer, answer.equals("1 malignant") || answer.equals("2 benign"));
                answers.incrementAndGet();
            }
            return null;
        });
        project.packaged("r2", 21);
        alias(2);
        Await.until("it serves version 2", () -> said.contains("serving version 2"));
        assertEquals("2 benign", ask(url));
        project.packaged("r3", 12);
        Path damaged = Path.of(project.registry().version("cells", 3).path());
        Path model = project.folder.resolve(damaged).resolve("model.onnx");
        model.toFile().setWritable(true);
        Files.write(model, new byte[] {1, 2, 3});
        alias(3);
        Await.until("it says why not", () -> said.size() == 3);
        assertTrue(said.get(2), said.get(2).startsWith("version 3 was not taken, version 2 goes on serving: "));
        assertTrue(said.get(2), said.get(2).contains("model.onnx"));
        int before = answers.get();
        Await.until("it goes on", () -> answers.get() > before + 10);
        assertEquals("2 benign", ask(url));
        enough.set(true);
        caller.get();

        InputException e = assertThrows(InputException.class, () -> serve(0).run(stop::get));
        assertTrue(e.getMessage(), e.getMessage().contains("under way"));
        stop.set(true);
        served.get();
        Path home = project.folder.resolve(".cd4ml");
        try (Stream<Path> left =
                Files.list(ServingFolder.of(home, "production.serve").servers())) {
            assertEquals(List.of(), left.toList());
        }
        try (Stream<Path> logs = Files.list(ServingFolder.of(home, "production").requests())) {
            assertEquals(1, logs.count());
        }
    }

    @Test
    public void saysWhatIsMissing() throws Exception {
        InputException e = assertThrows(InputException.class, () -> serve(0).run(stop::get));
        assertEquals(
                "no version of cells has the alias 'production': deploy one, or name another alias with --alias"
                        + " (candidate is the newest version that packageModel registered)",
                e.getMessage());
    }
}
