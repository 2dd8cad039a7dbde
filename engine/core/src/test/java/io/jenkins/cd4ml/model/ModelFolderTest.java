package io.jenkins.cd4ml.model;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelFolderTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path model;

    @Before
    public void write() throws IOException {
        model = folder.getRoot().toPath().resolve("r1/model");
        sample(1).write(model);
    }

    @Test
    public void readsWhatItWrites() throws Exception {
        ModelFolder read = ModelFolder.read(model);

        assertEquals(sample(1).spec(), read.spec());
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6},
                read.parameters().get(0).weight().values(),
                0);
        assertEquals(2, read.parameters().size());
        assertTrue(read.trainingKeys().contains(-7));
        assertFalse(read.trainingKeys().contains(8));
        assertEquals(3, read.trainingKeys().size());
    }

    @Test
    public void keysAreBigEndianAndAscending() throws Exception {
        byte[] bytes = Files.readAllBytes(model.resolve(ModelFolder.TRAINING_KEYS));
        // three keys, then as many hashes of content, which are not known here
        assertEquals(48, bytes.length);
        assertEquals((byte) 0xf9, bytes[7]);
        assertEquals(7, bytes[15]);
        assertEquals(9, bytes[23]);
    }

    @Test
    public void replacesAnEarlierModelAndLeavesNothingElse() throws Exception {
        sample(2).write(model);

        assertEquals(2, ModelFolder.read(model).parameters().get(0).weight().values()[0], 0);
        try (var files = Files.list(model.getParent())) {
            assertEquals(List.of(model), files.toList());
        }
    }

    @Test
    public void whatIsMissingIsNamed() throws Exception {
        Files.delete(model.resolve(ModelFolder.PARAMETERS));
        refused("there is no trained model in " + model + " (parameters.safetensors is missing); run trainModel first");
        assertThrows(InputException.class, () -> ModelFolder.read(model.resolve("nowhere")));
    }

    @Test
    public void filesOfDifferentTrainingsAreRefused() throws Exception {
        TrainingKeys.of(new long[] {1}).write(model.resolve(ModelFolder.TRAINING_KEYS));
        refused("training-keys.bin is not the file that model.json names by its SHA-256");
    }

    @Test
    public void parametersOfAnotherShapeAreRefused() throws Exception {
        Path spec = model.resolve(ModelFolder.SPEC);
        Files.writeString(spec, Files.readString(spec).replace("\"inputs\" : 3", "\"inputs\" : 4"));
        refused("parameters.safetensors has no layers.0.weight of the shape that model.json says");
    }

    @Test
    public void damagedFilesAreSaidToBe() throws Exception {
        Files.write(model.resolve(ModelFolder.TRAINING_KEYS), new byte[9]);
        refused("training-keys.bin is damaged");
        Files.writeString(model.resolve(ModelFolder.SPEC), "{\"algorithm\": ");
        refused("model.json cannot be read");
        Files.writeString(model.resolve(ModelFolder.SPEC), "{}");
        refused("model.json lacks its task, features or layers");
    }

    private void refused(String why) {
        String message = assertThrows(InputException.class, () -> ModelFolder.read(model))
                .getMessage();
        assertTrue(message, message.contains(why));
    }

    private static ModelFolder sample(float first) {
        TrainingKeys keys = TrainingKeys.of(new long[] {9, -7, 7});
        return new ModelFolder(
                new ModelSpec(
                        "mlp",
                        Task.CLASSIFICATION,
                        "weather",
                        List.of("rain", "sun"),
                        List.of(
                                new FeaturePreparation.Numeric("wind", 1.5f, 3.25f, 1.4f, true),
                                new FeaturePreparation.Category("place", List.of("")),
                                new FeaturePreparation.Date("date", 15_340)),
                        List.of(
                                new ModelSpec.Layer(3, 2, ModelSpec.Activation.RELU),
                                new ModelSpec.Layer(2, 2, ModelSpec.Activation.NONE)),
                        0,
                        1,
                        keys.sha256()),
                List.of(
                        new DenseParameters(
                                Tensor.matrix(2, 3, new float[] {first, 2, 3, 4, 5, 6}),
                                Tensor.vector(new float[] {0.5f, -0.5f})),
                        new DenseParameters(
                                Tensor.matrix(2, 2, new float[] {1, 0, 0, 1}), Tensor.vector(new float[2]))),
                keys);
    }
}
