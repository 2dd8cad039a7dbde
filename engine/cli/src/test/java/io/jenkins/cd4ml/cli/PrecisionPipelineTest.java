package io.jenkins.cd4ml.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.deploy.testing.Await;
import io.jenkins.cd4ml.protocol.DeployCanaryDetail;
import io.jenkins.cd4ml.protocol.MetricValue;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A target near 10,000,000 whose signal is smaller than the last place of a 32-bit float there, and one in seconds since 1970, from training
 * to callers, against scikit-learn, which computes in 64 bits. Were a single step between them made in 32 bits, answers would be rounded to whole
 * numbers of the one and to 128 seconds of the other.
 */
public class PrecisionPipelineTest {
    private static final int ROWS = 600;
    private static final int TRAINING = 400;
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    /** Fits on the training rows; prints the held-out rows' errors and what is said of the first of them. */
    private static final String SCRIPT =
            """
            import json, sys
            import numpy as np, pandas as pd
            from sklearn.ensemble import HistGradientBoostingRegressor
            from sklearn.linear_model import LinearRegression
            from sklearn.metrics import mean_squared_error
            from sklearn.pipeline import make_pipeline
            from sklearn.preprocessing import StandardScaler
            given = json.load(sys.stdin)
            data = pd.read_csv(given['folder'] + '/data.csv')
            x = data[['x', 'seconds']].to_numpy(); y = data[given['target']].to_numpy()
            model = (make_pipeline(StandardScaler(), LinearRegression()) if given['model'] == 'linear'
                     else HistGradientBoostingRegressor(random_state=0)).fit(x[:400], y[:400])
            said = model.predict(x[500:])
            if given['model'] == 'linear' and given['write']:
                import onnx
                from onnx import helper as h, numpy_helper as n, TensorProto as T
                scaler, line = model
                w = line.coef_ / scaler.scale_; b = line.intercept_ - (scaler.mean_ * w).sum()
                weights = [n.from_array(w.reshape(2, 1), 'w'), n.from_array(np.array([b]), 'b')]
                # seconds alone are 1.7e9 times w: what is left of 64 bits is enough for a millionth
                graph = h.make_graph([h.make_node('MatMul', ['v', 'w'], ['line']), h.make_node('Add', ['line', 'b'], ['y'])],
                    'wide', [h.make_tensor_value_info('v', T.DOUBLE, [None, 2])],
                    [h.make_tensor_value_info('y', T.DOUBLE, [None, 1])], weights)
                onnx.save(h.make_model(graph, ir_version=8, opset_imports=[h.make_opsetid('', 13)]), given['folder'] + '/wide.onnx')
            json.dump({'rmse': mean_squared_error(y[500:], said, squared=False), 'said': said[:20].tolist(),
                       'rows': data[['x', 'seconds']][500:520].to_dict('records')}, sys.stdout)
            """;

