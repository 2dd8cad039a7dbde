package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.Checksums;
import io.jenkins.cd4ml.artifact.ManifestYaml;
import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.stage.Provenances;
import io.jenkins.cd4ml.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the files of a package. The same model, data, code and engine give the same bytes. */
final class PackageWriter {
    private PackageWriter() {}

    /**
     * Fills an empty folder.
     *
     * @param source folder of the trained model, whose files are taken over as they are; {@code model} its content
     * @param card text of the model card
     */
    static void write(
            Path folder, Path source, ModelFolder model, Signature signature, PackageManifest manifest, String card)
            throws IOException {
        for (String name : new String[] {ModelPackage.SPEC, ModelPackage.PARAMETERS, ModelPackage.TRAINING_KEYS}) {
            Files.copy(source.resolve(name), folder.resolve(name));
        }
        if (model.spec().isCommand()) {
            // The program's own file, to the byte: what was judged is what serves.
            Files.copy(source.resolve(ModelPackage.ONNX), folder.resolve(ModelPackage.ONNX));
        } else {
            byte[] onnx = OnnxWriter.write(model, signature, manifest.model(), Provenances.engineVersion());
            Files.write(folder.resolve(ModelPackage.ONNX), onnx);
        }
        Files.writeString(folder.resolve(ModelPackage.MANIFEST), ManifestYaml.write(manifest));
        Files.writeString(folder.resolve(ModelPackage.CARD), card);
        Files.writeString(folder.resolve(Checksums.FILE), checksums(folder).text(), StandardCharsets.US_ASCII);
    }

    private static Checksums checksums(Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.toList()) {
                files.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return new Checksums(files);
    }
}
