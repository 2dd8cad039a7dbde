package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.artifact.PackageReader;
import io.jenkins.cd4ml.chain.ModelDigest;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.packaging.PackageModel;
import io.jenkins.cd4ml.packaging.PackagedModel;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.protocol.ValidateModelDetail;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.stage.StageOutcome;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** ONNX files that scikit-learn's models were written to by others' code, in the shapes that skl2onnx gives them. */
public class ElsewhereTest {
    private static final String SCRIPT =
            """
            import json, sys
            import numpy as np, onnx, pandas as pd
            from onnx import helper as h, TensorProto as T
            from sklearn.linear_model import LinearRegression, LogisticRegression
            from sklearn.metrics import accuracy_score, log_loss, mean_absolute_error, roc_auc_score
            folder = json.load(sys.stdin)['folder']
            columns = ['mean_radius', 'mean_texture', 'mean_smoothness']
            data = pd.read_csv(folder + '/data/breast-cancer.csv')
            x = data[columns].to_numpy(np.float32); y = data['diagnosis'].to_numpy()
            model = LogisticRegression(max_iter=5000).fit(x[:200], y[:200])
            coefficients = np.concatenate([-model.coef_, model.coef_]).ravel().tolist()
            intercepts = [-model.intercept_[0], model.intercept_[0]]
            linear = h.make_node('LinearClassifier', ['x'], ['label', 'scores'], domain='ai.onnx.ml', name='lc',
                coefficients=coefficients, intercepts=intercepts, classlabels_strings=list(model.classes_), post_transform='LOGISTIC')
            one = h.make_node('Normalizer', ['scores'], ['probabilities'], domain='ai.onnx.ml', norm='L1')
            zip = h.make_node('ZipMap', ['probabilities'], ['output_probability'], domain='ai.onnx.ml',
                classlabels_strings=list(model.classes_))
            def save(name, nodes, inputs, outputs):
                graph = h.make_graph(nodes, name, inputs, outputs)
                onnx.save(h.make_model(graph, ir_version=8, opset_imports=[h.make_opsetid('', 15), h.make_opsetid('ai.onnx.ml', 2)]),
                          f'{folder}/{name}.onnx')
            vector = h.make_tensor_value_info('x', T.FLOAT, [None, 3])
            label = h.make_tensor_value_info('label', T.STRING, [None])
            tensor = h.make_tensor_value_info('probabilities', T.FLOAT, [None, 2])
            maps = onnx.ValueInfoProto(name='output_probability')
            maps.type.sequence_type.elem_type.map_type.key_type = T.STRING
            maps.type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = T.FLOAT
            save('zipmap', [linear, one, zip], [vector], [label, maps])
            save('tensor', [linear, one], [vector], [label, tensor])
            save('labels', [linear], [vector], [label])
            save('scores', [linear], [vector], [h.make_tensor_value_info('scores', T.FLOAT, [None, 2])])
            linear.attribute[-1].s = b'NONE'
            save('margins', [linear], [vector], [h.make_tensor_value_info('scores', T.FLOAT, [None, 2])])
            linear.attribute[-1].s = b'LOGISTIC'
            columns_in = [h.make_tensor_value_info(c, T.FLOAT, [None, 1]) for c in ('radius', 'mean_texture', 'mean_smoothness')]
            save('columns', [h.make_node('Concat', ['radius', 'mean_texture', 'mean_smoothness'], ['x'], axis=1), linear, one],
                 columns_in, [tensor])
            save('scalar', [h.make_node('ReduceMean', ['x'], ['mean'], keepdims=0)], [vector],
                 [h.make_tensor_value_info('mean', T.FLOAT, [])])
            shape = h.make_node('Constant', [], ['s'], value=h.make_tensor('v', T.INT64, [2], [7, 1000]))
            save('broken', [shape, h.make_node('Reshape', ['x', 's'], ['y'])], [vector],
                 [h.make_tensor_value_info('y', T.FLOAT, [None, 2])])
            save('whole', [h.make_node('Cast', ['n'], ['x'], to=T.FLOAT), linear, one],
                 [h.make_tensor_value_info('n', T.INT64, [None, 3])], [tensor])
            # as skl2onnx 1.16 writes zipmap: 'columns': a slice a class, called s<class>, of shape [rows]
            def column(i, name):
                at = lambda n, v: h.make_node('Constant', [], [n + name], value=h.make_tensor(n, T.INT64, [1], [v]))
                return [at('b', i), at('e', i + 1), at('a', 1), at('m', -1),
                        h.make_node('Slice', ['probabilities', 'b' + name, 'e' + name, 'a' + name], ['cut' + name]),
                        h.make_node('Reshape', ['cut' + name, 'm' + name], [name])]
            one_each = lambda *names: [h.make_tensor_value_info(n, T.FLOAT, [None]) for n in names]
            save('zipcolumns', [linear, one] + column(1, 'smalignant') + column(0, 'sbenign'), [vector],
                 [label] + one_each('smalignant', 'sbenign'))
            save('twonumbers', [linear, one] + column(1, 'a') + column(0, 'b'), [vector], one_each('a', 'b'))
            half = lambda name: h.make_tensor_value_info(name, T.FLOAT16, [None, 2])
            save('half', [linear, one, h.make_node('Cast', ['probabilities'], ['p'], to=T.FLOAT16)], [vector], [half('p')])
            save('single', [linear, one], [h.make_tensor_value_info('x', T.FLOAT, [1, 3])],
                 [h.make_tensor_value_info('label', T.STRING, [1]), h.make_tensor_value_info('probabilities', T.FLOAT, [1, 2])])
            import os, pickle
            os.makedirs(folder + '/mlflow/model.onnx.d'); open(folder + '/mlflow/MLmodel', 'w').write('flavors: {python_function: {}}')
            os.makedirs(folder + '/exported'); open(folder + '/exported/m.onnx', 'w').write('x')
            pickle.dump(model, open(folder + '/model.pkl', 'wb'))
            p = model.predict_proba(x)
            target = data['mean_area'].to_numpy()
            line = LinearRegression().fit(x[:200], target[:200])
            save('number', [h.make_node('LinearRegressor', ['x'], ['y'], domain='ai.onnx.ml',
                 coefficients=line.coef_.tolist(), intercepts=[float(line.intercept_)])], [vector],
                 [h.make_tensor_value_info('y', T.FLOAT, [None, 1])])
            json.dump({'p': p[:, 1].tolist(), 'line': line.predict(x).tolist(), 'accuracy': accuracy_score(y, model.predict(x)), 'log_loss': log_loss(y, p),
                       'roc_auc': roc_auc_score(y, p[:, 1]), 'mae': mean_absolute_error(target, line.predict(x))}, sys.stdout)
            """;