    /** The same line by a program of the user's own, which leaves it as ONNX in 64 bits, and its own answers. */
    private static final String PROGRAM =
            """
            import csv, json, os
            import numpy as np, onnx
            from onnx import helper as h, numpy_helper as n, TensorProto as T
            from sklearn.linear_model import LinearRegression
            from sklearn.preprocessing import StandardScaler
            given, left = os.environ["CD4ML_IN"], os.environ["CD4ML_OUT"]
            def rows(name):
                return list(csv.DictReader(open(f"{given}/{name}.csv")))
            def numbers(table):
                return np.array([[float(row["x"]), float(row["seconds"])] for row in table])
            train, asked = rows("train"), rows("predict")
            scaler = StandardScaler().fit(numbers(train))
            line = LinearRegression().fit(scaler.transform(numbers(train)), [float(row["target"]) for row in train])
            constants = {"/mean": scaler.mean_, "/scale": scaler.scale_, "/w": line.coef_.reshape(2, 1), "/b": np.array([line.intercept_])}
            graph = h.make_graph([h.make_node("Concat", ["x", "seconds"], ["/v"], axis=1), h.make_node("Sub", ["/v", "/mean"], ["/c"]),
                    h.make_node("Div", ["/c", "/scale"], ["/z"]), h.make_node("MatMul", ["/z", "/w"], ["/line"]),
                    h.make_node("Add", ["/line", "/b"], ["prediction"])], "line",
                [h.make_tensor_value_info(name, T.DOUBLE, ["rows", 1]) for name in ("x", "seconds")],
                [h.make_tensor_value_info("prediction", T.DOUBLE, ["rows", 1])],
                [n.from_array(value, name) for name, value in constants.items()])
            onnx.save(h.make_model(graph, ir_version=8, opset_imports=[h.make_opsetid("", 13)]), f"{left}/model.onnx")
            with open(f"{left}/predictions.csv", "w") as out:
                writer = csv.writer(out)
                writer.writerow(["cd4ml_row", "prediction"])
                for row, said in zip(asked, line.predict(scaler.transform(numbers(asked)))):
                    writer.writerow([row["cd4ml_row"], said])
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path project;

    @Before
    public void writeData() throws Exception {
        project = folder.getRoot().toPath();
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder("day,x,seconds,target,arrival\n");
        for (int row = 0; row < ROWS; row++) {
            double x = random.nextGaussian();
            double later = 4000 * random.nextDouble();
            double target = 10_000_000 + 0.3 * x + 0.0005 * later + 0.02 * random.nextGaussian();
            double arrival = 1_700_000_000 + 100 * Math.sin(2 * x) + 0.1 * later + 5 * random.nextGaussian();
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%.6f,%.3f,%.6f,%.3f%n",
                    FIRST.plusDays(row),
                    x,
                    1_700_000_000 + later,
                    target,
                    arrival));
        }
        Files.writeString(project.resolve("data.csv"), text);
    }

    @Test
    public void linear() throws Exception {
        JsonNode expected = scikitLearn("linear", "target", false);
        Cd4ml cd4ml = project("target", "train: {algorithm: linear, epochs: 200, patience: 50, learningRate: 0.01}\n");
        JsonNode served = served(cd4ml, "FP64", 0);
        // Mini-batches stop beside the least squares; in 32 bits it would be 14 times as much.
        assertError(cd4ml, expected, 1.2);
        for (int row = 0; row < 20; row++) {
            assertEquals(
                    expected.get("said").get(row).asDouble(), served.get(row).asDouble(), 0.05);
        }
    }

    @Test
    public void xgboostOfSecondsSince1970() throws Exception {
        JsonNode expected = scikitLearn("trees", "arrival", false);
        Cd4ml cd4ml = project("arrival", "train: {algorithm: xgboost}\n");
        served(cd4ml, "FP64", 0);
        assertError(cd4ml, expected, 1.25);
    }

    @Test
    public void command() throws Exception {
        JsonNode expected = scikitLearn("linear", "target", false);
        Files.writeString(project.resolve("train.py"), PROGRAM);
        Cd4ml cd4ml = project("target", "train: {algorithm: command, command: {run: [/usr/bin/python3, train.py]}}\n");
        JsonNode served = served(cd4ml, "FP64", 1e-9);
        assertError(cd4ml, expected, 1 + 1e-7);
        for (int row = 0; row < 20; row++) {
            assertEquals(
                    expected.get("said").get(row).asDouble(), served.get(row).asDouble(), 1e-7);
        }
    }

    @Test
    public void aFileFromElsewhere() throws Exception {
        JsonNode expected = scikitLearn("linear", "target", true);
        Cd4ml cd4ml = project("target", "");
        cd4ml.edit("validate: {", "validate: {model: wide.onnx, split: test, ");
        JsonNode served = served(cd4ml, "FP64", 0);
        assertError(cd4ml, expected, 1 + 1e-6);
        for (int row = 0; row < 20; row++) {
            assertEquals(
                    expected.get("said").get(row).asDouble(), served.get(row).asDouble(), 1e-6);
        }
    }

    private JsonNode scikitLearn(String model, String target, boolean write) throws Exception {
        return Oracle.python(
                List.of("sklearn", "pandas", "onnx"),
                SCRIPT,
                new ObjectMapper()
                        .writeValueAsString(Map.of(
                                "folder", project.toString(), "model", model, "target", target, "write", write)));
    }

    private Cd4ml project(String target, String train) throws Exception {
        Files.writeString(
                project.resolve("cd4ml.yaml"),
                "model: sample\ndata: {path: data.csv, key: day, target: " + target + ", features: [x, seconds]}\n"
                        + "split: {by: day, train: ..2021-02-03, validation: 2021-02-04..2021-05-14, test: 2021-05-15..}\n"
                        + train
                        + "validate: {gates: [{metric: r2, min: 0.9}]}\n"
                        + "deploy: {steps: [100], requests: 40, seconds: 1, keepServing: true}\n");
        assertEquals(LocalDate.of(2021, 2, 3), FIRST.plusDays(TRAINING - 1));
        assertEquals(LocalDate.of(2021, 5, 14), FIRST.plusDays(499));
        return Cd4ml.in(project);
    }

    /** The root of the mean squared error on the 100 held-out rows is at most so many times scikit-learn's. */
    private static void assertError(Cd4ml cd4ml, JsonNode expected, double times) throws Exception {
        var validation = cd4ml.result("one", Stage.VALIDATE_MODEL).detail(ValidateModelDetail.class);
        assertEquals(100, validation.rows());
        MetricValue rmse = validation.metrics().stream()
                .filter(metric -> metric.name().equals("rmse"))
                .findFirst()
                .orElseThrow();
        double right = expected.get("rmse").asDouble();
        assertTrue(rmse.value() + " against " + right, rmse.value() <= right * times);
    }

    /** Runs all stages; the answers to the first held-out rows, the same from both protocols and in the request log. */
    private JsonNode served(Cd4ml cd4ml, String type, double parity) throws Exception {
        try {
            Cd4ml.Ended run = cd4ml.execute("run", "--run", "one").requireExitCode(0);
            assertFalse(run.err(), run.err().contains("different values are equal to another one"));
            var made = cd4ml.result("one", Stage.PACKAGE_MODEL).detail(PackageModelDetail.class);
            assertTrue(
                    "differs by " + made.parity().maxDifference(),
                    made.parity().maxDifference() <= Math.max(parity, 1e-5));
            var canary = cd4ml.result("one", Stage.DEPLOY_CANARY);
            assertEquals(
                    DeployCanaryDetail.Decision.PROMOTED,
                    canary.detail(DeployCanaryDetail.class).decision());
            Matcher url =
                    URL.matcher(cd4ml.execute("serving").requireExitCode(0).out());
            assertTrue(url.find());
            return answers(cd4ml, url.group(), type);
        } finally {
            cd4ml.execute("serving", "stop");
        }
    }

    private JsonNode answers(Cd4ml cd4ml, String url, String type) throws Exception {
        ObjectMapper json = new ObjectMapper();
        JsonNode metadata = send(HttpRequest.newBuilder(URI.create(url + "/v2/models/sample")));
        assertEquals(type, metadata.at("/outputs/0/datatype").asText());
        JsonNode rows = scikitLearn("linear", "target", false).get("rows");
        JsonNode byRow = send(post(url + "/v1/models/sample:predict", "{\"id\":\"p\",\"rows\":" + rows + "}"));
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (JsonNode input : metadata.get("inputs")) {
            List<Double> data = new ArrayList<>();
            rows.forEach(row -> data.add(row.get(input.get("name").asText()).asDouble()));
            inputs.add(Map.of(
                    "name",
                    input.get("name").asText(),
                    "shape",
                    List.of(data.size(), 1),
                    "datatype",
                    input.get("datatype").asText(),
                    "data",
                    data));
        }
        JsonNode tensors =
                send(post(url + "/v2/models/sample/infer", "{\"inputs\":" + json.writeValueAsString(inputs) + "}"));
        JsonNode output = tensors.at("/outputs/0");
        assertEquals(type, output.get("datatype").asText());
        for (int row = 0; row < 20; row++) {
            double value = byRow.at("/predictions/" + row + "/value").asDouble();
            assertEquals(value, output.get("data").get(row).asDouble(), 0);
        }
        List<String> logged = new ArrayList<>();
        Await.until("the rows are in the request log", () -> {
            logged.clear();
            try (Stream<Path> logs = Files.walk(cd4ml.project().resolve(".cd4ml"))) {
                for (Path log : logs.filter(file -> file.toString().endsWith(".jsonl")
                                && file.toString().contains("requests"))
                        .toList()) {
                    logged.addAll(Files.readAllLines(log));
                }
            }
            return logged.size() >= 40;
        });
        for (String line : logged) {
            JsonNode row = json.readTree(line);
            if (row.get("id").asText().equals("p")) {
                int index = row.get("index").asInt();
                assertEquals(
                        output.get("data").get(index).asDouble(),
                        row.get("prediction").asDouble(),
                        0);
            }
        }
        return output.get("data");
    }

    private static HttpRequest.Builder post(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(response.body(), 200, response.statusCode());
        return new ObjectMapper().readTree(response.body());
    }
}
