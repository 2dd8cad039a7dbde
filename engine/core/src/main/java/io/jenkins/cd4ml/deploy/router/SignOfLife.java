package io.jenkins.cd4ml.deploy.router;

import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.problem.FileFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * A router's word that it does its work: every second it asks itself a question at its own port, like any caller, and where it answers
 * that one, or somebody else's meanwhile because it has much to do, a file gets a new time. Where it does not, somebody else ends it.
 */
final class SignOfLife implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Path file;
    private final LoopbackServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
    private final Thread thread = new Thread(this::run, "sign-of-life");
    private boolean failing;

    /** Begins at once. */
    SignOfLife(Path file, LoopbackServer server) {
        this.file = file;
        this.server = server;
        give();
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY.toMillis());
                long before = server.answered();
                if (answers() || server.answered() != before) {
                    give();
                }
            }
        } catch (InterruptedException e) {
            // it ends
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            HttpRequest question = HttpRequest.newBuilder(URI.create(server.url() + "/v2/health/live"))
                    .timeout(ANSWER)
                    .build();
            client.send(question, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void give() {
        try {
            touch();
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                System.err.println("the sign of life cannot be given: " + FileFailure.of(e));
            }
        }
    }

    private void touch() throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            Files.createFile(file);
        }
    }
}
