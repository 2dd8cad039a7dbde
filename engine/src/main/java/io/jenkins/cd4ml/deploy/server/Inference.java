package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.batching.Batcher;
import io.jenkins.cd4ml.deploy.batching.QueueFullException;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.http.RequestIds;
import io.jenkins.cd4ml.deploy.log.RequestLog;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.util.Map;

/** Inference requests: queue, prediction, request log, metrics. From reading to writing a request keeps to one model. */
final class Inference {
    private final RequestLog log;
    private final ServerMetrics metrics;

    Inference(RequestLog log, ServerMetrics metrics) {
        this.log = log;
        this.metrics = metrics;
    }

    /** Answers a request of that API with that model. */
    Reply answer(Request request, LiveModel live, InferenceApi api) throws HttpProblem, InterruptedException {
        long start = System.nanoTime();
        int status = 500;
        String version = live.model().version();
        metrics.started(version);
        try (Batcher.Coming coming = live.batcher().coming()) {
            Reply reply = predict(request, live.model(), coming, api);
            status = reply.status();
            return reply;
        } catch (HttpProblem e) {
            status = e.status();
            throw e;
        } catch (InputException e) {
            status = 400;
            throw e;
        } finally {
            metrics.finished(version, api.name(), status, System.nanoTime() - start);
        }
    }

    private Reply predict(Request request, ServedModel model, Batcher.Coming coming, InferenceApi api)
            throws HttpProblem, InterruptedException {
        JsonNode body = request.json();
        Table rows = api.read(body);
        String id = id(request, body);
        Predictions predictions = predict(coming, rows);
        requireFinite(predictions);
        Object answer = api.write(body, id, predictions);
        metrics.predicted(model, predictions);
        if (request.header(ModelServer.REPLAY_HEADER) == null) {
            log.add(id, model.version(), rows, predictions);
        }
        return Reply.json(
                200,
                answer,
                Map.of(
                        RequestIds.HEADER,
                        id,
                        "X-Model-Version",
                        model.version(),
                        PredictionSummary.HEADER,
                        PredictionSummary.of(predictions).toHeader()));
    }

    private static Predictions predict(Batcher.Coming coming, Table rows) throws HttpProblem, InterruptedException {
        try {
            return coming.predict(rows);
        } catch (QueueFullException e) {
            throw HttpProblem.busy(e.getMessage(), 1);
        }
    }

    private static void requireFinite(Predictions predictions) throws HttpProblem {
        for (int i = 0; i < predictions.rows(); i++) {
            for (float value : predictions.values()[i]) {
                if (!Float.isFinite(value)) {
                    throw new HttpProblem(500, "the model's prediction for row " + i + " is not a finite number");
                }
            }
        }
    }

    /** The body's {@code id}, which the V2 protocol has come back in the answer, else the header's or the new one. */
    private static String id(Request request, JsonNode body) throws HttpProblem {
        JsonNode inBody = body.path("id");
        if (!inBody.isTextual() || inBody.textValue().isEmpty()) {
            return request.id();
        }
        if (!RequestIds.isWellFormed(inBody.textValue())) {
            throw new HttpProblem(400, RequestIds.RULE);
        }
        return inBody.textValue();
    }
}
