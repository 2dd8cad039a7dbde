package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.http.RequestIds;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Inference requests of both APIs: limits, prediction, request log, metrics. */
final class Inference {
    private final Predictor predictor;
    private final ServedModel model;
    private final ServerLimits limits;
    private final RequestLog log;
    private final ServerMetrics metrics;
    private final Semaphore permits;

    Inference(Predictor predictor, ServerLimits limits, RequestLog log, ServerMetrics metrics) {
        this.predictor = predictor;
        this.model = predictor.model();
        this.limits = limits;
        this.log = log;
        this.metrics = metrics;
        this.permits = new Semaphore(limits.concurrent());
    }

    /** How one API reads rows and writes predictions. */
    private interface Api {
        Table read(JsonNode body) throws HttpProblem;

        Object write(JsonNode body, String id, Predictions predictions) throws HttpProblem;
    }

    /** {@code POST /v1/models/<model>:predict} with {@code {"rows": [{column: value}]}}. */
    Reply rows(Request request) throws HttpProblem {
        JsonRows reader = new JsonRows(model.features());
        return answer("v1", request, new Api() {
            @Override
            public Table read(JsonNode body) throws HttpProblem {
                JsonNode rows = body.path("rows");
                if (!rows.isArray() || rows.isEmpty()) {
                    throw new HttpProblem(400, "the body needs 'rows': a list of at least one object {column: value}");
                }
                if (rows.size() > limits.rows()) {
                    throw new HttpProblem(413, "at most " + limits.rows() + " rows in one request, not " + rows.size());
                }
                for (int i = 0; i < rows.size(); i++) {
                    if (!rows.get(i).isObject()) {
                        throw new HttpProblem(400, "rows[" + i + "] must be an object {column: value}");
                    }
                }
                return reader.read(rows);
            }

            @Override
            public Object write(JsonNode body, String id, Predictions predictions) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("model", model.name());
                answer.put("version", model.version());
                answer.put("id", id);
                answer.put("predictions", byRow(predictions));
                return answer;
            }
        });
    }

    /** {@code POST /v2/models/<model>/infer} with tensors. */
    Reply tensors(Request request) throws HttpProblem {
        Tensors tensors = new Tensors(model, limits.rows());
        return answer("v2", request, new Api() {
            @Override
            public Table read(JsonNode body) throws HttpProblem {
                if (!body.path("inputs").isArray()) {
                    throw new HttpProblem(400, "the body needs 'inputs': a list of tensors");
                }
                return tensors.read(body.path("inputs"));
            }

            @Override
            public Object write(JsonNode body, String id, Predictions predictions) throws HttpProblem {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("model_name", model.name());
                answer.put("model_version", model.version());
                answer.put("id", id);
                answer.put("outputs", tensors.write(predictions, body.path("outputs")));
                return answer;
            }
        });
    }

    private Reply answer(String api, Request request, Api reading) throws HttpProblem {
        long start = System.nanoTime();
        int status = 500;
        metrics.started();
        try {
            if (!permits.tryAcquire()) {
                throw new HttpProblem(
                        503, "more than " + limits.concurrent() + " inferences at once: try again in a moment");
            }
            try {
                Reply reply = predict(request, reading);
                status = reply.status();
                return reply;
            } finally {
                permits.release();
            }
        } catch (HttpProblem e) {
            status = e.status();
            throw e;
        } catch (InputException e) {
            status = 400;
            throw e;
        } finally {
            metrics.finished(api, status, System.nanoTime() - start);
        }
    }

    private Reply predict(Request request, Api api) throws HttpProblem {
        JsonNode body = request.json();
        Table rows = api.read(body);
        String id = id(request, body);
        Predictions predictions = predictor.predict(rows);
        requireFinite(predictions);
        Object answer = api.write(body, id, predictions);
        metrics.predicted(predictions);
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

    private static void requireFinite(Predictions predictions) throws HttpProblem {
        for (int i = 0; i < predictions.rows(); i++) {
            for (float value : predictions.values()[i]) {
                if (!Float.isFinite(value)) {
                    throw new HttpProblem(500, "the model's prediction for row " + i + " is not a finite number");
                }
            }
        }
    }

    private static List<Object> byRow(Predictions predictions) {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < predictions.rows(); i++) {
            if (predictions.classes().isEmpty()) {
                rows.add(Map.of("value", predictions.values()[i][0]));
            } else {
                Map<String, Object> probabilities = new LinkedHashMap<>();
                for (int k = 0; k < predictions.classes().size(); k++) {
                    probabilities.put(predictions.classes().get(k), predictions.values()[i][k]);
                }
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("label", predictions.label(i));
                row.put("probabilities", probabilities);
                rows.add(row);
            }
        }
        return rows;
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