    private static final String CANCER = "path: data/breast-cancer.csv\ntarget: diagnosis\n"
            + "features: [mean_radius, mean_texture, mean_smoothness]\n";

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static JudgedProject project;
    private static JsonNode expected;

    @BeforeClass
    public static void writeModels() throws Exception {
        project = new JudgedProject(FOLDER.getRoot().toPath().toRealPath()).data("breast-cancer.csv", CANCER);
        expected = Oracle.python(
                List.of("onnx", "sklearn", "pandas"),
                SCRIPT,
                new ObjectMapper().writeValueAsString(Map.of("folder", project.folder.toString())));
    }

    @Before
    public void open() {
        project.withoutData(CANCER);
    }

    @Test
    public void everyShapeOfAnswerIsJudgedAsScikitLearnJudgesIt() throws Exception {
        for (String model : List.of(
                "zipmap.onnx",
                "{path: tensor.onnx, classes: [benign, malignant]}",
                "{path: single.onnx, classes: [benign, malignant]}",
                "zipcolumns.onnx",
                "{path: columns.onnx, classes: [benign, malignant], inputs: {radius: mean_radius}}")) {
            StageOutcome outcome = project.settings("model: " + model + "\ngates: [{metric: recall, min: 0.5}]")
                    .validate();
            ValidateModelDetail detail = (ValidateModelDetail) outcome.detail();
            assertEquals("all", detail.split());
            assertEquals(569, detail.rows());
            assertTrue(detail.source(), model.contains(detail.source()));
            for (String metric : List.of("accuracy", "log_loss", "roc_auc")) {
                assertEquals(model + metric, expected.get(metric).asDouble(), value(detail, metric), 1e-6);
            }
            assertEquals("malignant", detail.calibration().label());
            assertEquals(
                    569,
                    detail.calibration().bins().stream()
                            .mapToLong(ValidateModelDetail.CalibrationBin::rows)
                            .sum());
            assertTrue(outcome.checks().get(0).modelVersion().matches("sha256:[0-9a-f]{64}"));
        }
    }

