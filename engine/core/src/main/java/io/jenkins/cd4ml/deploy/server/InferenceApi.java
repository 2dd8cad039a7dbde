package io.jenkins.cd4ml.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.deploy.http.Request;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.Table;

/** How one API reads rows and writes predictions. */
sealed interface InferenceApi permits RowsApi, TensorsApi {

    /** The request's body as JSON. */
    default JsonNode body(Request request) throws HttpProblem {
        return request.json();
    }

    /** For metrics: {@code v1}, {@code v2}. */
    String name();

    Table read(JsonNode body) throws HttpProblem;

    Object write(JsonNode body, String id, Predictions predictions) throws HttpProblem;
}
