package io.jenkins.cd4ml.deploy.router;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A driver's patience with a router that refuses connections, drops them, or has died; this process plays the router. */
public class RouterCallsTest {
    private final AtomicInteger heard = new AtomicInteger();
    private int port;
    private HttpServer server;
    private int status = 200;

    @Before
    public void takePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @After
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** A router that drops its first so many calls after it has heard them. */
    private void serve(int dropped) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            if (heard.incrementAndGet() > dropped) {
                byte[] body = "{\"answer\":42}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    private RouterCalls calls(ProcessIdentity process, Duration patience) {
        return new RouterCalls(new Announcement(process, "http://127.0.0.1:" + port, null, null, null), patience);
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/admin/state"))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    @Test
    public void refusedConnectionsAreTriedAgain() throws Exception {
        RouterCalls calls = calls(ProcessIdentity.current(), Duration.ofSeconds(30));
        Thread late = new Thread(() -> {
            try {
                // Long enough for the first call to have been refused; where it was not, nothing is lost.
                Thread.sleep(300);
                serve(0);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        late.start();
        assertEquals(42, calls.once(request()).path("answer").asInt());
        late.join();
        assertEquals(1, heard.get());
    }

    @Test
    public void whatStaysUnreachableIsSaidInOneSentence() {
        RouterCalls calls = calls(ProcessIdentity.current(), Duration.ofMillis(250));
        RouterUnreachable e = assertThrows(RouterUnreachable.class, () -> calls.repeatable(request()));
        String pid = Long.toString(ProcessHandle.current().pid());
        assertTrue(
                e.getMessage(),
                e.getMessage()
                        .matches("the router \\(pid " + pid + "\\) did not answer GET http://127.0.0.1:" + port
                                + "/admin/state within \\d+\\.\\d s \\(ConnectException.*\\): the machine is too busy, or the"
                                + " router hangs; end it with 'cd4ml serving stop' if it stays so, and deploy again"));
    }

    @Test
    public void onlyWhatMayBeRepeatedIsRepeatedOnceHeard() throws Exception {
        serve(1);
        RouterCalls calls = calls(ProcessIdentity.current(), Duration.ofSeconds(30));
        HttpRequest post = HttpRequest.newBuilder(request().uri())
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThrows(RouterUnreachable.class, () -> calls.once(post));
        assertEquals(1, heard.get());
        assertEquals(42, calls.repeatable(post).path("answer").asInt());
        heard.set(0);
        assertEquals(42, calls.repeatable(post).path("answer").asInt());
        assertEquals("dropped, and asked again", 2, heard.get());
    }

    @Test
    public void routerAtTheSamePlaceIsNotTheSameRouter() throws Exception {
        status = 401;
        serve(0);
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        RouterCalls calls = calls(new ProcessIdentity(ended.pid(), "long ago"), Duration.ofMinutes(10));
        assertThrows(RouterUnreachable.class, () -> calls.repeatable(request()));
        RouterCalls own = calls(ProcessIdentity.current(), Duration.ofMinutes(10));
        assertThrows("a wrong token is one", RouterProblem.class, () -> own.repeatable(request()));
    }

    @Test
    public void deadRouterIsNotWaitedFor() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        RouterCalls calls = calls(new ProcessIdentity(ended.pid(), "long ago"), Duration.ofMinutes(10));
        RouterUnreachable e = assertThrows(RouterUnreachable.class, () -> calls.repeatable(request()));
        assertEquals(
                "the router (pid " + ended.pid() + ") died before it answered GET http://127.0.0.1:" + port
                        + "/admin/state: deploy again",
                e.getMessage());
    }
}
