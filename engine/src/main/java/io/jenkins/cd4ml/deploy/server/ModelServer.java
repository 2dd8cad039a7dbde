package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.protocol.TensorSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves one model version over HTTP: KServe's V2 inference protocol, JSON rows, and {@code /metrics}. See
 * docs/deploy-canary.md for the paths.
 */
public final class ModelServer implements AutoCloseable {
    /** Marks rows that a deployment replays: they are predicted and not logged, for they are no news. Set by the router. */
    public static final String REPLAY_HEADER = "X-CD4ML-Replay";

    /** Threads beyond those that infer, so that health and refusals are answered under full load. */
    private static final int SPARE_THREADS = 8;

    private final ServedModel model;
    private final Predictor predictor;
    private final RequestLog log;
    private final ServerMetrics metrics;
    private final Inference inference;
    private final LoopbackServer http;

    /**
     * Binds the port; {@link #start} serves. Closing also closes the predictor.
     *
     * @param requests folder of the request log
     */
    public ModelServer(Predictor predictor, int port, ServerLimits limits, Path requests, Clock clock)
            throws IOException {
        this.predictor = predictor;
        this.model = predictor.model();
        this.http = new LoopbackServer(
                "server", port, limits.concurrent() + SPARE_THREADS, limits.bodyBytes(), this::answer);
        this.log = new RequestLog(requests, model.version(), clock);
        this.metrics = new ServerMetrics(model, log::dropped);
        this.inference = new Inference(predictor, limits, log, metrics);
    }

    public void start() {
        http.start();
    }

    public String url() {
        return http.url();
    }

    @Override
    public void close() throws InterruptedException {
        http.close();
        log.close();
        predictor.close();
    }

    private Reply answer(Request request) throws HttpProblem, IOException {
        List<String> path = request.segments();
        return switch (path.get(0)) {
            case "v1" -> v1(request, path);
            case "v2" -> v2(request, path);
            case "metrics" -> {
                require(path.size() == 1, request);
                request.require("GET");
                yield metrics.page();
            }
            default -> throw unknown(request);
        };
    }

    private Reply v1(Request request, List<String> path) throws HttpProblem {
        require(path.size() == 3 && path.get(1).equals("models"), request);
        String name = path.get(2);
        if (name.endsWith(":predict")) {
            requireModel(name.substring(0, name.length() - ":predict".length()));
            request.require("POST");
            return inference.rows(request);
        }
        throw unknown(request);
    }

    private Reply v2(Request request, List<String> path) throws HttpProblem {
        if (path.size() == 1) {
            request.require("GET");
            return Reply.json(Map.of("name", "cd4ml", "version", "1", "extensions", List.of()));
        }
        if (path.get(1).equals("health")) {
            require(path.size() == 3, request);
            String what = path.get(2);
            require(what.equals("live") || what.equals("ready"), request);
            request.require("GET");
            return Reply.json(Map.of(what, true));
        }
        require(path.get(1).equals("models") && path.size() >= 3, request);
        requireModel(path.get(2));
        List<String> rest = path.subList(3, path.size());
        if (!rest.isEmpty() && rest.get(0).equals("versions")) {
            require(rest.size() >= 2, request);
            requireVersion(rest.get(1));
            rest = rest.subList(2, rest.size());
        }
        require(rest.size() <= 1, request);
        return switch (rest.isEmpty() ? "" : rest.get(0)) {
            case "" -> {
                request.require("GET");
                yield Reply.json(metadata());
            }
            case "ready" -> {
                request.require("GET");
                yield Reply.json(Map.of("name", model.name(), "ready", true));
            }
            case "infer" -> {
                request.require("POST");
                yield inference.tensors(request);
            }
            default -> throw unknown(request);
        };
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", model.name());
        metadata.put("versions", List.of(model.version()));
        metadata.put("platform", "onnxruntime_onnx");
        metadata.put("inputs", model.inputs().stream().map(ModelServer::tensor).toList());
        metadata.put(
                "outputs", model.outputs().stream().map(ModelServer::tensor).toList());
        return metadata;
    }

    private static Map<String, Object> tensor(TensorSignature signature) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", signature.name());
        tensor.put("datatype", Tensors.datatype(signature));
        tensor.put("shape", signature.shape());
        return tensor;
    }

    private void requireModel(String name) throws HttpProblem {
        if (!name.equals(model.name())) {
            throw new HttpProblem(404, "no model '" + name + "' is served here, only '" + model.name() + "'");
        }
    }

    private void requireVersion(String version) throws HttpProblem {
        if (!version.equals(model.version())) {
            throw new HttpProblem(404, "version '" + version + "' is not served here, only '" + model.version() + "'");
        }
    }

    private static void require(boolean known, Request request) throws HttpProblem {
        if (!known) {
            throw unknown(request);
        }
    }

    private static HttpProblem unknown(Request request) {
        return new HttpProblem(
                404,
                "nothing is at " + request.path()
                        + "; predictions are at POST /v1/models/<model>:predict and POST /v2/models/<model>/infer");
    }
}
