package io.jenkins.plugins.cd4ml.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.cd4ml.protocol.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import jenkins.model.Jenkins;

/**
 * What a webhook is told: docs/webhook.md. Fields are only ever added.
 *
 * @param event {@code gate.failed}, {@code drift.found}, {@code canary.promoted}, {@code canary.rolledBack},
 *     {@code version.registered}, {@code version.promoted}, {@code version.rolledBack}, {@code test}
 * @param delivery id of this event: the same for every attempt to send it
 * @param jenkins root URL; null where it is not configured
 * @param version of the model that it is about
 * @param environment that it is about
 * @param actor who did it, where a person or a build changed the registry
 * @param failed names of checks that failed, at most 20
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookEvent(
        String event,
        String delivery,
        Instant time,
        @CheckForNull String jenkins,
        @CheckForNull String model,
        @CheckForNull Integer version,
        @CheckForNull String environment,
        @CheckForNull String actor,
        @CheckForNull String summary,
        @CheckForNull List<String> failed,
        @CheckForNull Build build) {

    /** The build that it comes from. */
    public record Build(String job, int number, @CheckForNull String url) {}

    /** An event of this moment. */
    public static WebhookEvent now(
            String event,
            String model,
            Integer version,
            String environment,
            String actor,
            String summary,
            List<String> failed,
            Build build) {
        return new WebhookEvent(
                event,
                UUID.randomUUID().toString(),
                Instant.now(),
                Jenkins.get().getRootUrl(),
                model,
                version,
                environment,
                actor,
                summary,
                failed,
                build);
    }

    static WebhookEvent test() {
        return now("test", null, null, null, null, Jenkins.get().getDisplayName(), null, null);
    }

    String json() {
        return Protocol.writeLine(this);
    }
}
