package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.config.PackageSettings;
import io.jenkins.cd4ml.data.TableLoader;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.protocol.StageRequest;
import io.jenkins.cd4ml.protocol.Verdict;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.testing.Oracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelCardTest {
    /** Stands for ONNX Runtime, which Debian has not: holds what the example feeds against the model's own declarations. */
    private static final String STUB =
            """
            import sys, json, types, numpy, onnx
            given = json.load(sys.stdin)
            runtime, seen = types.ModuleType("onnxruntime"), {}
            class InferenceSession:
                def __init__(self, path, providers):
                    assert providers == ["CPUExecutionProvider"]
                    self.graph = onnx.load(given["folder"] + "/" + path).graph
                def run(self, outputs, feed):
                    names = {o.name for o in self.graph.output}
                    assert set(outputs) <= names, (outputs, names)
                    assert list(feed) == [i.name for i in self.graph.input]
                    for i in self.graph.input:
                        want = {1: numpy.float32, 7: numpy.int64, 8: object}[i.type.tensor_type.elem_type]
                        assert feed[i.name].dtype == want and feed[i.name].shape == (1, 1), (i.name, feed[i.name].dtype)
                    seen.update({k: str(v[0][0]) for k, v in feed.items()})
                    return [numpy.zeros(1) for o in outputs]
            runtime.InferenceSession = InferenceSession
            sys.modules["onnxruntime"] = runtime
            stdout, sys.stdout = sys.stdout, sys.stderr
            exec(given["code"])
            stdout.write(json.dumps(seen))
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void saysWhatIsKnown() throws Exception {
        String card = card(new SampleRun(folder.getRoot().toPath(), "run")
                .trained(1)
                .validated(Verdict.PASSED, SampleRun.NOW.plusSeconds(20)));
        for (String part : List.of(
                "# seattle-weather\n\n",
                "Tells &lt;b>weather&lt;/b> apart.\n",
                "## Intended use\n\nAn example.\n",
                "## Limitations\n\nNot stated.\n",
                "## Owner\n\nweather team\n",
                "Validation **passed** on 220 held-out rows (`test`).",
                "| accuracy |  | 0.7777 | 0.7123 – 0.8401 (95 %) | 220 |",
                "| log\\_loss |  | – | – | 220 |",
                "| accuracy >= 0.75 | passed | 0.7777 |",
                "| precipitation: 0 to 1 | 110 | accuracy | 0.7777 |",
                "| temp\\_min | temp\\_min (sensitive) | float | number/1 | 1 number, not shown: sensitive |",
                "Some columns are marked as sensitive.",
                "| PyTorch | 2.7.1 |",
                "| code | 1234567 |")) {
            assertTrue(part + "\nin\n" + card, card.contains(part));
        }
        assertFalse("the champion of the day is not the model's", card.contains("champion"));
    }

    @Test
    public void showsNothingFittedOnASensitiveColumn() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run").trained(1);
        String card = card(run);
        ModelSpec spec = ModelFolder.read(run.context().run().model()).spec();
        FeaturePreparation.Numeric fitted =
                (FeaturePreparation.Numeric) spec.features().get(3);
        assertEquals("temp_min", fitted.column());
        assertFalse(card, card.contains(fitted.describe()) || card.contains(String.valueOf(fitted.shift())));
        assertTrue(card, card.contains("\"temp_min\": numpy.array([[numpy.nan]], dtype=numpy.float32)"));
    }

    @Test
    public void itsPythonFitsTheModel() throws Exception {
        for (ModelSpec spec : List.of(SampleModel.classifier(ModelSpec.Activation.RELU), SampleModel.regression())) {
            Path made = folder.newFolder().toPath().resolve("package");
            PackageManifest manifest = SampleRun.writePackage(made, spec, 1);
            var document = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
            document.put("folder", made.toString());
            document.put("code", PythonExample.of(spec, manifest));
            JsonNode seen = Oracle.python(List.of("numpy", "onnx"), STUB, document.toString());
            assertEquals("clear", seen.get("sky__").asText());
            assertEquals("12.5", seen.get("temp_max").asText());
            assertEquals(
                    java.time.LocalDate.of(2013, 7, 1).toEpochDay(),
                    seen.get("date").asLong());
            assertEquals(
                    java.time.LocalDate.of(1969, 2, 28).toEpochDay(),
                    seen.get("TEMP_max_3").asLong());
        }
    }

    @Test
    public void escapesWhatWouldBeMarkup() {
        assertEquals(
                "a\\|b \\[x\\](y) \\`c\\` &lt;img> \\\\ &amp;amp;", Markdown.escape("a|b [x](y) `c` <img> \\ &amp;"));
        assertEquals("two lines", Markdown.escape("two\nlines"));
        assertEquals("0.1235", Markdown.number(0.12345678));
        assertEquals("1.235e-05", Markdown.number(0.000012345678));
        assertEquals("12", Markdown.number(12.0));
        assertEquals("–", Markdown.number(null));
    }

    @Test
    public void theClassesOfASensitiveTargetAreNumbered() throws Exception {
        SampleRun run = new SampleRun(folder.getRoot().toPath(), "run").trained(1);
        List<String> names =
                ModelFolder.read(run.context().run().model()).spec().classes();
        String open = card(run);
        assertTrue(open, open.contains(", one of 5 classes: " + String.join(", ", names)));
        String card = card(run, true);
        assertTrue(card, card.contains(", one of 5 classes: class 1, class 2, class 3, class 4, class 5"));
        assertFalse(card, card.contains(String.join(", ", names)));
    }

    private static String card(SampleRun run) throws Exception {
        return card(run, false);
    }

    private static String card(SampleRun run, boolean sensitive) throws Exception {
        RunResults results = RunResults.read(run.request(StageRequest.RegistryMode.LOCAL), run.context());
        ModelSpec spec = ModelFolder.read(run.context().run().model()).spec();
        Schema schema =
                TableLoader.ofRun(run.context()).schema().marking(column -> sensitive && column.equals(spec.target()));
        PackageManifest manifest = PackageDescription.of(
                run.context(), results, spec, Signature.of(spec, schema), schema, "ab".repeat(32));
        PackageSettings settings = run.context().configuration().packaging();
        String card =
                ModelCard.of(manifest, spec, ShownClasses.of(schema, manifest).classes(), results, settings);
        Files.writeString(run.project.resolve("MODEL_CARD.md"), card);
        return card;
    }
}
