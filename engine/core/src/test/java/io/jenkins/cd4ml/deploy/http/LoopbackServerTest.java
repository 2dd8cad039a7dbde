package io.jenkins.cd4ml.deploy.http;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.testing.Await;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class LoopbackServerTest {
    private static String ask(int port, String line) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    public void aWholeAddressMeansItsPath() throws Exception {
        try (LoopbackServer http =
                new LoopbackServer("test", 0, 2, 100, request -> Reply.json(request.path() + " " + request.target()))) {
            http.start();
            assertTrue(ask(http.port(), "GET /a%20b?c=%2F").contains("\"/a b /a%20b?c=%2F\""));
            assertTrue(ask(http.port(), "GET http://localhost/a?c").contains("\"/a /a?c\""));
            String foreign = ask(http.port(), "GET http://somebody.example/a?c");
            assertTrue(foreign, foreign.startsWith("HTTP/1.1 400 "));
            Await.until("both are counted", () -> http.answered() == 2);
        }
    }

    /** What has come is answered, what comes later is refused, and the wait ends with the last answer. */
    @Test
    public void drainingAnswersWhatHasCome() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        try (LoopbackServer http = new LoopbackServer("test", 0, 4, 100, request -> {
            if (request.path().equals("/")) {
                begun.countDown();
                finish.await();
            }
            return Reply.json("done");
        })) {
            http.start();
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                Future<String> first = threads.submit(() -> ask(http.port(), "GET /"));
                begun.await();
                Future<?> drained = threads.submit(() -> {
                    http.drain(Duration.ofMinutes(5));
                    return null;
                });
                Await.until("new requests are refused", () -> ask(http.port(), "GET /late")
                        .contains("the server is stopping"));
                assertFalse("it waits for the first one", drained.isDone());
                finish.countDown();
                assertTrue(first.get().contains("\"done\""));
                drained.get();
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    public void aModelThatFailsAllTheTimeDoesNotFillTheDisk() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
        Traces traces = new Traces(now::get);
        RuntimeException failure = new IllegalStateException("this one is told on purpose");
        assertTrue(traces.tell("a", failure));
        assertFalse(traces.tell("b", failure));
        now.addAndGet(Duration.ofSeconds(9).toNanos());
        assertFalse(traces.tell("c", failure));
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertTrue(traces.tell("d", failure));
        assertFalse(traces.tell("e", failure));
    }
}
