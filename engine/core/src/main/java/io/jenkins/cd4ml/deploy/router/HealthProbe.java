package io.jenkins.cd4ml.deploy.router;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Finds servers that are there and do not answer: stopped, or stuck. */
final class HealthProbe {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int MAX_MISSED = 3;

    private final HttpClient client;
    private final Duration every;
    private final Duration answer;
    private String server = "";
    private long next;
    private int missed;

    HealthProbe() {
        this(EVERY, ANSWER);
    }

    HealthProbe(Duration every, Duration answer) {
        this.every = every;
        this.answer = answer;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(answer)
                .build();
    }

    /** Asks now and then; true when that server has missed several questions in a row. */
    boolean isStuck(ServingServer asked) throws InterruptedException {
        if (!asked.id().equals(server)) {
            server = asked.id();
            missed = 0;
        }
        if (System.nanoTime() < next) {
            return false;
        }
        missed = answers(asked.url()) ? 0 : missed + 1;
        next = System.nanoTime() + every.toNanos();
        return missed >= MAX_MISSED;
    }

    private boolean answers(String url) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v2/health/live"))
                    .timeout(answer)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
