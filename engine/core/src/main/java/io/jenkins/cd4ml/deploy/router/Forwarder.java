package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.router.TrafficStatistics.Kind;
import io.jenkins.cd4ml.deploy.router.Upstream.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings inferences to the version that the split names, and to the other one where that version does not answer with a
 * prediction: inference changes nothing, so asking twice is no harm, and the caller sees no failure. Where nobody can answer,
 * the caller waits a while for a server that is being started again.
 *
 * <p>A refusal (4xx) by one version is its error when the other one predicts the row, and the caller's when both refuse.
 */
final class Forwarder {
    /** Set by the driver, with its token: which version to ask ({@code champion}, {@code candidate}), whatever the split says. */
    static final String ASK_HEADER = "X-CD4ML-Ask";

    /** Set by the driver besides: the row was answered before, and this answer is no traffic. */
    static final String SECOND_HEADER = "X-CD4ML-Second";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 50;
    /** Full for the moment, or ending: the row has not been predicted, and the next one to ask may be answered. */
    private static final int BUSY = 503;

    private static final Pattern VERSIONED = Pattern.compile("/v2/models/[^/]+/versions/([^/]+)(/.*)?");

    private final Rollout rollout;
    private final Upstream upstream;
    private final RouterMetrics metrics;
    private final Runnable unreachable;

    /** {@code unreachable} is told when a server did not answer, so that its death is found at once. */
    Forwarder(Rollout rollout, Upstream upstream, RouterMetrics metrics, Runnable unreachable) {
        this.rollout = rollout;
        this.upstream = upstream;
        this.metrics = metrics;
        this.unreachable = unreachable;
    }

    static boolean isInference(Request request) {
        return request.method().equals("POST")
                && (request.path().endsWith(":predict") || request.path().endsWith("/infer"));
    }

    /**
     * Forwards what is no inference: to the version that the path names, else to the champion. While that version's server is
     * being started again a question is asked again, and so is what the server certainly did not hear.
     *
     * @param extra headers for the server
     */
    Reply forward(Request request, Map<String, String> extra) throws HttpProblem, InterruptedException {
        boolean question = request.method().equals("GET") || request.method().equals("HEAD");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Routes routes = rollout.routes();
            ServingServer server = named(request, routes);
            if (server == null) {
                server = routes.champion() != null ? routes.champion() : routes.candidate();
            }
            if (server == null) {
                throw nobody();
            }
            Answer answer = upstream.ask(server, request, extra);
            if (answer.reply() != null) {
                return answer.reply();
            }
            unreachable.run();
            if (!(question || answer.unheard()) || System.nanoTime() > deadline) {
                throw new HttpProblem(
                        503, "the server of version " + server.version().version() + " does not answer");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /**
     * Forwards an inference.
     *
     * @param extra headers for the server
     */
    Reply infer(Request request, Map<String, String> extra) throws HttpProblem, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean counted = false;
        while (true) {
            Routes routes = rollout.routes();
            List<ServingServer> order = order(request, routes);
            Answer first = order.isEmpty() ? null : upstream.ask(order.get(0), request, extra);
            if (first != null && first.predicted()) {
                return answered(routes, first, Kind.ROUTED);
            }
            Answer second = order.size() < 2 ? null : upstream.ask(order.get(1), request, extra);
            if (first != null && !counted) {
                count(routes, first, second);
                counted = true;
            }
            if (second != null && second.predicted()) {
                return answered(routes, second, Kind.FALLBACK);
            }
            Reply reply = refusal(first, second);
            if (reply != null && reply.status() != BUSY) {
                return reply;
            }
            if (System.nanoTime() > deadline) {
                throw nobody();
            }
            if (reply == null) {
                unreachable.run();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Asks the version that the driver wants to hear; there is no second try. */
    Reply ask(Request request, String role, Map<String, String> extra) throws HttpProblem, InterruptedException {
        Routes routes = rollout.routes();
        ServingServer server = role.equals("candidate") ? routes.candidate() : routes.champion();
        if (server == null) {
            throw new HttpProblem(409, "there is no " + role + " now");
        }
        Kind kind = request.header(SECOND_HEADER) == null ? Kind.SHADOW : Kind.SECOND;
        Answer answer = upstream.ask(server, request, extra);
        if (answer.predicted()) {
            return answered(routes, answer, kind);
        }
        statistics(routes, server).failed(kind, answer.nanos());
        metrics.answered(server, answer, kind);
        if (answer.reply() == null) {
            unreachable.run();
            throw new HttpProblem(503, "the " + role + " does not answer");
        }
        return answer.reply();
    }

    private Reply answered(Routes routes, Answer answer, Kind kind) {
        statistics(routes, answer.server()).answered(kind, answer.nanos(), answer.predictions());
        metrics.answered(answer.server(), answer, kind);
        return answer.reply();
    }

    private void count(Routes routes, Answer first, Answer second) {
        boolean callersMistake = first.refused() && (second == null || !second.predicted());
        TrafficStatistics statistics = statistics(routes, first.server());
        if (callersMistake) {
            statistics.rejected();
        } else {
            statistics.failed(Kind.ROUTED, first.nanos());
        }
        metrics.answered(first.server(), first, Kind.ROUTED);
        if (first.reply() == null) {
            unreachable.run();
        }
    }

    /** What the caller gets to see where nobody predicted: a refusal rather than a failure; null where nobody answered. */
    private static Reply refusal(Answer first, Answer second) {
        if (first != null && first.refused()) {
            return first.reply();
        }
        if (second != null && second.reply() != null) {
            return second.reply();
        }
        return first == null ? null : first.reply();
    }

    private List<ServingServer> order(Request request, Routes routes) throws HttpProblem {
        ServingServer named = named(request, routes);
        if (named != null) {
            return List.of(named);
        }
        if (!routes.isCanary()) {
            return routes.champion() == null ? List.of() : List.of(routes.champion());
        }
        if (routes.champion() == null) {
            return List.of(routes.candidate());
        }
        return routes.split().toCandidate(caller(request, routes.split()))
                ? List.of(routes.candidate(), routes.champion())
                : List.of(routes.champion(), routes.candidate());
    }

    private static byte[] caller(Request request, StickySplit split) {
        String key = request.header(split.stickyBy());
        return key == null || key.isEmpty() ? request.body() : key.getBytes(StandardCharsets.UTF_8);
    }

    private static ServingServer named(Request request, Routes routes) throws HttpProblem {
        Matcher path = VERSIONED.matcher(request.path());
        if (!path.matches()) {
            return null;
        }
        for (ServingServer server : new ServingServer[] {routes.champion(), routes.candidate()}) {
            if (server != null && server.version().version().equals(path.group(1))) {
                return server;
            }
        }
        throw new HttpProblem(404, "version '" + path.group(1) + "' is not served here");
    }

    private TrafficStatistics statistics(Routes routes, ServingServer server) {
        Traffic traffic = rollout.traffic();
        boolean candidate =
                routes.isCanary() && server.id().equals(routes.candidate().id());
        return candidate ? traffic.candidate() : traffic.champion();
    }

    private static HttpProblem nobody() {
        return new HttpProblem(503, "no model version can answer now");
    }
}
