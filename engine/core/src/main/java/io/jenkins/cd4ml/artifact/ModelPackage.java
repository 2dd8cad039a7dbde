package io.jenkins.cd4ml.artifact;

import io.jenkins.cd4ml.model.ModelFolder;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * A package whose content was found to be what its checksums say.
 *
 * @param folder where it lies
 * @param digest {@code sha256:…} of its {@code SHA256SUMS}: the identity of its content
 * @param files bytes by file name, {@code SHA256SUMS} included
 */
public record ModelPackage(Path folder, String digest, SortedMap<String, Long> files, PackageManifest manifest) {
    /** The portable model. */
    public static final String ONNX = "model.onnx";

    /** The model as training left it. */
    public static final String SPEC = ModelFolder.SPEC;

    /** Its parameters. */
    public static final String PARAMETERS = ModelFolder.PARAMETERS;

    /** The keys of the rows it was trained on. */
    public static final String TRAINING_KEYS = ModelFolder.TRAINING_KEYS;

    /** {@link PackageManifest}. */
    public static final String MANIFEST = "model.yaml";

    /** The model card. */
    public static final String CARD = "MODEL_CARD.md";

    /** Size of all files together. */
    public long bytes() {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    public Path onnx() {
        return folder.resolve(ONNX);
    }

    public Path trainingKeys() {
        return folder.resolve(TRAINING_KEYS);
    }

    /** A sentence's part: {@code ONNX, 41 kB}. */
    public String describe() {
        return "ONNX, " + (bytes() + 500) / 1000 + " kB";
    }
}
