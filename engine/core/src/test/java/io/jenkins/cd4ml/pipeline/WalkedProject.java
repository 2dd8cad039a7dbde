package io.jenkins.cd4ml.pipeline;

import io.jenkins.cd4ml.model.DenseParameters;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.model.TrainingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a walk's project: what {@code cd4ml.yaml} says, the data, models of one weight, and the edits of a person. */
final class WalkedProject {
    static final List<String> MODEL_FILES = List.of("model.json", "parameters.safetensors", "training-keys.bin");

    final Path folder;
    Double gate = 0.6;
    String name = "walk";
    String confidence = "0.95";

    WalkedProject(Path folder) throws IOException {
        this.folder = folder;
        data(1);
        yaml("cd4ml.yaml");
    }

    void yaml(String file) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "model: " + name + "\ndata: {path: data.csv, key: id, target: y}\n"
                        + "split: {train: \"0.4\", validation: \"0\", test: \"0.6\"}\n"
                        + "validate: {confidence: " + confidence + ", resamples: 100, gates: "
                        + (gate == null ? "[]" : "[{metric: accuracy, min: " + gate + "}]") + "}\n");
    }

    /** y follows the sign of x, but for a fifth of the rows. */
    void data(int version) throws IOException {
        StringBuilder csv = new StringBuilder("id,x,y\n");
        for (int i = 0; i < 60; i++) {
            int x = i % 2 == 0 ? i + version : -i - version;
            csv.append(i)
                    .append(',')
                    .append(x)
                    .append(".5,")
                    .append(x > 0 == (i % 10 > 1) ? "b" : "a")
                    .append('\n');
        }
        Files.writeString(folder.resolve("data.csv"), csv);
    }

    static void model(Path folder, int sign) throws IOException {
        TrainingKeys keys = TrainingKeys.of(new long[0]);
        ModelSpec spec = new ModelSpec(
                "linear",
                Task.CLASSIFICATION,
                "y",
                List.of("a", "b"),
                List.of(new FeaturePreparation.Numeric("x", 0, 0, 1, false)),
                List.of(new ModelSpec.Layer(1, 2, ModelSpec.Activation.NONE)),
                0,
                1,
                keys.sha256());
        DenseParameters parameters =
                new DenseParameters(Tensor.matrix(2, 1, new float[] {sign, -sign}), Tensor.vector(new float[2]));
        new ModelFolder(spec, List.of(parameters), keys).write(folder);
    }

    /** A hash of each of the files that make a model, in a model's or a package's folder. */
    static Map<String, Integer> bytes(Path folder) throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        for (String name : MODEL_FILES) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                found.put(name, Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    static void append(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            Files.writeString(file, text(file) + text);
        }
    }

    static void replace(Path file, String what, String by) throws IOException {
        if (Files.exists(file)) {
            Files.writeString(file, text(file).replace(what, by));
        }
    }
}
