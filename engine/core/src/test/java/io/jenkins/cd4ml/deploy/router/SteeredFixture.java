package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.Headers;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.Launcher;
import io.jenkins.cd4ml.deploy.process.ProcessIdentity;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;

/** A router's parts in this process, before "servers" that are HTTP servers of this process, too. */
public abstract class SteeredFixture extends RolloutFixture {
    static final String TOKEN = "the token";
    static final String PREDICT = "/v1/models/weather:predict";

    final Map<String, ModelAnswers> models = new ConcurrentHashMap<>();
    final AtomicInteger unreachable = new AtomicInteger();
    final AtomicInteger stopped = new AtomicInteger();
    RouterMetrics metrics;
    Forwarder forwarder;
    AdminApi admin;

    /** What a model server answers, and the newest request that it has had. */
    static final class ModelAnswers {
        volatile int status = 200;
        volatile int busy;
        volatile Request asked;
        volatile int count;
        private LoopbackServer http;

        void close() {
            http.close();
        }

        Reply answer(String version, Request request) {
            asked = request;
            count++;
            int now = count <= busy ? 503 : status;
            Map<String, String> headers =
                    new TreeMap<>(Map.of("X-Model-Version", version, "X-Secret", "not for callers"));
            if (now == 200) {
                headers.put(
                        PredictionSummary.HEADER,
                        new PredictionSummary(2, Map.of("rain", 1L, "sun", 1L), 0, 0).toHeader());
            }
            return Reply.json(now, Map.of("by", version), headers);
        }
    }

    @Before
    public void assemble() {
        rollout = new Rollout(
                journal,
                new Servers(folder, new InThisProcess()),
                alias,
                new Lease(Duration.ofSeconds(5), now::get),
                Clock.systemUTC(),
                server -> retired.add(server.version().version()));
        metrics = new RouterMetrics(rollout::routes, journal::isFailing);
        forwarder = new Forwarder(rollout, new Upstream(new InFlight()), metrics, unreachable::incrementAndGet);
        admin = new AdminApi(TOKEN, rollout, this::state, stopped::incrementAndGet);
    }

    @After
    public void endModels() {
        models.values().forEach(model -> model.http.close());
    }

    RouterState state() {
        Traffic traffic = rollout.traffic();
        return new RouterState(
                ProcessIdentity.current(),
                "",
                rollout.routes(),
                traffic.champion().snapshot(),
                traffic.candidate().snapshot(),
                null);
    }

    private final class InThisProcess implements Launcher {
        @Override
        public ProcessIdentity server(ServingFolder folder, String id, ServedVersion version) throws IOException {
            ModelAnswers model = new ModelAnswers();
            model.http = new LoopbackServer("model", 0, 4, 10_000, request -> model.answer(version.version(), request));
            model.http.start();
            models.put(version.version(), model);
            Announcement.started().serving(model.http.url()).write(folder.server(id));
            return ProcessIdentity.current();
        }

        @Override
        public ProcessIdentity router(ServingFolder folder) {
            throw new AssertionError("this process is the router");
        }
    }

    static Request request(String method, String path, String body, String... headers) {
        Headers all = new Headers();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new Request("r-1", method, path, path, all, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The version that answers a caller. */
    String predict(String caller) throws Exception {
        return by(forwarder.infer(request("POST", PREDICT, "{}", "X-Routing-Key", caller), Map.of()));
    }

    static String by(Reply reply) throws IOException {
        return reply.status() + " " + body(reply).path("by").asText();
    }

    static JsonNode body(Reply reply) throws IOException {
        return Protocol.mapper().readTree(reply.body());
    }

    /** A call of the driver's. */
    JsonNode steer(String path, Object body) throws HttpProblem, IOException, InterruptedException {
        return steered(path, Protocol.writeLine(body));
    }

    /** The same of a body as it is sent. */
    JsonNode steered(String path, String body) throws HttpProblem, IOException, InterruptedException {
        return body(admin.answer(
                request("POST", path, body, "Authorization", "Bearer " + TOKEN, "Content-Type", "application/json")));
    }
}
