package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /v1/models/<model>:predict} with {@code {"rows": [{column: value}]}}. */
record RowsApi(ServedModel model, int mostRows) implements InferenceApi {
    @Override
    public String name() {
        return "v1";
    }

    @Override
    public Table read(JsonNode body) throws HttpProblem {
        JsonNode rows = body.path("rows");
        if (!rows.isArray() || rows.isEmpty()) {
            throw new HttpProblem(400, "the body needs 'rows': a list of at least one object {column: value}");
        }
        if (rows.size() > mostRows) {
            throw new HttpProblem(413, "at most " + mostRows + " rows in one request, not " + rows.size());
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).isObject()) {
                throw new HttpProblem(400, "rows[" + i + "] must be an object {column: value}");
            }
        }
        return new JsonRows(model.features(), model.texts()).read(rows);
    }

    @Override
    public Object write(JsonNode body, String id, Predictions predictions) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model", model.name());
        answer.put("version", model.version());
        answer.put("id", body.path("id").isIntegralNumber() ? body.path("id") : id);
        answer.put("predictions", byRow(predictions));
        return answer;
    }

    private static List<Object> byRow(Predictions predictions) {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < predictions.rows(); i++) {
            if (predictions.classes().isEmpty()) {
                rows.add(Map.of("value", predictions.value(i, 0)));
            } else {
                Map<String, Object> probabilities = new LinkedHashMap<>();
                for (int k = 0; k < predictions.classes().size(); k++) {
                    probabilities.put(predictions.classes().get(k), predictions.value(i, k));
                }
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("label", predictions.label(i));
                row.put("probabilities", probabilities);
                rows.add(row);
            }
        }
        return rows;
    }
}
