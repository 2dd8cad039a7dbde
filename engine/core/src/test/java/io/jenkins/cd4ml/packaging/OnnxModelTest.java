package io.jenkins.cd4ml.packaging;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OnnxModelTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private OnnxModel model;
    private PackageManifest manifest;

    @Before
    public void open() throws IOException {
        Path made = folder.getRoot().toPath().resolve("package");
        manifest = SampleRun.writePackage(made, SampleModel.classifier(ModelSpec.Activation.RELU), 9);
        model = OnnxModel.open(made);
    }

    @After
    public void close() {
        model.close();
    }

    @Test
    public void predictsTypedAndRawRowsAlike() {
        Table rows = SampleModel.rows(60);
        Predictions typed = model.predict(InputBatch.of(manifest, rows, 0, 60));
        assertEquals(List.of("no", "yes", "ünsure"), typed.classes());
        List<Map<String, Object>> raw = new ArrayList<>();
        for (int row = 0; row < 60; row++) {
            Map<String, Object> values = new HashMap<>();
            for (String name : rows.schema().names()) {
                values.put(name, rows.column(name).text(row));
            }
            values.put("a column the model does not read", "x");
            raw.add(values);
        }
        Predictions fromText = model.predict(InputBatch.ofRaw(manifest, raw));
        for (int row = 0; row < 60; row++) {
            assertArrayEquals("row " + row, typed.values()[row], fromText.values()[row], 0);
            double sum = 0;
            for (double probability : typed.values()[row]) {
                sum += probability;
            }
            assertEquals(1, sum, 1e-6);
        }
    }

    @Test
    public void takesAPartOfATable() {
        Table rows = SampleModel.rows(60);
        Predictions all = model.predict(InputBatch.of(manifest, rows, 0, 60));
        Predictions part = model.predict(InputBatch.of(manifest, rows, 20, 30));
        assertEquals(10, part.rows());
        assertArrayEquals(all.values()[25], part.values()[5], 1e-6f);
        assertEquals(0, model.predict(InputBatch.of(manifest, rows, 5, 5)).rows());
    }

    @Test
    public void threadsGetTheSameBits() throws Exception {
        InputBatch batch = InputBatch.of(manifest, SampleModel.rows(200), 0, 200);
        double[][] expected = model.predict(batch).values();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<double[][]> ask = () -> model.predict(batch).values();
            for (Future<double[][]> answer : threads.invokeAll(java.util.Collections.nCopies(40, ask))) {
                assertArrayEquals(expected, answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void saysWhichRowAndColumnIsWrong() {
        Map<String, Object> good = new HashMap<>();
        SampleModel.rows(1).schema().names().forEach(name -> good.put(name, null));
        assertEquals(1, model.predict(InputBatch.ofRaw(manifest, List.of(good))).rows());
        Map<String, Object> text = new HashMap<>(good);
        text.put("temp max", "warm");
        assertRefused(List.of(good, text), "row 2: column temp max: 'warm' is not a number such as 12.5");
        Map<String, Object> lacking = new HashMap<>(good);
        lacking.remove("date");
        assertRefused(List.of(lacking), "row 1: column date is not there; a value that is not known is null or empty");
        Map<String, Object> large = new HashMap<>(good);
        large.put("9lives", 1e300);
        assertRefused(List.of(large), "row 1: column 9lives: 1.0E300 is not within the range of 32-bit floats");
    }

    @Test
    public void saysWhatATableLacks() {
        Table rows = SampleModel.rows(3);
        Table few = new Table(
                new io.jenkins.cd4ml.table.Schema(rows.schema().columns().subList(0, 2)),
                rows.columns().subList(0, 2),
                rows.keys());
        InputException e = assertThrows(InputException.class, () -> InputBatch.of(manifest, few, 0, 3));
        assertTrue(
                e.getMessage(), e.getMessage().contains("the rows have no column sky é, which the model sample reads"));
    }

    @Test
    public void saysWhenAnAnswerIsNoNumber() {
        Map<String, Object> values = new HashMap<>();
        SampleModel.rows(1).schema().names().forEach(name -> values.put(name, null));
        values.put("temp_max", 3.4e38);
        InputException e =
                assertThrows(InputException.class, () -> model.predict(InputBatch.ofRaw(manifest, List.of(values))));
        assertTrue(e.getMessage(), e.getMessage().contains("is no finite number"));
    }

    @Test
    public void refusesAModelThatIsNotTheManifests() throws Exception {
        Path other = folder.getRoot().toPath().resolve("other");
        SampleRun.writePackage(other, SampleModel.regression(), 9);
        Path made = folder.getRoot().toPath().resolve("package");
        Files.copy(
                other.resolve("model.onnx"),
                made.resolve("model.onnx"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        sign(made);
        assertNotLoaded(made, "does not have the inputs and outputs that model.yaml describes");
        Files.writeString(made.resolve("model.onnx"), "no protocol buffer");
        sign(made);
        assertNotLoaded(made, "model.onnx cannot be loaded: ");
    }

    /** Checksums that fit, as one who damages a package on purpose would write them. */
    private static void sign(Path made) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (String line : Files.readAllLines(made.resolve("SHA256SUMS"))) {
            String name = line.substring(66);
            sums.append(io.jenkins.cd4ml.store.Sha256.of(made.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        Files.writeString(made.resolve("SHA256SUMS"), sums);
    }

    private static void assertNotLoaded(Path made, String message) {
        InputException e = assertThrows(InputException.class, () -> OnnxModel.open(made));
        assertTrue(e.getMessage(), e.getMessage().contains(message));
    }

    private void assertRefused(List<Map<String, Object>> rows, String message) {
        InputException e = assertThrows(InputException.class, () -> InputBatch.ofRaw(manifest, rows));
        assertTrue(e.getMessage(), e.getMessage().startsWith(message));
    }
}
