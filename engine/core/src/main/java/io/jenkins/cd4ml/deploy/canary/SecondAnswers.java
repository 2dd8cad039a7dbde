package io.jenkins.cd4ml.deploy.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.data.source.Labels;
import io.jenkins.cd4ml.data.source.RequestLog;
import io.jenkins.cd4ml.data.source.SourceFile;
import io.jenkins.cd4ml.deploy.router.RouterClient;
import io.jenkins.cd4ml.deploy.server.ServedLogs;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.stage.StageContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks the version that did not answer a live request for its answer to the same row, off the request path: for each row whose label
 * has come, and for a sample whatever its label is. Rows are read from the environment's request log.
 */
final class SecondAnswers {
    /** Rows of a step that are asked again whatever their label is: enough for the shift of the predictions. */
    private static final int SAMPLE = 500;

    /** Labelled rows of a canary that are asked again. */
    private static final int MOST_LABELLED = 20_000;

    /** So many refusals without an answer, and the log does not have what the model needs. */
    private static final int REFUSALS = 5;

    /** A log that is full is packed beside and removed, which may happen between listing and reading. */
    private static final int READINGS = 3;

    private final StageContext context;
    private final RouterClient router;
    private final String model;
    private final String candidate;
    private final String champion;
    private final Instant since;
    private final Map<String, LoggedRow> rows = new LinkedHashMap<>();
    private final Deque<LoggedRow> open = new ArrayDeque<>();
    private int sample;
    private int sampled;
    private int labelled;
    private int refused;
    private boolean answered;
    private boolean numbers;

    /** {@code candidate} and {@code champion} as the request log names versions; answers since that moment count. */
    SecondAnswers(
            StageContext context, RouterClient router, String model, String candidate, String champion, Instant since) {
        this.context = context;
        this.router = router;
        this.model = model;
        this.candidate = candidate;
        this.champion = champion;
        this.since = since;
    }

    /** A new step: more rows for the sample. */
    void nextStep() {
        sample += SAMPLE;
    }

    /** Whether rows can be asked again: there is a request log with every column that the model needs. */
    boolean possible() {
        return context.configuration().deploy().requestLog().share() > 0 && (answered || refused < REFUSALS);
    }

    /** Reads what the log has by now and asks for what is missing. */
    void ask(LeaseKeeper lease) throws CanaryOverException, IOException, InterruptedException {
        for (int reading = 1; possible(); reading++) {
            try {
                read(ServedLogs.ofEnvironment(context));
                break;
            } catch (NoSuchFileException e) {
                if (reading == READINGS) {
                    throw e;
                }
            }
        }
        while (possible() && !open.isEmpty()) {
            context.cancellation().check();
            complete(open.remove(), lease);
        }
    }

    /** The rows that both have answered. */
    PairedRows pairs() {
        return new PairedRows(
                numbers,
                rows.values().stream()
                        .filter(row -> row.inSample() && row.complete())
                        .map(LoggedRow::answers)
                        .toList(),
                rows.values().stream()
                        .filter(row -> row.complete() && row.hasTruth(numbers))
                        .map(LoggedRow::answers)
                        .toList());
    }

    private void read(ServedLogs logs) throws IOException {
        Labels labels = logs.labels(since);
        for (SourceFile file : logs.requestFiles(since)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
                RequestLog.rows(file.name(), in, (row, logged) -> note(row, logged, labels));
            }
        }
    }

    private void note(JsonNode row, RequestLog.Logged logged, Labels labels) {
        boolean ofCandidate = candidate.equals(logged.version());
        if (!ofCandidate && !champion.equals(logged.version()) || !logged.answeredSince(since)) {
            return;
        }
        String key = logged.index() + " " + logged.id();
        String truth = labels.of(logged.id(), logged.index());
        LoggedRow known = rows.get(key);
        if (known != null) {
            known.label(truth);
            return;
        }
        boolean chosen = sampled < sample;
        if (!chosen && (truth == null || labelled >= MOST_LABELLED)) {
            return;
        }
        sampled += chosen ? 1 : 0;
        labelled += truth == null ? 0 : 1;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("rows").add(row);
        LoggedRow noted = new LoggedRow(
                chosen, body.toString().getBytes(StandardCharsets.UTF_8), ofCandidate, logged.prediction(), truth);
        rows.put(key, noted);
        open.add(noted);
    }

    private void complete(LoggedRow row, LeaseKeeper lease)
            throws CanaryOverException, IOException, InterruptedException {
        for (boolean ofCandidate : new boolean[] {false, true}) {
            if (row.lacks(ofCandidate)) {
                String answer = answer(row.body(), ofCandidate ? "candidate" : "champion", lease);
                if (answer == null) {
                    return;
                }
                row.answer(ofCandidate, answer);
            }
        }
        row.forgetBody();
    }

    /** Null where that version refuses the row. */
    private String answer(byte[] body, String role, LeaseKeeper lease)
            throws CanaryOverException, IOException, InterruptedException {
        HttpResponse<byte[]> response = lease.ask(() -> router.predict(model, body, RouterClient.askingAgain(role)));
        JsonNode prediction =
                Protocol.mapper().readTree(response.body()).path("predictions").path(0);
        if (response.statusCode() != 200 || prediction.isMissingNode()) {
            refused++;
            return null;
        }
        answered = true;
        numbers = prediction.has("value");
        return prediction.path(numbers ? "value" : "label").asText();
    }
}
