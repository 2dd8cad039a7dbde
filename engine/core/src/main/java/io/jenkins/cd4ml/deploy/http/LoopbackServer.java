package io.jenkins.cd4ml.deploy.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

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
            // What a caller sends must be here within that time, or its connection is closed: it holds a thread until
            // then.
            "-Dsun.net.httpserver.maxReqTime=30",
            "-Dsun.net.httpserver.maxRspTime=30",
            "-Djdk.httpserver.maxConnections=2048",
            // Of which all may be kept: the JDK closes more than 200 idle ones, also one on which a request is on its
            // way.
            "-Dsun.net.httpserver.maxIdleConnections=2048",
            "-Dsun.net.httpserver.maxReqHeaderSize=65536",
            // A kept connection is given up by the asking side before the serving side closes it (after 30 s).
            "-Djdk.httpclient.keepalive.timeout=10",
            "-Djdk.httpclient.enableAllMethodRetry=true");

    /** Percent of the heap that bodies may take together. */
    private static final int HEAP_OF_BODIES = 12;

    private static final long DRAIN_PAUSE_MILLIS = 20;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Endpoint endpoint;
    private final BodyReader bodies;
    private final ByteBudget budget;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong inFlight = new AtomicLong();
    private volatile boolean draining;
    private final Traces traces = new Traces(System::nanoTime);

    /** The same where nobody counts bodies that could not be read. */
    public LoopbackServer(String name, int port, int threads, int bodyLimit, Endpoint endpoint) throws IOException {
        this(name, port, threads, bodyLimit, endpoint, problem -> {});
    }

    /**
     * Binds; {@link #start} serves.
     *
     * @param port 0: a free one
     * @param threads most requests at a time, those that are still being sent included
     * @param bodyLimit longest body in bytes; a longer one is answered with 413
     * @param bodyProblems hears of bodies that the endpoint did not get
     * @throws InputException when the port is in use
     */
    public LoopbackServer(
            String name, int port, int threads, int bodyLimit, Endpoint endpoint, Consumer<BodyProblem> bodyProblems)
            throws IOException {
        this.endpoint = endpoint;
        this.bodies = new BodyReader(bodyLimit, bodyProblems);
        // The largest body must be possible where it is the only one.
        long share = Runtime.getRuntime().maxMemory() / 100 * HEAP_OF_BODIES;
        this.budget = new ByteBudget(Math.max(share, BodyReader.largest(bodyLimit)));
        try {
            this.server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
        } catch (BindException e) {
            throw new InputException("port " + port + " on 127.0.0.1 is in use or not allowed: set 'deploy.port' to 0"
                    + " for a free one, or to another port");
        }
        this.threads = ElasticThreads.of(name, threads);
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

    /** Requests that got an answer so far. */
    public long answered() {
        return answered.get();
    }

    /** Refuses what comes from now on with 503, and waits for what has come already, at most that long. */
    public void drain(Duration most) throws InterruptedException {
        draining = true;
        long deadline = System.nanoTime() + most.toNanos();
        while (inFlight.get() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(DRAIN_PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        inFlight.incrementAndGet();
        try (exchange;
                ByteBudget.Held held = budget.none()) {
            send(exchange, answer(exchange, held));
            answered.incrementAndGet();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Reply answer(HttpExchange exchange, ByteBudget.Held held) throws IOException {
        String id = RequestIds.of(exchange.getRequestHeaders().getFirst(RequestIds.HEADER));
        Reply reply;
        try {
            CallerCheck.require(exchange.getRequestHeaders());
            byte[] body = body(exchange, held);
            if (draining) {
                throw HttpProblem.busy("the server is stopping", 1);
            }
            Request request = new Request(
                    id,
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    target(exchange.getRequestURI()),
                    exchange.getRequestHeaders(),
                    body);
            reply = asked(request);
        } catch (HttpProblem e) {
            reply = Reply.problem(e, id);
        } catch (InputException e) {
            reply = Reply.problem(400, e.getMessage(), id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = Reply.problem(HttpProblem.busy("the server is stopping", 1), id);
        } catch (RuntimeException e) {
            // The caller gets a sentence; whoever runs the server needs the trace.
            traces.tell(id, e);
            reply = Reply.problem(500, "the server failed: " + e, id);
        }
        return reply.withDefault(RequestIds.HEADER, id);
    }

    /** Whether the caller named only the path or, as to a proxy, the whole address: the host is ours. */
    private static String target(URI asked) {
        return asked.getRawPath() + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery());
    }

    private Reply asked(Request request) throws HttpProblem, InterruptedException {
        try {
            return endpoint.answer(request);
        } catch (IOException e) {
            throw new HttpProblem(500, "the server failed: " + FileFailure.of(e));
        }
    }

    private byte[] body(HttpExchange exchange, ByteBudget.Held held) throws IOException, HttpProblem {
        String path = exchange.getRequestURI().getPath();
        if (path == null || !path.startsWith("/")) {
            throw new HttpProblem(400, "the request needs an absolute path");
        }
        return bodies.read(exchange.getRequestBody(), held);
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
