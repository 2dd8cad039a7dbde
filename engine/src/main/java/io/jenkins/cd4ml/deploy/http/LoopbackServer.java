package io.jenkins.cd4ml.deploy.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JDK's HTTP server, bound to 127.0.0.1 alone, with a body limit, and a JSON sentence for everything that goes wrong.
 *
 * <p>Run it with {@link #JVM_OPTIONS}: without {@code nodelay} a small answer waits 40 ms for the peer's delayed
 * acknowledgement.
 */
public final class LoopbackServer implements AutoCloseable {

    /** Options of a JVM that runs such a server and asks others: no Nagle delay, and nobody holds a thread for ever. */
    public static final List<String> JVM_OPTIONS = List.of(
            "-Dsun.net.httpserver.nodelay=true",
            "-Dsun.net.httpserver.maxReqTime=30",
            "-Dsun.net.httpserver.maxRspTime=30",
            // A kept connection is given up by the asking side before the serving side closes it (after 30 s).
            "-Djdk.httpclient.keepalive.timeout=10",
            "-Djdk.httpclient.enableAllMethodRetry=true");

    /** How much of a body that is too long is still read, so that its sender gets to see the answer. */
    private static final int DRAINED_LIMITS = 8;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Endpoint endpoint;
    private final int bodyLimit;

    /**
     * Binds; {@link #start} serves.
     *
     * @param port 0: a free one
     * @param bodyLimit longest body in bytes; a longer one is answered with 413
     * @throws InputException when the port is in use
     */
    public LoopbackServer(String name, int port, int threads, int bodyLimit, Endpoint endpoint) throws IOException {
        this.endpoint = endpoint;
        this.bodyLimit = bodyLimit;
        try {
            this.server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
        } catch (BindException e) {
            throw new InputException("port " + port + " on 127.0.0.1 is in use or not allowed: set 'deploy.port' to 0"
                    + " for a free one, or to another port");
        }
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(this.threads);
        server.createContext("/", this::handle);
    }

    public void start() {
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        try {
            byte[] body = body(exchange);
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    body);
            return asked(request);
        } catch (HttpProblem e) {
            return Reply.problem(e.status(), e.getMessage());
        } catch (InputException e) {
            return Reply.problem(400, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.problem(503, "the server is stopping");
        } catch (RuntimeException e) {
            // The caller gets a sentence; whoever runs the server needs the trace.
            e.printStackTrace();
            return Reply.problem(500, "the server failed: " + e);
        }
    }

    private Reply asked(Request request) throws HttpProblem, InterruptedException {
        try {
            return endpoint.answer(request);
        } catch (IOException e) {
            throw new HttpProblem(500, "the server failed: " + e);
        }
    }

    private byte[] body(HttpExchange exchange) throws IOException, HttpProblem {
        String path = exchange.getRequestURI().getPath();
        if (path == null || !path.startsWith("/")) {
            throw new HttpProblem(400, "the request needs an absolute path");
        }
        InputStream input = exchange.getRequestBody();
        byte[] body = input.readNBytes(bodyLimit);
        if (body.length == bodyLimit && input.read() >= 0) {
            long left = (long) bodyLimit * DRAINED_LIMITS;
            byte[] sink = new byte[8192];
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = input.read(sink);
            }
            throw new HttpProblem(413, "the body is longer than " + bodyLimit + " bytes: send fewer rows at a time");
        }
        return body;
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        if (reply.contentType() != null) {
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        }
        boolean head = "HEAD".equals(exchange.getRequestMethod());
        exchange.sendResponseHeaders(reply.status(), head || reply.body().length == 0 ? -1 : reply.body().length);
        if (!head) {
            exchange.getResponseBody().write(reply.body());
        }
    }
}
