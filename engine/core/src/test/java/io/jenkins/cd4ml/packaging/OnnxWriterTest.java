package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.onnx.OutputMatrix;
import io.jenkins.cd4ml.protocol.TensorSignature;
import io.jenkins.cd4ml.table.Table;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class OnnxWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the JSON model and rows as the Javadoc of FeaturePreparation says, in NumPy, with Python's own calendar. */
    private static final String NUMPY =
            """
            import sys, json, datetime, numpy as np
            f = np.float32
            d = json.load(sys.stdin)
            spec, rows = d['spec'], d['rows']
            def day(text):
                return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days
            def prepare(p, v):
                if p['kind'] == 'numeric':
                    x = f(p['fill']) if v is None else f(v)
                    return [(x - f(p['shift'])) / f(p['scale'])] + ([f(v is None)] if p['indicator'] else [])
                if p['kind'] == 'category':
                    v = '' if v is None else v
                    return [f(v == x) for x in p['values']] + [f(v not in p['values'])]
                n = p['fill'] if v is None else day(v)
                out = []
                for m, period in (((n * 10000) % 3652425, 3652425), (n % 7, 7)):
                    a = f(2 * np.pi) * f(m) / f(period)
                    out += [np.sin(a), np.cos(a)]
                return out
            x = np.array([[n for p in spec['features'] for n in prepare(p, r[p['column']])] for r in rows], f)
            for i, layer in enumerate(spec['layers']):
                w = np.array(d['parameters'][f'layers.{i}.weight'], f).reshape(layer['outputs'], layer['inputs'])
                x = x @ w.T + np.array(d['parameters'][f'layers.{i}.bias'], f)
                if layer['activation'] == 'RELU': x = np.maximum(x, 0)
                if layer['activation'] == 'TANH': x = np.tanh(x)
            if spec['task'] == 'classification':
                e = np.exp(x - x.max(axis=1, keepdims=True)); x = e / e.sum(axis=1, keepdims=True)
            else:
                x = x.astype(np.float64) * spec['targetScale'] + spec['targetShift']
            print(json.dumps(x.astype(float).tolist()))
            """;

    private static final String CHECKER =
            """
            import sys, json, base64, onnx
            model = onnx.load_model_from_string(base64.b64decode(sys.stdin.read()))
            onnx.checker.check_model(model, full_check=True)
            def side(values):
                return [[v.name, onnx.TensorProto.DataType.Name(v.type.tensor_type.elem_type),
                         [d.dim_value if d.HasField('dim_value') else -1 for d in v.type.tensor_type.shape.dim]] for v in values]
            print(json.dumps({'ir': model.ir_version, 'opsets': {o.domain: o.version for o in model.opset_import},
                              'inputs': side(model.graph.input), 'outputs': side(model.graph.output)}))
            """;

    @Test
    public void predictsAsNumpyDoes() throws Exception {
        for (ModelSpec spec : List.of(
                SampleModel.classifier(ModelSpec.Activation.RELU),
                SampleModel.classifier(ModelSpec.Activation.TANH),
                SampleModel.regression())) {
            ModelFolder model = SampleModel.trained(spec, 11);
            Table rows = SampleModel.rows(120);
            JsonNode expected =
                    Oracle.python(List.of("numpy"), NUMPY, document(model, rows).toString());
            Answer answer = run(model, rows);
            // Libraries add and round in different orders; what is lost depends on the largest numbers on the way.
            double tolerance = spec.classes().isEmpty() ? 5e-7 * largest(expected) : 5e-7;
            for (int row = 0; row < rows.rows(); row++) {
                for (int i = 0; i < expected.get(row).size(); i++) {
                    assertEquals(
                            spec.task() + " row " + row,
                            expected.get(row).get(i).asDouble(),
                            answer.numbers()[row][i],
                            tolerance);
                }
            }
        }
    }

    @Test
    public void labelsTheMostProbableClass() throws Exception {
        ModelSpec spec = SampleModel.classifier(ModelSpec.Activation.RELU);
        Answer answer = run(SampleModel.trained(spec, 3), SampleModel.rows(60));
        for (int row = 0; row < 60; row++) {
            double[] p = answer.numbers()[row];
            int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
            assertEquals(spec.classes().get(best), answer.labels()[row]);
        }
        ModelFolder flat = SampleModel.trained(spec, 3);
        ModelFolder.tensors(flat.parameters()).values().forEach(tensor -> java.util.Arrays.fill(tensor.values(), 0));
        assertEquals("the first of equals", "no", run(flat, SampleModel.rows(1)).labels()[0]);
    }

    @Test
    public void isValidToOnnxItself() throws Exception {
        for (ModelSpec spec : List.of(SampleModel.classifier(ModelSpec.Activation.TANH), SampleModel.regression())) {
            byte[] model = write(SampleModel.trained(spec, 1));
            JsonNode facts =
                    Oracle.python(List.of("onnx"), CHECKER, Base64.getEncoder().encodeToString(model));
            assertEquals(8, facts.get("ir").asInt());
            assertEquals(17, facts.get("opsets").get("").asInt());
            assertEquals(3, facts.get("opsets").get("ai.onnx.ml").asInt());
            Signature signature = SampleModel.signature(spec);
            assertSide(signature.inputs(), facts.get("inputs"));
            assertSide(signature.outputs(), facts.get("outputs"));
        }
    }

    @Test
    public void namesInputsApart() {
        Signature signature = SampleModel.signature(SampleModel.regression());
        assertEquals(
                List.of("sky__", "temp_max", "date", "temp_max_2", "label_2", "_9lives", "TEMP_max_3", "never_seen"),
                signature.inputs().stream().map(TensorSignature::name).toList());
        assertEquals("sky é", signature.inputs().get(0).column());
        assertEquals("text/1", signature.inputs().get(0).codec());
        assertEquals("number/1", signature.inputs().get(1).codec());
        assertEquals("epoch-day/1", signature.inputs().get(2).codec());
    }

    @Test
    public void givesTheSameBytesForTheSameModel() {
        ModelSpec spec = SampleModel.classifier(ModelSpec.Activation.RELU);
        assertArrayEquals(write(SampleModel.trained(spec, 5)), write(SampleModel.trained(spec, 5)));
    }

    @Test
    public void takesAModelOfOneKindOfFeature() throws Exception {
        for (FeaturePreparation feature : SampleModel.FEATURES) {
            ModelSpec all = SampleModel.regression();
            ModelSpec spec = new ModelSpec(
                    all.algorithm(),
                    all.task(),
                    all.target(),
                    all.classes(),
                    List.of(feature),
                    List.of(new ModelSpec.Layer(feature.width(), 1, ModelSpec.Activation.NONE)),
                    0,
                    1,
                    all.trainingKeys());
            ModelFolder model = SampleModel.trained(spec, 8);
            Table rows = SampleModel.rows(12);
            JsonNode expected =
                    Oracle.python(List.of("numpy"), NUMPY, document(model, rows).toString());
            Answer answer = run(model, rows);
            for (int row = 0; row < 12; row++) {
                assertEquals(expected.get(row).get(0).asDouble(), answer.numbers()[row][0], 1e-5);
            }
        }
    }

    @Test
    public void refusesLayersThatDoNotFit() {
        ModelSpec sample = SampleModel.regression();
        ModelSpec spec = new ModelSpec(
                sample.algorithm(),
                sample.task(),
                sample.target(),
                sample.classes(),
                sample.features(),
                List.of(new ModelSpec.Layer(4, 1, ModelSpec.Activation.NONE)),
                0,
                1,
                sample.trainingKeys());
        Exception e = assertThrows(IllegalArgumentException.class, () -> write(SampleModel.trained(spec, 1)));
        assertEquals("layer 0 takes 4 numbers and gets 22", e.getMessage());
    }

    private static byte[] write(ModelFolder model) {
        return OnnxWriter.write(model, SampleModel.signature(model.spec()), "sample", "1.0");
    }

    private static double largest(JsonNode rows) {
        double largest = 0;
        for (JsonNode row : rows) {
            largest = Math.max(largest, Math.abs(row.get(0).asDouble()));
        }
        return largest;
    }

    private static void assertSide(List<TensorSignature> expected, JsonNode actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).name(), actual.get(i).get(0).asText());
            assertEquals(
                    expected.get(i).type().toUpperCase(java.util.Locale.ROOT),
                    actual.get(i).get(1).asText());
            assertEquals(
                    JSON.valueToTree(expected.get(i).shape()).toString(),
                    actual.get(i).get(2).toString());
        }
    }

    private static ObjectNode document(ModelFolder model, Table rows) {
        ObjectNode document = JSON.createObjectNode();
        document.set("spec", JSON.valueToTree(model.spec()));
        ObjectNode parameters = document.putObject("parameters");
        ModelFolder.tensors(model.parameters())
                .forEach((name, tensor) -> parameters.set(name, JSON.valueToTree(tensor.values())));
        ArrayNode array = document.putArray("rows");
        for (int row = 0; row < rows.rows(); row++) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < rows.columns().size(); i++) {
                String name = rows.schema().columns().get(i).name();
                boolean number = rows.schema().columns().get(i).type().isNumeric();
                String text = rows.columns().get(i).text(row);
                if (number && text != null) {
                    object.put(name, Double.parseDouble(text));
                } else {
                    object.put(name, text);
                }
            }
        }
        return document;
    }

    private record Answer(double[][] numbers, String[] labels) {}

    private static Answer run(ModelFolder model, Table rows) throws Exception {
        byte[] bytes = write(model);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {rows.rows(), 1};
        Map<String, OnnxTensorLike> inputs = new LinkedHashMap<>();
        try (OrtSession session = environment.createSession(bytes)) {
            for (TensorSignature input : SampleModel.signature(model.spec()).inputs()) {
                InputColumn column = InputBatch.column(
                        input,
                        rows.schema().find(input.column()).orElseThrow(),
                        rows.column(input.column()),
                        0,
                        rows.rows());
                inputs.put(
                        input.name(),
                        column instanceof InputColumn.Numbers numbers
                                ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers.values()), shape)
                                : column instanceof InputColumn.Days days
                                        ? OnnxTensor.createTensor(environment, LongBuffer.wrap(days.values()), shape)
                                        : OnnxTensor.createTensor(
                                                environment, ((InputColumn.Texts) column).values(), shape));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                double[][] numbers = OutputMatrix.of(result.get(0)).orElseThrow();
                return new Answer(
                        numbers, result.size() > 1 ? (String[]) result.get(1).getValue() : new String[0]);
            }
        }
    }
}
