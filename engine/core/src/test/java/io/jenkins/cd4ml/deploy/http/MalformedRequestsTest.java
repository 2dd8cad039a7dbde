package io.jenkins.cd4ml.deploy.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.protocol.Protocol;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What is no request, or comes too slowly, gets a status of RFC 9110 and a sentence in JSON, as all other mistakes do. */
public class MalformedRequestsTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final String NO_REQUEST = "this is not a request of HTTP/1.1 as RFC 9112 has it: ";

    private final LinkedBlockingQueue<BodyProblem> problems = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private LoopbackServer http;

    @Before
    public void start() throws Exception {
        http = serve(Duration.ofMinutes(5));
    }

    private LoopbackServer serve(Duration patience) throws Exception {
        LoopbackServer server = new LoopbackServer(
                "test",
                0,
                2,
                1000,
                request -> Reply.json(Map.of("read", request.body().length)),
                problems::add,
                patience);
        server.start();
        return server;
    }

    @After
    public void end() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        http.close();
    }

    private static Socket send(LoopbackServer server, String text) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String ask(String text) throws Exception {
        try (Socket socket = send(http, text)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void refused(int status, String sentence, String request) throws Exception {
        assertRefusal(status, sentence, ask(request));
    }

    private static void assertRefusal(int status, String sentence, String answer) throws Exception {
        assertTrue(answer, answer.startsWith("HTTP/1.1 " + status + " "));
        assertTrue(answer, answer.contains("\r\nContent-Type: application/json\r\n"));
        assertTrue(answer, answer.contains("\r\nConnection: close\r\n"));
        JsonNode body = Protocol.mapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertTrue(body.toString(), body.path("error").asText().startsWith(sentence));
        assertTrue(
                answer, answer.contains("\r\nX-Request-Id: " + body.path("id").asText() + "\r\n"));
    }

    @Test
    public void whatIsNoHttpIsRefusedInJson() throws Exception {
        refused(400, NO_REQUEST, "\u0016\u0003\u0001\u0002 this is no HTTP\r\n\r\n");
        refused(400, NO_REQUEST, "GET\r\n\r\n");
        refused(400, NO_REQUEST, "G\u0001T / HTTP/1.1\r\n" + HOST + "\r\n");
        refused(400, NO_REQUEST, "GET / HTTP/1.1\r\n\r\n");
        refused(400, NO_REQUEST, "GET / HTTP/1.1\r\n" + HOST + "no colon\r\n\r\n");
        refused(400, NO_REQUEST, "GET / HTTP/1.1\r\n" + HOST + "X: a\u0001b\r\n\r\n");
        refused(400, NO_REQUEST, "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n");
        refused(400, NO_REQUEST, "GET /a%zz HTTP/1.1\r\n" + HOST + "\r\n");
        refused(
                400,
                "the request's target is no URI: ",
                "GET /?a=\"b\" HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        refused(505, "this server answers HTTP/1.1 and HTTP/1.0", "GET / HTTP/3.7\r\n" + HOST + "\r\n");
        assertEquals(List.of(), List.copyOf(problems));
    }

    @Test
    public void lengthsThatAreNoneOrTwoAreRefusedInJson() throws Exception {
        String post = "POST / HTTP/1.1\r\n" + HOST;
        refused(400, NO_REQUEST, post + "Content-Length: -5\r\n\r\n");
        refused(400, NO_REQUEST, post + "Content-Length: five\r\n\r\n");
        refused(400, NO_REQUEST, post + "Content-Length: 99999999999999999999\r\n\r\n");
        refused(400, NO_REQUEST, post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab");
        refused(400, NO_REQUEST, post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        refused(400, NO_REQUEST, post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
    }

    @Test
    public void headsThatAreTooLongAreRefusedInJson() throws Exception {
        refused(
                414,
                "the request's target is longer than 65536 bytes",
                "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\n\r\n");
        refused(
                431,
                "the request's headers are longer than 65536 bytes together",
                "GET / HTTP/1.1\r\n" + HOST + "X: yyyyyyyyyyyy\r\n".repeat(5000) + "\r\n");
    }

    @Test
    public void bodiesUpToTheLimitAreRead() throws Exception {
        String post = "POST / HTTP/1.1\r\n" + HOST + "Connection: close\r\n";
        assertTrue(ask(post + "Content-Length: 1000\r\n\r\n" + "a".repeat(1000)).contains("{\"read\":1000}"));
        assertTrue(ask(post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                .contains("{\"read\":5}"));
        String long1 = ask(post + "Content-Length: 1001\r\n\r\n" + "a".repeat(1001));
        assertTrue(long1, long1.startsWith("HTTP/1.1 413 "));
        assertTrue(long1, long1.contains("the body is longer than 1000 bytes: send fewer rows at a time"));
        assertEquals(BodyProblem.TOO_LONG, problems.take());
    }

    /** Two threads answer, and twenty callers have begun to send. */
    @Test
    public void slowBodiesHoldNoThread() throws Exception {
        for (int i = 0; i < 20; i++) {
            sockets.add(send(http, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\na"));
        }
        assertTrue(
                ask("GET / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n").contains("{\"read\":0}"));
        for (Socket socket : sockets) {
            socket.getOutputStream().write("bcd".getBytes(StandardCharsets.US_ASCII));
        }
        for (Socket socket : sockets) {
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("{\"read\":4}") < 0) {
                int c = socket.getInputStream().read();
                assertTrue(answer.toString(), c >= 0);
                answer.append((char) c);
            }
        }
    }

    @Test
    public void aBodyThatDoesNotComeInTimeIsRefused() throws Exception {
        try (LoopbackServer hurried = serve(Duration.ofSeconds(1));
                Socket socket = send(hurried, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\na")) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertRefusal(408, "the request did not come in time: send it whole", answer);
            assertEquals(BodyProblem.UNFINISHED, problems.take());
        }
    }

    /** Each byte is in time for an idle connection. */
    @Test
    public void aBodyThatDripsInIsRefusedAsWell() throws Exception {
        try (LoopbackServer hurried = serve(Duration.ofSeconds(1));
                Socket socket = send(hurried, "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 900\r\n\r\n")) {
            Thread drips = drip(socket, "a");
            String answer = new String(socket.getInputStream().readNBytes(20), StandardCharsets.UTF_8);
            assertTrue(answer, answer.startsWith("HTTP/1.1 408 "));
            assertEquals(BodyProblem.UNFINISHED, problems.take());
            drips.interrupt();
            drips.join();
        }
    }

    @Test
    public void aHeadThatDripsInIsCutOff() throws Exception {
        try (LoopbackServer hurried = serve(Duration.ofSeconds(1));
                Socket first = send(hurried, "GET / HTTP/1.1\r\nX-Slow: ");
                Socket kept = send(hurried, "GET / HTTP/1.1\r\n" + HOST + "\r\n")) {
            List<Thread> drips = List.of(drip(first, "a"), drip(kept, "GET / HTTP/1.1\r\nX-Slow: "));
            // The end of the connection, in either of its two ways.
            ended(first);
            ended(kept);
            for (Thread thread : drips) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    private static void ended(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (java.io.IOException reset) {
            assertTrue(reset.toString(), reset.getMessage().contains("reset"));
        }
    }

    /** Sends the text, then a byte ten times a second until it cannot. */
    private static Thread drip(Socket socket, String text) {
        Thread thread = new Thread(() -> {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    Thread.sleep(100);
                    socket.getOutputStream().write('a');
                }
            } catch (java.io.IOException | InterruptedException e) {
                // cut off, or no longer needed
            }
        });
        thread.start();
        return thread;
    }
}
