package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.FakePredictor;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.table.Table;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A server's process is given other versions while callers ask. */
public class HotSwapTest {
    private static final int CALLERS = 4;
    private static final String BODY =
            "{\"rows\":[{\"x\":10,\"day\":null,\"colour\":\"red\",\"name\":null},{\"x\":20,\"day\":null,\"colour\":\"red\",\"name\":null}]}";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private ServingFolder folder;
    private ProcessIdentity process;
    private String url;

    @Before
    public void start() throws Exception {
        folder = ServingFolder.of(temporary.getRoot().toPath(), "production").create();
        ServedVersion first = version("1", Behaviour.regression(1));
        AtomicFile.writeText(folder.serverLaunch("s"), Protocol.write(first));
        process = new FakeLauncher().server(folder, "s", first);
        url = Startup.await("the server", folder.server("s"), process, folder.log("server-s"), Duration.ofSeconds(30))
                .url();
    }

    @After
    public void end() throws Exception {
        Files.deleteIfExists(folder.server("s"));
        Await.until("the server ended", () -> !process.alive());
    }

    private ServedVersion version(String number, Behaviour behaviour) throws Exception {
        return behaviour.write(temporary.getRoot().toPath().resolve("packages").resolve(number), number);
    }

    private Announcement announced() throws Exception {
        return Announcement.read(folder.server("s")).orElseThrow();
    }

    private void give(ServedVersion version) throws Exception {
        AtomicFile.writeText(folder.serverLaunch("s"), Protocol.write(version));
    }

    /** The version that answered; its answers are x + version, both of them, or this fails. */
    private String ask() throws Exception {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/models/weather:predict"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        JsonNode answer = mapper.readTree(response.body());
        assertEquals(answer.toString(), 200, response.statusCode());
        String version = answer.path("version").asText();
        assertEquals(version, response.headers().firstValue("X-Model-Version").orElseThrow());
        double shift = Double.parseDouble(version);
        assertEquals(10 + shift, answer.path("predictions").get(0).path("value").doubleValue(), 0);
        assertEquals(20 + shift, answer.path("predictions").get(1).path("value").doubleValue(), 0);
        return version;
    }

    @Test
    public void everyRequestIsAnsweredByOneOfTheTwoWhileVersionsChange() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        Set<String> versions = Collections.synchronizedSet(new TreeSet<>());
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> asking = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            asking.add(callers.submit(() -> {
                while (!enough.get()) {
                    versions.add(ask());
                    answers.incrementAndGet();
                }
                return null;
            }));
        }
        Await.until("the first version has answered", () -> answers.get() > 0);
        for (int number = 2; number <= 6; number++) {
            ServedVersion next = version("" + number, Behaviour.regression(number));
            give(next);
            Await.until(
                    "it serves " + next.version(), () -> next.equals(announced().version()));
            int before = answers.get();
            Await.until("callers went on", () -> answers.get() > before + 20);
        }
        enough.set(true);
        for (Future<?> caller : asking) {
            caller.get();
        }
        callers.shutdown();
        assertEquals(Set.of("1", "2", "3", "4", "5", "6"), versions);
        assertEquals(process, announced().process());
        assertEquals(url, announced().url());
    }

    @Test
    public void whatCannotBeLoadedChangesNothing() throws Exception {
        ServedVersion broken = version("2", Behaviour.regression(2).broken("the package is damaged: package it again"));
        give(broken);
        Await.until("it says why not", () -> announced().refusal() != null);
        assertEquals(
                "the package is damaged: package it again",
                announced().refusal().problem());
        assertEquals(broken, announced().refusal().version());
        assertEquals("1", ask());
        ServedVersion other = version("3", Behaviour.regression(3));
        give(new ServedVersion("rain", "3", other.digest(), other.packageFolder(), "64m"));
        Await.until(
                "it says why not",
                () -> announced().refusal().version().version().equals("3"));
        assertEquals(
                "this server serves weather, not rain: start another one for it",
                announced().refusal().problem());
        Files.writeString(folder.serverLaunch("s"), "{broken");
        assertEquals("1", ask());
        give(other);
        Await.until("it serves 3", () -> other.equals(announced().version()));
        assertEquals("3", ask());
        assertEquals(null, announced().refusal());
        String metrics = http.send(
                        HttpRequest.newBuilder(URI.create(url + "/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertTrue(metrics, metrics.contains("cd4ml_server_swaps_total{result=\"done\"} 1"));
        assertTrue(metrics, metrics.contains("cd4ml_server_swaps_total{result=\"refused\"} 2"));
        assertTrue(
                metrics, metrics.contains("version=\"3\"} 1\n") && !metrics.contains("model_info{digest=\"sha256:111"));
    }

    @Test
    public void theOneBeforeIsFreedWhenItsLastRequestIsAnswered() throws Exception {
        CountDownLatch predicting = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        Held first = new Held(version("1", Behaviour.regression(1)), predicting, go, events);
        ModelServer server =
                new ModelServer(first, ServerLimits.DEFAULT, ServingSettings.DEFAULT, folder.path(), Clock.systemUTC());
        server.start();
        url = server.url();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<String> slow = caller.submit(this::ask);
        predicting.await();
        server.swap(new FakePredictor(version("2", Behaviour.regression(2)), Behaviour.regression(2)));
        assertEquals("2", ask());
        assertEquals(List.of(), List.copyOf(events));
        go.countDown();
        assertEquals("1", slow.get());
        Await.until("it is freed", () -> events.contains("closed"));
        assertEquals(List.of("predicted", "closed"), List.copyOf(events));
        server.close();
        caller.shutdown();
    }

    /** Predicts when it is told to. */
    private record Held(
            FakePredictor real, CountDownLatch predicting, CountDownLatch go, ConcurrentLinkedQueue<String> events)
            implements Predictor {
        Held(
                ServedVersion version,
                CountDownLatch predicting,
                CountDownLatch go,
                ConcurrentLinkedQueue<String> events) {
            this(new FakePredictor(version, Behaviour.regression(1)), predicting, go, events);
        }

        @Override
        public Predictions predict(Table rows) {
            predicting.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            events.add("predicted");
            return real.predict(rows);
        }

        @Override
        public ServedModel model() {
            return real.model();
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }
}
