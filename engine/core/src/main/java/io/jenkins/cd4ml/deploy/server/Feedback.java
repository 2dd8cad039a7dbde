package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.ByteBudget;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Reply;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.deploy.http.RequestIds;
import io.jenkins.cd4ml.deploy.log.FeedbackLog;
import io.jenkins.cd4ml.deploy.log.FeedbackLog.Label;
import io.jenkins.cd4ml.model.ClassNames;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.problem.FileFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /feedback}, named as in Seldon Core, with {@code truth} as there: what turned out to be right, by request id and row.
 * {@code {"feedback": [{"id", "index", "truth"}]}}, or one such object; {@code index} is 0 where it is left out. All labels of
 * a post are written or none.
 *
 * <p>Whether a request of that id was ever answered is not asked: another server may have answered it, long ago. Readers leave
 * aside and count what belongs to no logged request.
 */
final class Feedback {
    private final FeedbackLog log;
    private final int most;
    private final boolean sensitiveTarget;
    private final HeapUse heap;

    /**
     * Takes labels.
     *
     * @param most labels of one post
     * @param sensitiveTarget whether labels must not be written down
     */
    Feedback(FeedbackLog log, int most, boolean sensitiveTarget, HeapUse heap) {
        this.heap = heap;
        this.log = log;
        this.most = most;
        this.sensitiveTarget = sensitiveTarget;
    }

    @SuppressWarnings("try") // what is held is there to be held
    Reply take(Request request, ServedModel model) throws HttpProblem, InterruptedException {
        request.require("POST");
        if (sensitiveTarget) {
            throw new HttpProblem(
                    403,
                    "what this model predicts is marked 'sensitive', so the right answers are not written down here");
        }
        try (ByteBudget.Held tree = heap.tree(request.body().length)) {
            List<Label> labels = labels(request.json(), model);
            log.add(labels);
            return Reply.json(Map.of("accepted", labels.size()));
        } catch (IOException e) {
            System.err.println("the feedback log cannot be written: " + FileFailure.of(e));
            throw HttpProblem.busy("the labels could not be written down: send them again later", 60);
        }
    }

    private List<Label> labels(JsonNode body, ServedModel model) throws HttpProblem {
        JsonNode list = body.path("feedback");
        if (list.isMissingNode()) {
            return List.of(label("", body, model));
        }
        if (!list.isArray() || list.isEmpty()) {
            throw new HttpProblem(
                    400,
                    "'feedback' must be a list of at least one {\"id\": request id, \"index\": row, \"truth\": label}");
        }
        if (list.size() > most) {
            throw new HttpProblem(413, "at most " + most + " labels in one request, not " + list.size());
        }
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            labels.add(label("feedback[" + i + "]: ", list.get(i), model));
        }
        return labels;
    }

    private Label label(String where, JsonNode given, ServedModel model) throws HttpProblem {
        JsonNode id = given.path("id");
        boolean scalar = id.isTextual() || id.isIntegralNumber();
        if (!scalar || !RequestIds.isWellFormed(id.asText())) {
            throw new HttpProblem(
                    400, where + "'id' must be the id of the request, as its answer has it; " + RequestIds.RULE);
        }
        JsonNode index = given.path("index");
        if (!index.isMissingNode()
                && !(index.isIntegralNumber()
                        && index.canConvertToInt()
                        && index.intValue() >= 0
                        && index.intValue() < most)) {
            throw new HttpProblem(400, where + "'index' must be the number of the row in its request, from 0");
        }
        return new Label(id.asText(), index.asInt(0), truth(where, given.path("truth"), model));
    }

    private static Object truth(String where, JsonNode truth, ServedModel model) throws HttpProblem {
        if (model.task() == Task.REGRESSION) {
            if (!truth.isNumber() || !Double.isFinite(truth.doubleValue())) {
                throw new HttpProblem(400, where + "'truth' must be a number, for that is what the model predicts");
            }
            return truth.numberValue();
        }
        String label = truth.isValueNode() && !truth.isNull() ? truth.asText() : null;
        Optional<String> known = label == null ? Optional.empty() : ClassNames.find(model.classes(), label);
        if (known.isEmpty()) {
            throw new HttpProblem(
                    400, where + "'truth' must be one of the classes that the model knows: " + model.classes());
        }
        return known.get();
    }
}
