package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.RouterLaunch;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/**
 * Brings a driver's calls to a router. On a busy machine a connection may be refused or an answer be late: as long as the
 * router lives a call is tried again for the length of a lease, which is how long the canary goes on without us anyway.
 */
final class RouterCalls {
    private static final int UNKNOWN_TOKEN = 401;
    private static final long PAUSE_MILLIS = 100;
    private static final Duration DYING = Duration.ofSeconds(2);

    private final HttpClient client;
    private final Announcement router;
    private final Duration patience;

    RouterCalls(Announcement router) {
        this(router, Duration.ofMillis(RouterLaunch.LEASE_MILLIS));
    }

    RouterCalls(Announcement router, Duration patience) {
        this.router = router;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /** A call that may be made twice: what it asks for is done once however often it is heard. */
    JsonNode repeatable(HttpRequest request) throws IOException, InterruptedException {
        return json(send(request, patience, true));
    }

    /** A call that is made again only where the router certainly did not hear it. */
    JsonNode once(HttpRequest request) throws IOException, InterruptedException {
        return json(send(request, patience, false));
    }

    /** A call without patience. */
    JsonNode now(HttpRequest request) throws IOException, InterruptedException {
        return json(send(request, Duration.ZERO, false));
    }

    /** An inference, which may be asked twice; its answer as it is. */
    HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        return send(request, patience, true);
    }

    private HttpResponse<byte[]> send(HttpRequest request, Duration limit, boolean repeatable)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == UNKNOWN_TOKEN && !router.process().alive()) {
                    // The router that took its place at the same port, with a token of its own.
                    throw new IOException("another router answers there");
                }
                return response;
            } catch (IOException e) {
                boolean unheard = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
                long passed = System.nanoTime() - start;
                if (!(repeatable || unheard) && !limit.isZero()) {
                    awaitDeath();
                }
                if (!(repeatable || unheard)
                        || passed > limit.toNanos()
                        || !router.process().alive()) {
                    throw unreachable(request, Duration.ofNanos(passed), e);
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** A process that is killed closes its connections a moment before it is gone. */
    private void awaitDeath() throws InterruptedException {
        long deadline = System.nanoTime() + DYING.toNanos();
        while (router.process().alive() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    private RouterUnreachable unreachable(HttpRequest request, Duration passed, IOException e) {
        String who = "the router (pid " + router.process().pid() + ")";
        String what = request.method() + " " + request.uri();
        return router.process().alive()
                ? new RouterUnreachable(
                        String.format(
                                Locale.ROOT,
                                "%s did not answer %s within %.1f s (%s): the machine is too busy, or the router hangs;"
                                        + " end it with 'cd4ml serving stop' if it stays so, and deploy again",
                                who,
                                what,
                                passed.toMillis() / 1000.0,
                                reason(e)),
                        e)
                : new RouterUnreachable(who + " died before it answered " + what + ": deploy again", e);
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        JsonNode body;
        try {
            body = Protocol.mapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RouterProblem(
                    502, "what answers at " + response.uri() + " is no router of ours: it does not speak JSON");
        }
        if (response.statusCode() != 200) {
            throw new RouterProblem(
                    response.statusCode(), body.path("error").asText("status " + response.statusCode()));
        }
        return body;
    }
}
