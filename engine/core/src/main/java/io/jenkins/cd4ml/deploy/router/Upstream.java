package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.Headers;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.http.RequestIds;
import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a model server on behalf of a caller. */
final class Upstream {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** Headers that belong to one connection, or that the client sets itself; and ours, which callers do not set. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            // The router's own business, or a browser's; a model needs none of it, and what serves it need not know it.
            "authorization",
            "cookie",
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            // as the router named the request, which is what the caller called it where that was well formed
            "x-request-id");

    private static final String OURS = "x-cd4ml-";
    private static final Set<String> ANSWERED = Set.of("x-request-id", "x-model-version", "allow", "retry-after");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final InFlight inFlight;

    Upstream(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    /**
     * What a server answered.
     *
     * @param reply null where it could not be reached or did not answer in time
     * @param predictions null where it said nothing of any
     * @param unheard whether it certainly did not hear the question
     */
    record Answer(ServingServer server, Reply reply, long nanos, PredictionSummary predictions, boolean unheard) {
        boolean predicted() {
            return reply != null && reply.successful();
        }

        /** A refusal: the row is wrong, says the server. */
        boolean refused() {
            return reply != null && reply.status() >= 400 && reply.status() < 500;
        }
    }

    /** Asks once. */
    Answer ask(ServingServer server, Request request, Map<String, String> extra) throws InterruptedException {
        long start = System.nanoTime();
        AtomicInteger count = inFlight.begin(server.id());
        try {
            HttpResponse<byte[]> response =
                    client.send(forwarded(server, request, extra), HttpResponse.BodyHandlers.ofByteArray());
            long nanos = System.nanoTime() - start;
            PredictionSummary predictions = PredictionSummary.ofHeader(
                    response.headers().firstValue(PredictionSummary.HEADER).orElse(null));
            return new Answer(server, reply(response), nanos, predictions, false);
        } catch (IOException e) {
            boolean unheard = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
            return new Answer(server, null, System.nanoTime() - start, null, unheard);
        } finally {
            count.decrementAndGet();
        }
    }

    private static HttpRequest forwarded(ServingServer server, Request request, Map<String, String> extra) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server.url() + request.target()))
                .timeout(ANSWER)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        Headers headers = request.headers();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_FORWARDED.contains(lower) && !lower.startsWith(OURS)) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        builder.header(RequestIds.HEADER, request.id());
        extra.forEach(builder::header);
        return builder.build();
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> {
            if (ANSWERED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values.get(0));
            }
        });
        String type = response.headers().firstValue("Content-Type").orElse(null);
        return new Reply(response.statusCode(), type, response.body(), headers);
    }
}
