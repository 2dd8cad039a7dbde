package io.jenkins.cd4ml.deploy.server;

import static org.junit.Assert.assertEquals;
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
import io.jenkins.cd4ml.testing.Oracle;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Callers who mean no good, against a server's process with the options it is started with. */
public class HostileClientsTest {
    private static final String HEAD =
            "POST /v1/models/weather:predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String ROW = "{\"rows\":[{\"x\":7,\"day\":null,\"colour\":\"red\",\"name\":null}]}";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final List<Socket> sockets = new ArrayList<>();
    private ServingFolder folder;
    private ProcessIdentity process;
    private String url;

    @Before
    public void start() throws Exception {
        folder = ServingFolder.of(temporary.getRoot().toPath(), "production").create();
        ServedVersion version =
                Behaviour.classifier(5).write(temporary.getRoot().toPath().resolve("p"), "1");
        AtomicFile.writeText(folder.serverLaunch("s"), Protocol.write(version));
        process = new FakeLauncher().server(folder, "s", version);
        url = Startup.await("the server", folder.server("s"), process, folder.log("server-s"), Duration.ofSeconds(30))
                .url();
    }

    @After
    public void end() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        Files.deleteIfExists(folder.server("s"));
        Await.until("the server ended", () -> !process.alive());
    }

    private Socket send(String text) throws Exception {
        Socket socket = new Socket("127.0.0.1", URI.create(url).getPort());
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private String predict() throws Exception {
        return Oracle.run(
                List.of(
                        "curl",
                        "-sS",
                        "-m",
                        "20",
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        ROW,
                        url + "/v1/models/weather:predict"),
                "");
    }

    private String metrics() throws Exception {
        return Oracle.run(List.of("curl", "-sS", url + "/metrics"), "");
    }

    @Test
    public void slowCallersHoldNobodyUpAndAreCutOff() throws Exception {
        Oracle.require("curl", List.of("curl", "--version"));
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            slow.add(send(HEAD + "Content-Length: 1000\r\n\r\n{\"rows\""));
            slow.add(send("POST /v1/models/weather:predict HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
        }
        assertTrue(predict().contains("\"label\":\"sun\""));
        for (Socket socket : slow) {
            socket.setSoTimeout(120_000);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(
                    "a body gets 408, a head nothing: " + answer,
                    answer.isEmpty() || answer.startsWith("HTTP/1.1 408 "));
        }
        Await.until("they are counted", () -> metrics()
                .contains("cd4ml_server_unread_bodies_total{reason=\"unfinished\"} 50"));
        assertTrue(predict().contains("\"label\":\"sun\""));
    }

    /** A server that closes idle connections beyond a limit closes one on which the next request is on its way, too. */
    @Test
    public void moreThanTwoHundredKeptConnectionsAreKept() throws Exception {
        List<Socket> kept = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            kept.add(send(""));
        }
        for (int round = 0; round < 3; round++) {
            for (Socket socket : kept) {
                socket.getOutputStream()
                        .write("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            for (Socket socket : kept) {
                socket.setSoTimeout(60_000);
                assertEquals("round " + round, "{\"live\":true}\n", answer(socket));
            }
        }
    }

    /** The body of an answer whose status is 200; the connection stays open. */
    private static String answer(Socket socket) throws Exception {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            assertTrue("the connection ended after: " + head, c >= 0);
            head.append((char) c);
        }
        assertTrue(head.toString(), head.toString().startsWith("HTTP/1.1 200 "));
        Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        assertTrue(head.toString(), length.find());
        return new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
    }

    @Test
    public void whatIsNoRequestOrTooMuchIsNoHarm() throws Exception {
        Oracle.require("curl", List.of("curl", "--version"));
        send("\u0016\u0003\u0001 this is no HTTP\r\n\r\n");
        send(HEAD + "Content-Length: -5\r\n\r\n");
        send(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        send("GET /" + "a".repeat(500_000) + " HTTP/1.1\r\n\r\n");
        send(HEAD + "X: y\r\n".repeat(1000) + "\r\n");
        String large = Oracle.run(
                List.of(
                        "curl",
                        "-sS",
                        "-H",
                        "Content-Type: application/json",
                        "--data-binary",
                        "@-",
                        url + "/v1/models/weather:predict"),
                "[" + "1,".repeat(3_000_000) + "1]");
        assertTrue(
                large,
                large.startsWith("{\"error\":\"the body is longer than 4194304 bytes: send fewer rows at a time\""));
        String deep = Oracle.run(
                List.of(
                        "curl",
                        "-sS",
                        "-H",
                        "Content-Type: application/json",
                        "--data-binary",
                        "@-",
                        url + "/v1/models/weather:predict"),
                "{\"rows\":" + "[".repeat(100_000));
        assertTrue(deep, deep.startsWith("{\"error\":\"the body is not JSON: "));
        assertTrue(predict().contains("\"label\":\"sun\""));
        String metrics = metrics();
        assertTrue(metrics, metrics.contains("cd4ml_server_unread_bodies_total{reason=\"too_long\"} 1"));
        Oracle.require("promtool", List.of("promtool", "--version"));
        assertEquals("", Oracle.run(List.of("promtool", "check", "metrics"), metrics));
    }
}
