package io.jenkins.cd4ml.deploy.router;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.process.ServedVersion;
import io.jenkins.cd4ml.deploy.process.ServingException;
import io.jenkins.cd4ml.problem.FileFailure;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a driver steers the router: {@code /admin/…}, with the token of the serving folder as bearer. See
 * docs/canary-processes.md for the calls.
 */
final class AdminApi {
    private final String token;
    private final Rollout rollout;
    private final Supplier<RouterState> state;
    private final Runnable stop;

    AdminApi(String token, Rollout rollout, Supplier<RouterState> state, Runnable stop) {
        this.token = token;
        this.rollout = rollout;
        this.state = state;
        this.stop = stop;
    }

    /** Whether this is the token of the folder; takes as long for a wrong one. */
    boolean isToken(String text) {
        return text != null
                && MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    Reply answer(Request request) throws HttpProblem, IOException, InterruptedException {
        String authorization = request.header("Authorization");
        if (authorization == null
                || !authorization.startsWith("Bearer ")
                || !isToken(authorization.substring("Bearer ".length()))) {
            throw new HttpProblem(
                    401, "send the token of the serving folder's file admin.token: Authorization: Bearer …");
        }
        if (request.path().equals("/admin/state")) {
            request.require("GET");
            return Reply.json(state.get());
        }
        if (request.path().equals("/admin/blocks")) {
            request.require("GET");
            return Reply.json(Map.of("blocks", rollout.traffic().blocks().snapshot()));
        }
        request.require("POST");
        JsonNode body = request.json();
        try {
            return change(request.path(), body);
        } catch (InputException | ServingException e) {
            throw new HttpProblem(422, e.getMessage());
        } catch (IOException e) {
            throw new HttpProblem(500, "the router cannot write its state: " + FileFailure.of(e));
        }
    }

    private Reply change(String path, JsonNode body) throws HttpProblem, IOException, InterruptedException {
        switch (path) {
            case "/admin/champion" -> rollout.champion(
                    version(body), body.path("reason").asText(null));
            case "/admin/canary" -> {
                String id = rollout.canary(version(body), text(body, "stickyBy"));
                return Reply.json(Map.of("canary", id));
            }
            case "/admin/lease" -> rollout.renew(text(body, "canary"));
            case "/admin/weight" -> rollout.weight(
                    text(body, "canary"), body.path("weight").asInt(-1));
            case "/admin/promote" -> promote(body);
            case "/admin/propose" -> rollout.propose(text(body, "canary"), driver(body));
            case "/admin/rollback" -> rollout.rollBack(text(body, "canary"), text(body, "reason"));
            case "/admin/stop" -> stop.run();
            default -> throw new HttpProblem(404, "the admin API has no " + path);
        }
        return Reply.json(Map.of());
    }

    private void promote(JsonNode body) throws HttpProblem, IOException {
        String canary = text(body, "canary");
        if (!body.hasNonNull("register")) {
            rollout.promote(canary);
            return;
        }
        if (!body.has("from")) {
            throw new HttpProblem(400, "a promotion that registers needs 'from', the champion's version or null");
        }
        Integer from = body.get("from").isNull()
                ? null
                : Integer.valueOf(body.get("from").asInt(-1));
        rollout.promote(canary, action(body), text(body, "register"), from);
    }

    private static String text(JsonNode body, String field) throws HttpProblem {
        if (!body.path(field).isTextual()) {
            throw new HttpProblem(400, "the body needs the text '" + field + "'");
        }
        return body.path(field).textValue();
    }

    private static Action action(JsonNode body) throws HttpProblem {
        return switch (body.path("action").asText(Action.PROMOTE.name())) {
            case "PROMOTE" -> Action.PROMOTE;
            case "ROLLBACK" -> Action.ROLLBACK;
            default -> throw new HttpProblem(400, "the 'action' of a promotion is PROMOTE or ROLLBACK");
        };
    }

    private static Proposal.Driver driver(JsonNode body) throws HttpProblem {
        try {
            Proposal.Driver driver = Protocol.mapper().treeToValue(body.path("driver"), Proposal.Driver.class);
            if (driver == null || driver.process() == null || driver.run() == null || driver.result() == null) {
                throw new HttpProblem(400, "the body needs a 'driver' with process, run, result");
            }
            return driver;
        } catch (JsonProcessingException e) {
            throw new HttpProblem(400, "the body's 'driver' is wrong: " + JsonMistake.of(e));
        }
    }

    private static ServedVersion version(JsonNode body) throws HttpProblem {
        try {
            ServedVersion version = Protocol.mapper().treeToValue(body.path("version"), ServedVersion.class);
            if (version == null || version.digest() == null || version.packageFolder() == null) {
                throw new HttpProblem(
                        400, "the body needs a 'version' with model, version, digest, packageFolder, heap");
            }
            return version;
        } catch (JsonProcessingException e) {
            throw new HttpProblem(400, "the body's 'version' is wrong: " + JsonMistake.of(e));
        }
    }
}
