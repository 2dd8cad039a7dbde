package io.jenkins.cd4ml.train.torch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.cd4ml.model.Safetensors;
import io.jenkins.cd4ml.model.Tensor;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.TrainModelDetail.Epoch;
import io.jenkins.cd4ml.store.AtomicFile;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.train.EpochCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest checkpoint of a training in a folder: {@code epoch-<n>.safetensors}, and {@code checkpoint.json}, which names it with
 * its SHA-256. The latter is renamed into place last: whenever the process is killed, the folder holds one checkpoint that is
 * whole, the old one or the new one.
 *
 * @param identity of plan, rows, libraries, processor and arithmetic: a checkpoint of another one is of no use
 * @param everySeconds that must have passed since the last one; 0: after every epoch
 */
record Checkpoints(Path folder, String identity, double everySeconds) {
    private static final String INDEX = "checkpoint.json";
    private static final String PARAMETERS = "parameters/";
    private static final String KEPT = "kept/";
    private static final String OPTIMISER = "optimiser/";

    /** {@code checkpoint.json}. */
    private record Index(
            String identity,
            String tensors,
            String sha256,
            List<Epoch> epochs,
            int bestEpoch,
            Double bestLoss,
            int steps,
            double seconds) {}

    /** The checkpoint to go on from; empty where there is none of this training, or it is damaged. */
    Optional<Checkpoint> newest() throws IOException {
        try {
            Index index = Protocol.mapper().readValue(Files.readString(folder.resolve(INDEX)), Index.class);
            Path file = folder.resolve("epoch-" + EpochCurve.last(index.epochs()) + ".safetensors");
            if (!identity.equals(index.identity()) || !Sha256.of(file).equals(index.sha256())) {
                return Optional.empty();
            }
            Map<String, Tensor> tensors = Safetensors.read(file);
            return Optional.of(new Checkpoint(
                    index.epochs(),
                    index.bestEpoch(),
                    index.bestLoss(),
                    index.steps(),
                    index.seconds(),
                    below(PARAMETERS, tensors),
                    below(KEPT, tensors),
                    below(OPTIMISER, tensors)));
        } catch (NoSuchFileException | JsonProcessingException | InputException e) {
            return Optional.empty();
        }
    }

    /** Whether there is one, of this training or another. */
    boolean exist() {
        return Files.exists(folder.resolve(INDEX));
    }

    /** Replaces the checkpoint. */
    void write(Checkpoint checkpoint) throws IOException {
        Files.createDirectories(folder);
        String name = "epoch-" + checkpoint.epoch() + ".safetensors";
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        checkpoint.parameters().forEach((key, tensor) -> tensors.put(PARAMETERS + key, tensor));
        checkpoint.kept().forEach((key, tensor) -> tensors.put(KEPT + key, tensor));
        checkpoint.optimiser().forEach((key, tensor) -> tensors.put(OPTIMISER + key, tensor));
        Path file = folder.resolve(name);
        Safetensors.write(file, tensors);
        Index index = new Index(
                identity,
                name,
                Sha256.of(file),
                checkpoint.epochs(),
                checkpoint.bestEpoch(),
                checkpoint.bestLoss(),
                checkpoint.steps(),
                checkpoint.seconds());
        AtomicFile.writeText(folder.resolve(INDEX), Protocol.write(index));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path old : files.toList()) {
                if (!old.equals(file) && !old.endsWith(INDEX)) {
                    Files.deleteIfExists(old);
                }
            }
        }
    }

    private static Map<String, Tensor> below(String prefix, Map<String, Tensor> tensors) {
        Map<String, Tensor> below = new LinkedHashMap<>();
        tensors.forEach((key, tensor) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), tensor);
            }
        });
        return below;
    }
}
