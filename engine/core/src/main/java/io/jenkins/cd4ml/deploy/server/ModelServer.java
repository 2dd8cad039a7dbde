package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.batching.Batcher;
import io.jenkins.cd4ml.deploy.http.BodyProblem;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.LoopbackServer;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.log.FeedbackLog;
import io.jenkins.cd4ml.deploy.log.RequestLog;
import io.jenkins.cd4ml.deploy.process.ServingSettings;
import io.jenkins.cd4ml.protocol.TensorSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Serves one model over HTTP: KServe's V2 inference protocol, JSON rows, {@code /feedback} and {@code /metrics}. The version that
 * is served can be replaced while requests come. See docs/serving.md for the paths.
 */
public final class ModelServer implements AutoCloseable {
    /** Marks rows that a deployment replays: they are predicted and not logged, for they are no news. Set by the router. */
    public static final String REPLAY_HEADER = "X-CD4ML-Replay";

    /** Proves that the router asks: the token of the serving folder. */
    public static final String ROUTER_HEADER = "X-CD4ML-Token";

    /** Threads beyond those that wait for the model, for health, refusals, and callers that take their time to send. */
    private static final int SPARE_THREADS = 128;

    /** How long requests that have come are waited for when the server ends. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final ServerLimits limits;
    private final ServingSettings settings;
    private final RequestLog log;
    private final FeedbackLog feedbackLog;
    private final ServerMetrics metrics;
    private final Inference inference;
    private final Feedback feedback;
    private final CurrentModel current;
    private final Predicate<String> router;
    private final CallerToken callers;
    private final LoopbackServer http;

    /** The same of a server without a router before it. */
    public ModelServer(Predictor predictor, ServerLimits limits, ServingSettings settings, Path logs, Clock clock)
            throws IOException {
        this(
                predictor,
                limits,
                settings,
                logs,
                clock,
                token -> false,
                new CallerToken(() -> settings.tokenFile() == null ? null : Path.of(settings.tokenFile())));
    }

    /**
     * Binds the port; {@link #start} serves. Closing also closes the predictor.
     *
     * @param logs folder with {@code requests/} and {@code feedback/}
     * @param router whether a token is the one of the router before this server
     * @param callers the token that predictions and labels need
     */
    public ModelServer(
            Predictor predictor,
            ServerLimits limits,
            ServingSettings settings,
            Path logs,
            Clock clock,
            Predicate<String> router,
            CallerToken callers)
            throws IOException {
        this.router = router;
        this.callers = callers;
        this.limits = limits;
        this.settings = settings;
        this.http = new LoopbackServer(
                "server",
                settings.port(),
                settings.batch().queue() + SPARE_THREADS,
                limits.bodyBytes(),
                this::answer,
                this::unread);
        this.log = new RequestLog(
                logs.resolve("requests"),
                predictor.model().version(),
                settings.requestLog(),
                settings.sensitiveTarget(),
                clock);
        this.feedbackLog = new FeedbackLog(logs.resolve("feedback"), settings.requestLog(), clock);
        this.metrics = new ServerMetrics(log, feedbackLog, this::waiting);
        HeapUse heap = new HeapUse();
        this.inference = new Inference(log, metrics, heap, settings.sensitiveTarget());
        this.feedback = new Feedback(feedbackLog, limits.rows(), settings.sensitiveTarget(), heap);
        this.current = new CurrentModel(live(predictor));
    }

    public void start() {
        http.start();
    }

    public String url() {
        return http.url();
    }

    /** What new requests get. */
    public ServedModel model() {
        return current.peek().model();
    }

    /**
     * Has another model answer from now on. Requests that have begun keep theirs; when the last of them is answered, the model
     * before is closed.
     *
     * @param next warmed up, of the same name
     */
    public void swap(Predictor next) {
        current.replace(live(next));
        metrics.swapped(true);
    }

    /** Counts a version that could not be taken. */
    void refused() {
        metrics.swapped(false);
    }

    @Override
    public void close() throws InterruptedException {
        http.drain(DRAIN);
        http.close();
        log.close();
        feedbackLog.close();
        current.close();
    }