    @Test
    public void labelsAloneAreJudgedByWhatTheyTell() throws Exception {
        ValidateModelDetail detail = (ValidateModelDetail)
                project.settings("model: labels.onnx").validate().detail();
        assertEquals(expected.get("accuracy").asDouble(), value(detail, "accuracy"), 1e-12);
        assertNull(value(detail, "log_loss"));
        assertNull(detail.calibration());
        refused(
                "validate.importance: log_loss needs probabilities, and labels.onnx has labels only",
                "model: labels.onnx\nimportance: {metric: log_loss}");
        refused(
                "validate.gates: roc_auc needs probabilities, and labels.onnx has labels only",
                "model: labels.onnx\ngates: [{metric: roc_auc, min: 0.9}]");
    }

    @Test
    public void numbersAreARegression() throws Exception {
        project.withoutData("path: data/breast-cancer.csv\ntarget: mean_area\ntask: regression\n"
                + "features: [mean_radius, mean_texture, mean_smoothness]\n");
        ValidateModelDetail detail =
                (ValidateModelDetail) project.settings("model: number.onnx\nimportance: {repeats: 2}")
                        .validate()
                        .detail();
        assertEquals(expected.get("mae").asDouble(), value(detail, "mae"), 1e-3);
        assertEquals("r2", detail.importance().metric());
        assertEquals("mean_radius", detail.importance().columns().get(0).column());
        assertEquals(3, detail.importance().columns().size());
    }

    @Test
    public void whatCannotBeAskedIsRefusedInASentence() {
        refused(
                "tensor.onnx answers with a plain tensor of 2 numbers a row, which does not say its classes: list them in"
                        + " order in validate.model.classes",
                "model: {path: tensor.onnx, output: probabilities}");
        refused(
                "tensor.onnx: the input 'x' takes 3 numbers, and 2 columns are to fill it (mean_radius, mean_area): list the"
                        + " right ones, in order, in validate.model.columns",
                "model: {path: tensor.onnx, columns: [mean_radius, mean_area], classes: [benign, malignant]}");
        refused(
                "columns.onnx: the input 'radius' has no column of that name to fill it; say which in validate.model.inputs:"
                        + " {radius: <column>}. The columns are mean_radius, ",
                "model: {path: columns.onnx, classes: [benign, malignant]}");
        refused(
                "scalar.onnx: the output 'mean' has 0 entries for 569 rows",
                "model: {path: scalar.onnx, output: mean, classes: [benign, malignant]}");
        refused(
                "broken.onnx cannot be run by ONNX Runtime: ",
                "model: {path: broken.onnx, classes: [benign, malignant]}");
        refused(
                "zipmap.onnx has no output 'probability'; it has label, output_probability",
                "model: {path: zipmap.onnx, output: probability}");
        refused(
                "margins.onnx answers with scores that are no probabilities: those of row 1 of the 569 that it was asked"
                        + " about are not between 0 and 1; ",
                "model: {path: margins.onnx, classes: [benign, malignant]}");
        refused(
                "column mean_radius has 17.99 in row 1 of the 569 to judge it on, and the input 'n' takes whole numbers of 64"
                        + " bits, of which those below 2^53 are known exactly: ",
                "model: {path: whole.onnx, classes: [benign, malignant]}");
        refused(
                "tensor.onnx answers with 2 numbers a row, and validate.model.classes lists 3 classes",
                "model: {path: tensor.onnx, output: probabilities, classes: [benign, malignant, other]}");
    }

