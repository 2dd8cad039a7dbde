package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.PackageModelDetail;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.testing.Oracle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** ONNX files that were not trained here from {@code cd4ml run} to callers: judged, packaged, rolled out by a canary, served. */
public class ForeignPipelineTest {
    /** Writes two models of scikit-learn, as skl2onnx writes them, and what scikit-learn says of the first rows. */
    private static final String SCRIPT =
            """
            import json, sys
            import numpy as np, onnx, pandas as pd
            from onnx import helper as h, TensorProto as T
            from sklearn.linear_model import LogisticRegression
            folder = json.load(sys.stdin)['folder']
            columns = ['mean_radius', 'mean_texture', 'mean_smoothness']
            data = pd.read_csv(folder + '/data.csv')
            x = data[columns].to_numpy(np.float32); y = data['diagnosis'].to_numpy()
            answers = {}
            for name, rows in (('first', 150), ('second', 300)):
                model = LogisticRegression(max_iter=5000).fit(x[:rows], y[:rows])
                linear = h.make_node('LinearClassifier', ['x'], ['label', 'scores'], domain='ai.onnx.ml',
                    coefficients=np.concatenate([-model.coef_, model.coef_]).ravel().tolist(),
                    intercepts=[-model.intercept_[0], model.intercept_[0]],
                    classlabels_strings=list(model.classes_), post_transform='LOGISTIC')
                one = h.make_node('Normalizer', ['scores'], ['probabilities'], domain='ai.onnx.ml', norm='L1')
                graph = h.make_graph([linear, one], name, [h.make_tensor_value_info('x', T.FLOAT, [None, 3])],
                    [h.make_tensor_value_info('label', T.STRING, [None]), h.make_tensor_value_info('probabilities', T.FLOAT, [None, 2])])
                onnx.save(h.make_model(graph, ir_version=8,
                    opset_imports=[h.make_opsetid('', 15), h.make_opsetid('ai.onnx.ml', 2)]), f'{folder}/{name}.onnx')
                answers[name] = model.predict_proba(x[:5])[:, list(model.classes_).index('malignant')].tolist()
            answers['rows'] = [dict(zip(columns, map(float, row))) for row in data[columns].to_numpy()[:5]]
            json.dump(answers, sys.stdout)
            """;

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aFileIsJudgedPackagedServedAndReplacedByACanary() throws Exception {
        Path project = folder.getRoot().toPath();
        Files.copy(Path.of("core/src/test/resources/data/breast-cancer.csv"), project.resolve("data.csv"));
        JsonNode expected = Oracle.python(
                List.of("onnx", "sklearn", "pandas"),
                SCRIPT,
                new ObjectMapper().writeValueAsString(Map.of("folder", project.toString())));
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                """
                model: sample
                data: {path: data.csv, target: diagnosis, features: [mean_radius, mean_texture, mean_smoothness]}
                validate:
                  model: {path: first.onnx, classes: [benign, malignant]}
                  gates: [{metric: accuracy, min: 0.8}]
                deploy: {steps: [50, 100], requests: 40, seconds: 1, keepServing: true}
                """);
        Cd4ml cd4ml = Cd4ml.in(project);
        try {
            cd4ml.execute("run", "--run", "one").requireExitCode(0);
            assertEquals(
                    "first.onnx",
                    cd4ml.result("one", Stage.VALIDATE_MODEL)
                            .detail(ValidateModelDetail.class)
                            .source());
            var parity = cd4ml.result("one", Stage.PACKAGE_MODEL)
                    .detail(PackageModelDetail.class)
                    .parity();
            assertEquals(569, parity.rows());
            assertTrue(parity.maxDifference() <= 1e-5);
            requireServed("1", expected.get("rows"), expected.get("first"), cd4ml);

            cd4ml.edit("path: first.onnx", "path: second.onnx");
            cd4ml.execute("run", "--run", "two").requireExitCode(0);
            var canary = cd4ml.result("two", Stage.DEPLOY_CANARY).detail(DeployCanaryDetail.class);
            assertEquals(
                    List.of(50, 100),
                    canary.steps().stream().map(DeployCanaryDetail.Step::weight).toList());
            canary.steps().forEach(step -> assertEquals(0, step.candidate().errors()));
            requireServed("2", expected.get("rows"), expected.get("second"), cd4ml);
        } finally {
            cd4ml.execute("serving", "stop");
        }
    }

    /** Rows as JSON are answered by that version as scikit-learn answers them. */
    private static void requireServed(String version, JsonNode rows, JsonNode malignant, Cd4ml cd4ml) throws Exception {
        Cd4ml.Ended serving = cd4ml.execute("serving").requireExitCode(0);
        Matcher url = URL.matcher(serving.out());
        assertTrue(serving.out(), url.find());
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.group() + "/v1/models/sample:predict"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"rows\":" + rows + "}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(response.body(), 200, response.statusCode());
        JsonNode answer = new ObjectMapper().readTree(response.body());
        assertEquals(version, answer.get("version").asText());
        assertEquals(rows.size(), answer.get("predictions").size());
        for (int row = 0; row < rows.size(); row++) {
            JsonNode prediction = answer.get("predictions").get(row);
            double right = malignant.get(row).asDouble();
            assertEquals(right, prediction.get("probabilities").get("malignant").asDouble(), 2e-6);
            assertEquals(
                    right > 0.5 ? "malignant" : "benign",
                    prediction.get("label").asText());
        }
    }
}
