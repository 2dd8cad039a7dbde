package io.jenkins.cd4ml.deploy.http;

import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * An HTTP/1.1 server (Jetty's core), bound to 127.0.0.1 alone, with a body limit, and a JSON sentence for everything that goes wrong.
 * Run it with {@link #JVM_OPTIONS}.
 */
public final class LoopbackServer implements AutoCloseable {

    /** Options of a JVM that runs such a server and asks others. */
    public static final List<String> JVM_OPTIONS = List.of(
            // A kept connection is given up by the asking side before the serving side closes it (after 30 s).
            "-Djdk.httpclient.keepalive.timeout=10", "-Djdk.httpclient.enableAllMethodRetry=true");

    /** Most of a request's line and headers together. */
    static final int HEADER_BYTES = 64 * 1024;

    /** Percent of the heap that bodies may take together. */
    private static final int HEAP_OF_BODIES = 12;

    private static final int CONNECTIONS = 2048;
    private static final int WAITING_CONNECTIONS = 256;

    /** For a head, for a body, for an answer, and for a kept connection until its next request. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Looks at what drips in within that time. */
    private static final int LOOKS = 30;

    private static final long DRAIN_PAUSE_MILLIS = 20;
    /** Threads of the server itself: one that hears of what comes, and what Jetty reserves. */
    private static final int OWN_THREADS = 4;

    private final Server server;
    private final ServerConnector connector;
    private final ScheduledExecutorScheduler scheduler;
    private final SlowHeaders slowHeaders;
    private final long patienceMillis;
    private final Exchange.ServerParts parts;
    private final Endpoint endpoint;
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
        this(name, port, threads, bodyLimit, endpoint, bodyProblems, PATIENCE);
    }

    /** @param patience see {@link #PATIENCE} */
    LoopbackServer(
            String name,
            int port,
            int threads,
            int bodyLimit,
            Endpoint endpoint,
            Consumer<BodyProblem> bodyProblems,
            Duration patience)
            throws IOException {
        this.endpoint = endpoint;
        this.patienceMillis = patience.toMillis();
        this.scheduler = new ScheduledExecutorScheduler(name + "-timer", true);
        this.slowHeaders = new SlowHeaders(patienceMillis, System::nanoTime);
        // The largest body must be possible where it is the only one.
        long share = Runtime.getRuntime().maxMemory() / 100 * HEAP_OF_BODIES;
        ByteBudget budget = new ByteBudget(Math.max(share, RequestBody.largest(bodyLimit)));
        this.parts = new Exchange.ServerParts(budget, bodyLimit, patienceMillis, scheduler, bodyProblems, this::answer);
        QueuedThreadPool pool = new QueuedThreadPool(threads + OWN_THREADS, OWN_THREADS);
        pool.setName(name);
        pool.setDaemon(true);
        pool.setReservedThreads(0);
        this.server = new Server(pool, scheduler, null);
        this.connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(settings()));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        connector.setIdleTimeout(patienceMillis);
        connector.setShutdownIdleTimeout(0);
        server.addConnector(connector);
        server.addBean(new ConnectionLimit(CONNECTIONS, connector));
        server.setErrorHandler(new UnreadableRequest());
        server.setHandler(new Front());
        server.setStopTimeout(0);
        bind(port);
    }

    private void bind(int port) throws IOException {
        try {
            connector.open();
        } catch (IOException e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new InputException("port " + port + " on 127.0.0.1 is in use or not allowed: set 'deploy.port' to"
                        + " 0 for a free one, or to another port");
            }
            throw e;
        }
    }

    private static HttpConfiguration settings() {
        HttpConfiguration settings = new HttpConfiguration();
        settings.setSendServerVersion(false);
        settings.setRequestHeaderSize(HEADER_BYTES);
        return settings;
    }

    /** Begins to answer. */
    public void start() {
        try {
            server.start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server cannot start: " + e.getMessage(), e);
        }
        scheduler.schedule(this::lookAtHeaders, patienceMillis / LOOKS, TimeUnit.MILLISECONDS);
    }

    private void lookAtHeaders() {
        slowHeaders.look(connector.getConnectedEndPoints().stream()
                .map(EndPoint::getConnection)
                .filter(Objects::nonNull)
                .toList());
        scheduler.schedule(this::lookAtHeaders, patienceMillis / LOOKS, TimeUnit.MILLISECONDS);
    }

    public int port() {
        return connector.getLocalPort();
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
        try {
            server.stop();
        } catch (Exception e) {
            // Nothing is left to do for a server that does not end in order: its threads are daemons.
            System.err.println("the HTTP server did not end in order: " + e);
        }
    }

    /** What Jetty calls for each request. */
    private final class Front extends Handler.Abstract {
        @Override
        public boolean handle(org.eclipse.jetty.server.Request asked, Response response, Callback done) {
            Connection connection = asked.getConnectionMetaData().getConnection();
            inFlight.incrementAndGet();
            slowHeaders.begun(connection);
            Callback ended = new Callback.Nested(done) {
                @Override
                public void succeeded() {
                    answered.incrementAndGet();
                    end();
                    super.succeeded();
                }

                @Override
                public void failed(Throwable cause) {
                    end();
                    super.failed(cause);
                }

                private void end() {
                    slowHeaders.ended(connection);
                    inFlight.decrementAndGet();
                }
            };
            new Exchange(asked, response, ended, parts).begin();
            return true;
        }
    }

    private Reply answer(Request request) {
        String id = request.id();
        try {
            if (draining) {
                throw HttpProblem.busy("the server is stopping", 1);
            }
            return asked(request);
        } catch (HttpProblem e) {
            return Reply.problem(e, id);
        } catch (InputException e) {
            return Reply.problem(400, e.getMessage(), id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.problem(HttpProblem.busy("the server is stopping", 1), id);
        } catch (RuntimeException e) {
            // The caller gets a sentence; whoever runs the server needs the trace.
            traces.tell(id, e);
            return Reply.problem(500, "the server failed: " + e, id);
        }
    }

    private Reply asked(Request request) throws HttpProblem, InterruptedException {
        try {
            return endpoint.answer(request);
        } catch (IOException e) {
            throw new HttpProblem(500, "the server failed: " + FileFailure.of(e));
        }
    }
}