    private LiveModel live(Predictor predictor) {
        metrics.serving(predictor.model());
        int parallel = Runtime.getRuntime().availableProcessors();
        return new LiveModel(predictor, new Batcher(predictor::predict, settings.batch(), parallel, metrics::ran));
    }

    private int waiting() {
        LiveModel now = current.peek();
        return now == null ? 0 : now.batcher().waiting();
    }

    private void unread(BodyProblem problem) {
        metrics.unread(problem);
    }

    private Reply answer(Request request) throws HttpProblem, IOException, InterruptedException {
        // Whom the router lets in has shown the token to it.
        if (CallerToken.concerns(request) && !router.test(request.header(ROUTER_HEADER))) {
            callers.require(request);
        }
        LiveModel live = current.use();
        if (live == null) {
            throw HttpProblem.busy("the server is stopping", 1);
        }
        try {
            return answer(request, live);
        } finally {
            live.release();
        }
    }

    private Reply answer(Request request, LiveModel live) throws HttpProblem, IOException, InterruptedException {
        List<String> path = request.segments();
        return switch (path.get(0)) {
            case "v1" -> v1(request, path, live);
            case "v2" -> v2(request, path, live);
            case "feedback" -> {
                require(path.size() == 1, request);
                yield feedback.take(request, live.model());
            }
            case "metrics" -> {
                require(path.size() == 1, request);
                request.require("GET");
                yield metrics.page();
            }
            default -> throw unknown(request);
        };
    }

    private Reply v1(Request request, List<String> path, LiveModel live) throws HttpProblem, InterruptedException {
        require(path.size() == 3 && path.get(1).equals("models"), request);
        String name = path.get(2);
        if (name.endsWith(":predict")) {
            requireModel(live.model(), name.substring(0, name.length() - ":predict".length()));
            request.require("POST");
            return inference.answer(request, isReplayed(request), live, new RowsApi(live.model(), limits.rows()));
        }
        throw unknown(request);
    }

    private Reply v2(Request request, List<String> path, LiveModel live) throws HttpProblem, InterruptedException {
        ServedModel model = live.model();
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
        requireModel(model, path.get(2));
        List<String> rest = path.subList(3, path.size());
        if (!rest.isEmpty() && rest.get(0).equals("versions")) {
            require(rest.size() >= 2, request);
            requireVersion(model, rest.get(1));
            rest = rest.subList(2, rest.size());
        }
        require(rest.size() <= 1, request);
        return switch (rest.isEmpty() ? "" : rest.get(0)) {
            case "" -> {
                request.require("GET");
                yield Reply.json(metadata(model));
            }
            case "ready" -> {
                request.require("GET");
                yield Reply.json(Map.of("name", model.name(), "ready", true));
            }
            case "infer" -> {
                request.require("POST");
                yield inference.answer(request, isReplayed(request), live, new TensorsApi(model, limits.rows()));
            }
            default -> throw unknown(request);
        };
    }

    /** Only the router says so; whatever else asks proves nothing by a header, and stands in the log. */
    private boolean isReplayed(Request request) {
        return request.header(REPLAY_HEADER) != null && router.test(request.header(ROUTER_HEADER));
    }

    private Map<String, Object> metadata(ServedModel model) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", model.name());
        metadata.put("versions", List.of(model.version()));
        metadata.put("platform", "onnxruntime_onnx");
        metadata.put("inputs", model.inputs().stream().map(this::tensor).toList());
        metadata.put("outputs", model.outputs().stream().map(this::tensor).toList());
        return metadata;
    }

    private Map<String, Object> tensor(TensorSignature signature) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", signature.name());
        tensor.put("datatype", Tensors.datatype(signature));
        tensor.put("shape", signature.shape());
        if (!signature.labels().isEmpty() && !settings.sensitiveTarget()) {
            tensor.put("labels", signature.labels());
        }
        return tensor;
    }

    private static void requireModel(ServedModel model, String name) throws HttpProblem {
        if (!name.equals(model.name())) {
            throw new HttpProblem(404, "no model '" + name + "' is served here, only '" + model.name() + "'");
        }
    }

    private static void requireVersion(ServedModel model, String version) throws HttpProblem {
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
