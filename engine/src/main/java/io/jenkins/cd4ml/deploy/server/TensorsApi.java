package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code POST /v2/models/<model>/infer} with tensors. */
record TensorsApi(ServedModel model, int mostRows) implements InferenceApi {
    @Override
    public String name() {
        return "v2";
    }

    @Override
    public Table read(JsonNode body) throws HttpProblem {
        if (!body.path("inputs").isArray()) {
            throw new HttpProblem(400, "the body needs 'inputs': a list of tensors");
        }
        return new Tensors(model, mostRows).read(body.path("inputs"));
    }

    @Override
    public Object write(JsonNode body, String id, Predictions predictions) throws HttpProblem {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model_name", model.name());
        answer.put("model_version", model.version());
        answer.put("id", id);
        answer.put("outputs", new Tensors(model, mostRows).write(predictions, body.path("outputs")));
        return answer;
    }
}
