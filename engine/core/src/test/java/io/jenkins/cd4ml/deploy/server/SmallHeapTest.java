package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.process.Startup;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.deploy.testing.FakeLauncher;
import io.jenkins.cd4ml.deploy.testing.FakePredictor.Behaviour;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.AtomicFile;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Large bodies and slow ones together, in a server's process with a heap of 256 MB: some are refused, and nothing ends. */
public class SmallHeapTest {
    private static final int LIMIT = 4 * 1024 * 1024;
    private static final int CALLERS = 24;
    private static final int SLOW = 62;

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Socket> slow = new ArrayList<>();
    private ServingFolder folder;
    private ProcessIdentity process;
    private String url;

    @Before
    public void start() throws Exception {
        folder = ServingFolder.of(temporary.getRoot().toPath(), "production").create();
        Path model = temporary.getRoot().toPath().resolve("p");
        ServedVersion version = Behaviour.classifier(5).write(model, "1");
        AtomicFile.writeText(folder.serverLaunch("s"), Protocol.write(version));
        process = new FakeLauncher("256m").server(folder, "s", version);
        url = Startup.await("the server", folder.server("s"), process, folder.log("server-s"), Duration.ofMinutes(3))
                .url();
    }

    @After
    public void end() throws Exception {
        for (Socket socket : slow) {
            socket.close();
        }
        Files.deleteIfExists(folder.server("s"));
        Await.until("the server ended", () -> !process.alive());
    }

    /** 4 MB of rows that are right: long names. */
    private static String rows() {
        String row = "{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":\"" + "n".repeat(400) + "\"}";
        int rows = (LIMIT - 20) / (row.length() + 1);
        return "{\"rows\":[" + (row + ",").repeat(rows - 1) + row + "]}";
    }

    /** 4 MB that are thirty times as much as a tree: more rows than allowed. */
    private static String bushes() {
        return "{\"rows\":[" + "{\"a\":1},".repeat((LIMIT - 40) / 8) + "{}]}";
    }

    private HttpResponse<String> send(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/models/weather:predict"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(3))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    public void largeAndSlowBodiesTogetherAreAnsweredOrRefused() throws Exception {
        String rows = rows();
        String bushes = bushes();
        assertTrue(rows.length() <= LIMIT && bushes.length() <= LIMIT);
        assertEquals("the largest body alone is answered", 200, send(rows).statusCode());
        assertEquals(413, send(bushes).statusCode());
        byte[] begun =
                ("POST /v1/models/weather:predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + LIMIT + "\r\n\r\n" + rows.substring(0, 40_000))
                        .getBytes(StandardCharsets.US_ASCII);
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS + SLOW);
        try {
            List<Future<?>> slowly = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), URI.create(url).getPort());
                slow.add(socket);
                // Never finished: what has come stays with the server until the time for a request is over.
                slowly.add(threads.submit(() -> {
                    socket.getOutputStream().write(begun);
                    return null;
                }));
            }
            List<Future<String>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String body = i % 2 == 0 ? rows : bushes;
                int right = i % 2 == 0 ? 200 : 413;
                callers.add(threads.submit(() -> {
                    while (true) {
                        HttpResponse<String> answer = send(body);
                        if (answer.statusCode() != 503) {
                            return answer.statusCode() == right ? "" : answer.statusCode() + " " + answer.body();
                        }
                        // The caller does as it is asked to.
                        long seconds = Long.parseLong(
                                answer.headers().firstValue("Retry-After").orElseThrow());
                        Thread.sleep(1000 * seconds);
                    }
                }));
            }
            for (Future<String> caller : callers) {
                assertEquals("nothing but answers, and 503 for a while", "", caller.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue("the same process", process.alive());
        String log = Files.readString(folder.log("server-s"));
        assertFalse(log, log.contains("OutOfMemoryError"));
        assertEquals(
                200,
                send("{\"rows\":[{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":null}]}")
                        .statusCode());
    }
}
