package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code POST /v2/models/<model>/infer} with tensors. */
record TensorsApi(ServedModel model, int mostRows) implements InferenceApi {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    @Override
    public String name() {
        return "v2";
    }

    /** Triton's client declares JSON as octets, and says by a header how much of the body is JSON. */
    @Override
    public JsonNode body(Request request) throws HttpProblem {
        String json = request.header(JSON_LENGTH);
        if (json != null && !json.strip().equals(Integer.toString(request.body().length))) {
            throw binary("the header " + JSON_LENGTH);
        }
        return request.jsonOrOctets();
    }

    @Override
    public Table read(JsonNode body) throws HttpProblem {
        if (!body.path("inputs").isArray()) {
            throw new HttpProblem(400, "the body needs 'inputs': a list of tensors");
        }
        for (JsonNode input : body.path("inputs")) {
            if (input.path("parameters").has("binary_data_size")) {
                throw binary("binary_data_size");
            }
        }
        boolean all = body.path("parameters").path("binary_data_output").asBoolean(false);
        for (JsonNode output : body.path("outputs")) {
            all |= output.path("parameters").path("binary_data").asBoolean(false);
        }
        if (all) {
            throw binary("binary_data");
        }
        return new Tensors(model, mostRows).read(body.path("inputs"));
    }

    @Override
    public Object write(JsonNode body, String id, Predictions predictions) throws HttpProblem {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model_name", model.name());
        answer.put("model_version", model.version());
        // As it was sent, a number or a text.
        answer.put("id", body.path("id").isIntegralNumber() ? body.path("id") : id);
        answer.put("outputs", new Tensors(model, mostRows).write(predictions, body.path("outputs")));
        return answer;
    }

    private static HttpProblem binary(String what) {
        return new HttpProblem(
                400,
                "the binary tensor data extension is not spoken here (" + what
                        + "): send and ask for 'data' as JSON (tritonclient: binary_data=False)");
    }
}
