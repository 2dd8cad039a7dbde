package io.jenkins.cd4ml.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.problem.JsonMistake;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.Removal;
import io.jenkins.cd4ml.store.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A trained model in a folder: {@code model.json} ({@link ModelSpec}), {@code parameters.safetensors} and {@code
 * training-keys.bin}.
 *
 * @param tensors the trained numbers by the names that {@link ModelSpec} says, in its order
 */
public record ModelFolder(ModelSpec spec, Map<String, Tensor> tensors, TrainingKeys trainingKeys) {
    public static final String SPEC = "model.json";
    public static final String PARAMETERS = "parameters.safetensors";
    public static final String TRAINING_KEYS = "training-keys.bin";

    /** A model of dense layers, with the parameters of each. */
    public ModelFolder(ModelSpec spec, List<DenseParameters> parameters, TrainingKeys trainingKeys) {
        this(spec, tensors(parameters), trainingKeys);
    }

    /** The parameters of each dense layer. */
    public List<DenseParameters> parameters() {
        return IntStream.range(0, spec.layers().size())
                .mapToObj(i -> new DenseParameters(
                        tensors.get(DenseParameters.weightName(i)), tensors.get(DenseParameters.biasName(i))))
                .toList();
    }

    /** The trees of a model that is a forest. */
    public Forest forest() {
        return Forest.of(tensors);
    }

    /** Reads the folder; an {@link InputException} where a file is missing, damaged, or does not fit the others. */
    public static ModelFolder read(Path folder) throws IOException {
        try {
            ModelSpec spec = readSpec(folder.resolve(SPEC));
            Map<String, Tensor> tensors = Safetensors.read(folder.resolve(PARAMETERS));
            TrainingKeys keys = TrainingKeys.read(folder.resolve(TRAINING_KEYS));
            if (!keys.sha256().equals(spec.trainingKeys())) {
                throw damaged(folder, TRAINING_KEYS + " is not the file that " + SPEC + " names by its SHA-256");
            }
            return new ModelFolder(spec, known(folder, spec, tensors), keys);
        } catch (NoSuchFileException e) {
            throw new InputException("there is no trained model in " + folder + " ("
                    + Path.of(e.getFile()).getFileName() + " is missing); run trainModel first");
        }
    }

    /** Writes the folder in place of any that is there: beside it first, then renamed, so that no reader meets half of one. */
    public void write(Path folder) throws IOException {
        write(folder, Map.of());
    }

    /** The same with files of the training library's own, by their names there. */
    public void write(Path folder, Map<String, Path> more) throws IOException {
        Path parent = Files.createDirectories(
                Objects.requireNonNull(folder.toAbsolutePath().getParent()));
        Path beside = Files.createTempDirectory(parent, "tmp-model-");
        Path fresh = Files.createDirectory(beside.resolve("new"));
        try {
            Files.writeString(fresh.resolve(SPEC), Protocol.write(spec));
            Safetensors.write(fresh.resolve(PARAMETERS), tensors);
            trainingKeys.write(fresh.resolve(TRAINING_KEYS));
            for (Map.Entry<String, Path> file : more.entrySet()) {
                Files.copy(file.getValue(), fresh.resolve(file.getKey()));
            }
            if (Files.exists(folder)) {
                Files.move(folder, beside.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Removal.of(beside);
        }
    }

    /** Its files: the three of every model, then the training library's own. */
    public static List<Path> files(Path folder) throws IOException {
        List<String> known = List.of(SPEC, PARAMETERS, TRAINING_KEYS);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> own = files.filter(
                            file -> !known.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
            return Stream.concat(known.stream().map(folder::resolve), own.stream())
                    .toList();
        }
    }

    /** Parameters of layers, from input to output, by their names in the file. */
    public static Map<String, Tensor> tensors(List<DenseParameters> parameters) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            tensors.put(DenseParameters.weightName(i), parameters.get(i).weight());
            tensors.put(DenseParameters.biasName(i), parameters.get(i).bias());
        }
        return tensors;
    }

    private static ModelSpec readSpec(Path file) throws IOException {
        try {
            ModelSpec spec = Protocol.mapper().readValue(TextFile.read(file), ModelSpec.class);
            if (spec == null || spec.task() == null || spec.features() == null || spec.layers() == null) {
                throw damaged(file.getParent(), SPEC + " lacks its task, features or layers");
            }
            return spec;
        } catch (JsonProcessingException e) {
            throw damaged(file.getParent(), SPEC + " cannot be read (" + JsonMistake.of(e) + ")");
        }
    }

    private static Map<String, Tensor> known(Path folder, ModelSpec spec, Map<String, Tensor> tensors) {
        if (spec.isForest()) {
            try {
                return Forest.of(tensors).tensors();
            } catch (IllegalArgumentException e) {
                throw damaged(folder, "the trees in " + PARAMETERS + " are none: " + e.getMessage());
            }
        }
        Map<String, Tensor> known = new LinkedHashMap<>();
        ModelSpec.shapes(spec.image(), spec.layers()).forEach((name, shape) -> {
            Tensor tensor = tensors.get(name);
            if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
                throw damaged(folder, PARAMETERS + " has no " + name + " of the shape that " + SPEC + " says");
            }
            known.put(name, tensor);
        });
        return known;
    }

    private static InputException damaged(Path folder, String why) {
        return new InputException("the model in " + folder + " is damaged: " + why + "; run trainModel again");
    }
}