    /** A package of each kind of file has an input a column, and answers like scikit-learn's own model. */
    @Test
    public void aFileFromElsewhereIsPackagedAndAnswersTheSame() throws Exception {
        for (String model : List.of(
                "zipmap.onnx",
                "zipcolumns.onnx",
                "{path: tensor.onnx, classes: [benign, malignant]}",
                "{path: single.onnx, classes: [benign, malignant]}",
                "{path: half.onnx, classes: [benign, malignant]}",
                "{path: columns.onnx, classes: [benign, malignant], inputs: {radius: mean_radius}}")) {
            project.settings("model: " + model);
            StageContext context = project.context();
            StageOutcome made = new PackageModel().run(project.request(Stage.PACKAGE_MODEL), context);
            assertEquals(made.summary(), Verdict.PASSED, made.verdict());
            String file = model.replaceAll(".*?(\\w+\\.onnx).*", "$1");
            assertTrue(made.summary(), made.summary().contains("agrees with " + file + " as it is on 569 rows to "));
            assertEquals(
                    ModelDigest.ofFile(project.folder.resolve(file)),
                    made.link().model());
            Path folder = context.run().packageFolder();
            PackageManifest manifest = PackageReader.read(folder).manifest();
            assertEquals(
                    List.of("mean_radius", "mean_texture", "mean_smoothness"),
                    manifest.inputs().stream().map(TensorSignature::name).toList());
            Predictions served = PackagedModel.predict(context, folder, project.table());
            int malignant = manifest.classes().indexOf("malignant");
            for (int row = 0; row < 569; row++) {
                double right = expected.get("p").get(row).asDouble();
                assertEquals(model, right, served.values()[row][malignant], file.equals("half.onnx") ? 1e-3 : 2e-6);
            }
        }
        assertEquals(
                "the model labels.onnx",
                "labels.onnx cannot be packaged: its output 'label' is no tensor with probabilities",
                assertThrows(InputException.class, () -> {
                            project.settings("model: labels.onnx");
                            new PackageModel().run(project.request(Stage.PACKAGE_MODEL), project.context());
                        })
                        .getMessage()
                        .substring(0, 82));
        project.withoutData("path: data/breast-cancer.csv\ntarget: mean_area\ntask: regression\n"
                        + "features: [mean_radius, mean_texture, mean_smoothness]\n")
                .settings("model: number.onnx");
        StageContext context = project.context();
        assertEquals(
                Verdict.PASSED,
                new PackageModel()
                        .run(project.request(Stage.PACKAGE_MODEL), context)
                        .verdict());
        Predictions served = PackagedModel.predict(context, context.run().packageFolder(), project.table());
        for (int row = 0; row < 569; row++) {
            assertEquals(expected.get("line").get(row).asDouble(), served.number(row), 1e-3);
        }
    }

    /** NumPy's float16 has 11 bits: the same classes but for near ties, and losses to three digits. */
    @Test
    public void halfPrecisionIsRead() throws Exception {
        ValidateModelDetail detail =
                (ValidateModelDetail) project.settings("model: {path: half.onnx, classes: [benign, malignant]}")
                        .validate()
                        .detail();
        assertEquals(expected.get("accuracy").asDouble(), value(detail, "accuracy"), 2.0 / 569);
        assertEquals(expected.get("log_loss").asDouble(), value(detail, "log_loss"), 1e-3);
    }

    @Test
    public void classesThatContradictTheFileOrTheDataAreRefused() {
        refused(
                "tensor.onnx contradicts the order of validate.model.classes: its own labels name another class than the most"
                        + " probable one in that order for 569 of the 569 rows, for example 'malignant' where 'benign' would be;",
                "model: {path: tensor.onnx, classes: [malignant, benign]}");
        refused(
                "validate.model.classes: the target has no class 'malignent'; did you mean 'malignant'?",
                "model: {path: tensor.onnx, classes: [benign, malignent]}");
        refused(
                "validate.model.classes: the target has no class 'well'; its classes are benign, malignant",
                "model: {path: tensor.onnx, classes: [well, ill]}");
        refused(
                "twonumbers.onnx has an output of one number a row each as a, b, and a, b are not called like a class",
                "model: twonumbers.onnx");
    }

    @Test
    public void whatIsNoOnnxFileIsCalledWhatItIs() {
        refused(
                "validate.model: 'mlflow' is an MLflow model, a folder, not an ONNX file: export the model as ONNX",
                "model: mlflow");
        refused(
                "validate.model: 'exported' is a folder, not an ONNX file: name the file in it, m.onnx",
                "model: exported");
        refused(
                "model.pkl is no ONNX model; it looks like a pickle of Python (scikit-learn, joblib): export the model as ONNX",
                "model: model.pkl");
        refused(
                "mlflow/MLmodel is no ONNX model; it looks like the MLmodel file of an MLflow model: export",
                "model: mlflow/MLmodel");
    }

    @Test
    public void theTargetIsNeverShownToTheModel() {
        refused(
                "validate.model: it reads the target column diagnosis: a model must not read what it is to predict",
                "model: {path: zipmap.onnx, columns: [mean_radius, mean_texture, diagnosis]}");
        refused("validate.model: there is no file 'none.onnx' in ", "model: none.onnx");
    }

    private void refused(String message, String settings) {
        InputException refused = assertThrows(
                InputException.class, () -> project.settings(settings).validate());
        assertTrue(refused.getMessage(), refused.getMessage().startsWith(message));
    }

    private static Double value(ValidateModelDetail detail, String metric) {
        return detail.metrics().stream()
                .filter(value -> value.name().equals(metric) && value.label() == null
                        || value.name().equals(metric) && metric.equals("roc_auc"))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
