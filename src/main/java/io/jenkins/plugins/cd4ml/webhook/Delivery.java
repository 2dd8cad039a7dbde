package io.jenkins.plugins.cd4ml.webhook;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** One event on its way to one address. */
final class Delivery {
    private static final String HMAC = "HmacSHA256";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** Of a whole attempt, the look-up of the host's name among it. */
    private static final Duration ALL = CONNECT.plus(ANSWER);

    private final URI address;
    private final WebhookEvent event;
    private final String body;
    private final Secret secret;

    private Delivery(URI address, WebhookEvent event, @CheckForNull Secret secret) {
        this.address = address;
        this.event = event;
        this.body = event.json();
        this.secret = secret;
    }

    /**
     * Prepares it.
     *
     * @param item whose credentials are asked for the secret: a job or folder; null: Jenkins
     * @throws IOException where the secret does not exist there
     */
    static Delivery of(WebhookSettings settings, WebhookEvent event, @CheckForNull Item item) throws IOException {
        URI address = URI.create(settings.getUrl());
        return new Delivery(address, event, secret(settings, item));
    }

    @CheckForNull
    private static Secret secret(WebhookSettings settings, @CheckForNull Item item) throws IOException {
        String id = settings.getSecretId();
        if (id == null) {
            return null;
        }
        var requirements = URIRequirementBuilder.fromUri(settings.getUrl()).build();
        List<StringCredentials> there = item == null
                ? CredentialsProvider.lookupCredentialsInItemGroup(
                        StringCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements)
                : CredentialsProvider.lookupCredentialsInItem(StringCredentials.class, item, ACL.SYSTEM2, requirements);
        StringCredentials found = there.stream()
                .filter(credentials -> credentials.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new IOException(Messages.Delivery_noSecret(id)));
        if (item != null) {
            CredentialsProvider.track(item, found);
        }
        return found.getSecret();
    }

    String event() {
        return event.event() + " " + event.delivery();
    }

    /** Where to, without what may be a secret in the path. */
    String host() {
        return address.getHost();
    }

    /** Sends it once and waits for the status of the answer. */
    int send() throws IOException, InterruptedException {
        try {
            return begin().get();
        } catch (ExecutionException e) {
            throw new IOException(problem(e.getCause()), e.getCause());
        }
    }

    /** Why an attempt came to nothing, in a few words. */
    String problem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return "no answer within " + ALL.toSeconds() + " s";
        }
        return cause.getMessage() == null ? "no connection to " + host() : cause.getMessage();
    }

    /** Sends it once, without waiting: the status of the answer. Its body is not read, so a slow one holds nothing up. */
    CompletableFuture<Integer> begin() {
        String timestamp = String.valueOf(event.time().getEpochSecond());
        HttpRequest.Builder request = ProxyConfiguration.newHttpRequestBuilder(address)
                .timeout(ANSWER)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("X-Cd4ml-Event", event.event())
                .header("X-Cd4ml-Delivery", event.delivery())
                .header("X-Cd4ml-Timestamp", timestamp);
        if (secret != null) {
            request.header("X-Cd4ml-Signature", signature(event.delivery() + "." + timestamp + "." + body));
        }
        return client().sendAsync(
                        request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), answer -> new WithoutBody())
                .thenApply(HttpResponse::statusCode)
                .orTimeout(ALL.toSeconds(), TimeUnit.SECONDS);
    }

    /** Lets go of the connection as soon as the status is there. */
    private static final class WithoutBody implements HttpResponse.BodySubscriber<Void> {
        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            // cancelled
        }

        @Override
        public void onError(Throwable throwable) {
            // the status is there
        }

        @Override
        public void onComplete() {
            // the status is there
        }
    }

    private static HttpClient client() {
        return ProxyConfiguration.newHttpClientBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getPlainText().getBytes(StandardCharsets.UTF_8), HMAC));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + HMAC, e);
        }
    }
}
