package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.deploy.process.Announcement;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingFolder;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steers the router of a serving folder, and asks it for predictions. */
public final class RouterClient {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration RENEWAL = Duration.ofSeconds(2);
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration PREDICTION = Duration.ofSeconds(60);

    private final Announcement router;
    private final String token;
    private final RouterCalls calls;

    private RouterClient(Announcement router, String token) {
        this.router = router;
        this.token = token;
        this.calls = new RouterCalls(router);
    }

    /** The router that serves that folder now. */
    public static Optional<RouterClient> find(ServingFolder folder) throws IOException {
        Optional<Announcement> router = Announcement.read(folder.router())
                .filter(found -> found.serves() && found.process().alive());
        if (router.isEmpty() || !Files.exists(folder.token())) {
            return Optional.empty();
        }
        return Optional.of(new RouterClient(
                router.get(),
                Files.readString(folder.token(), StandardCharsets.UTF_8).strip()));
    }

    public String url() {
        return router.url();
    }

    public long pid() {
        return router.process().pid();
    }

    /** Whether its process is still there. */
    public boolean alive() {
        return router.process().alive();
    }

    public RouterState state() throws IOException, InterruptedException {
        HttpRequest request = admin("/admin/state", SOON).GET().build();
        return Protocol.mapper().treeToValue(calls.repeatable(request), RouterState.class);
    }

    /** The traffic of both versions since the weight was set, in blocks of time. */
    public List<TrafficBlock> blocks() throws IOException, InterruptedException {
        HttpRequest request = admin("/admin/blocks", SOON).GET().build();
        return List.of(Protocol.mapper().treeToValue(calls.repeatable(request).path("blocks"), TrafficBlock[].class));
    }

    /** Makes a version the champion without a canary. */
    public void champion(ServedVersion version, String reason) throws IOException, InterruptedException {
        calls.repeatable(post("/admin/champion", START, Map.of("version", version, "reason", reason)));
    }

    /** Starts a candidate and its canary at weight 0; returns the canary's id. */
    public String canary(ServedVersion version, String stickyBy) throws IOException, InterruptedException {
        return calls.once(post("/admin/canary", START, Map.of("version", version, "stickyBy", stickyBy)))
                .path("canary")
                .asText();
    }

    /** Once, without patience: the next renewal comes anyway. */
    public void renew(String canary) throws IOException, InterruptedException {
        calls.now(post("/admin/lease", RENEWAL, Map.of("canary", canary)));
    }

    public void weight(String canary, int percent) throws IOException, InterruptedException {
        calls.repeatable(post("/admin/weight", SOON, Map.of("canary", canary, "weight", percent)));
    }

    /** Makes the candidate the champion, without any registry. */
    public void promote(String canary) throws IOException, InterruptedException {
        calls.repeatable(post("/admin/promote", SOON, Map.of("canary", canary)));
    }

    /**
     * Makes the candidate the champion, also by this machine's registry.
     *
     * @param action {@code PROMOTE}, or {@code ROLLBACK} of an earlier version that takes its place again
     * @param register a sentence for the registry's history
     * @param from the version that the registry must name as the champion until then; null: none
     */
    public void promote(String canary, HistoryEntry.Action action, String register, Integer from)
            throws IOException, InterruptedException {
        Map<String, Object> body = new HashMap<>();
        body.put("canary", canary);
        body.put("action", action.name());
        body.put("register", register);
        body.put("from", from);
        calls.repeatable(admin("/admin/promote", SOON)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(body)))
                .build());
    }

    /** Makes the candidate the champion until the registry of the driver's caller has decided; the one before waits. */
    public void propose(String canary, Proposal.Driver driver) throws IOException, InterruptedException {
        calls.repeatable(post("/admin/propose", SOON, Map.of("canary", canary, "driver", driver)));
    }

    public void rollBack(String canary, String reason) throws IOException, InterruptedException {
        calls.repeatable(post("/admin/rollback", SOON, Map.of("canary", canary, "reason", reason)));
    }

    /** Tells the router to end, with its servers. */
    public void stop() throws IOException, InterruptedException {
        calls.repeatable(post("/admin/stop", SOON, Map.of()));
    }

    /**
     * Asks for a prediction as the driver: it is not logged.
     *
     * @param headers besides: the sticky header, or {@code X-CD4ML-Ask}
     */
    public HttpResponse<byte[]> predict(String model, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(router.url() + "/v1/models/" + model + ":predict"))
                .timeout(PREDICTION)
                .header("Content-Type", "application/json")
                .header(RouterProcess.TOKEN_HEADER, token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return calls.answer(request.build());
    }

    /** The header that has {@code champion} or {@code candidate} asked, whatever the split says. */
    public static Map<String, String> asking(String role) {
        return Map.of(Forwarder.ASK_HEADER, role);
    }

    /** The same for a row that was answered before, which is no traffic. */
    public static Map<String, String> askingAgain(String role) {
        return Map.of(Forwarder.ASK_HEADER, role, Forwarder.SECOND_HEADER, "true");
    }

    private HttpRequest post(String path, Duration limit, Map<String, Object> body) {
        return admin(path, limit)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Protocol.writeLine(body)))
                .build();
    }

    private HttpRequest.Builder admin(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(router.url() + path))
                .timeout(limit)
                .header("Authorization", "Bearer " + token);
    }
}
