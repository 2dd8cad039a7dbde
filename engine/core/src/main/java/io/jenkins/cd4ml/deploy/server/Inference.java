package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.batching.Batcher;
import io.jenkins.cd4ml.deploy.batching.QueueFullException;
import io.jenkins.cd4ml.deploy.http.ByteBudget;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.http.RequestIds;
import io.jenkins.cd4ml.deploy.log.RequestLog;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Inference requests: queue, prediction, request log, metrics. From reading to writing a request keeps to one model. */
final class Inference {
    private final RequestLog log;
    private final ServerMetrics metrics;
    private final HeapUse heap;
    private final boolean sensitiveTarget;

    /** @param sensitiveTarget whether only callers may learn what is predicted: figures have numbered classes then */
    Inference(RequestLog log, ServerMetrics metrics, HeapUse heap, boolean sensitiveTarget) {
        this.heap = heap;
        this.log = log;
        this.metrics = metrics;
        this.sensitiveTarget = sensitiveTarget;
    }

    /** Answers a request of that API with that model; {@code replayed}: a deployment sends it, and it is no news for the log. */
    Reply answer(Request request, boolean replayed, LiveModel live, InferenceApi api)
            throws HttpProblem, InterruptedException {
        long start = System.nanoTime();
        int status = 500;
        String version = live.model().version();
        metrics.started(version);
        try (Batcher.Coming coming = live.batcher().coming()) {
            Reply reply = predict(request, replayed, live.model(), coming, api);
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

    @SuppressWarnings("try") // what is held is there to be held
    private Reply predict(Request request, boolean replayed, ServedModel model, Batcher.Coming coming, InferenceApi api)
            throws HttpProblem, InterruptedException {
        try (ByteBudget.Held tree = heap.tree(request.body().length)) {
            JsonNode body = api.body(request);
            Table rows = api.read(body);
            String id = id(request, body);
            Predictions predictions = predict(coming, rows);
            requireFinite(predictions);
            Predictions counted = sensitiveTarget ? numbered(predictions) : predictions;
            try (ByteBudget.Held written = heap.answer(predictions)) {
                Reply reply = reply(model, id, api.write(body, id, predictions), counted);
                metrics.predicted(model, counted);
                if (!replayed) {
                    log.add(id, model.version(), rows, predictions);
                }
                return reply;
            }
        }
    }

    private static Reply reply(ServedModel model, String id, Object answer, Predictions counted) {
        return Reply.json(
                200,
                answer,
                Map.of(
                        RequestIds.HEADER,
                        id,
                        "X-Model-Version",
                        model.version(),
                        PredictionSummary.HEADER,
                        PredictionSummary.of(counted).toHeader()));
    }

    /** The same predictions of {@code class 1}, {@code class 2}, … in the order of the model's classes. */
    private static Predictions numbered(Predictions predictions) {
        List<String> classes = IntStream.rangeClosed(1, predictions.classes().size())
                .mapToObj(i -> "class " + i)
                .toList();
        return new Predictions(classes, predictions.values(), predictions.labelsOnly(), predictions.single());
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
            for (double value : predictions.values()[i]) {
                if (!Double.isFinite(value)) {
                    throw new HttpProblem(500, "the model's prediction for row " + i + " is not a finite number");
                }
            }
        }
    }

    /** The body's {@code id}, which the V2 protocol has come back in the answer, else the header's or the new one. */
    private static String id(Request request, JsonNode body) throws HttpProblem {
        JsonNode inBody = body.path("id");
        boolean none = inBody.isMissingNode()
                || inBody.isNull()
                || inBody.isTextual() && inBody.textValue().isEmpty();
        return none ? request.id() : RequestIds.of(inBody);
    }
}
