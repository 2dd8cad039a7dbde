package io.jenkins.cd4ml.packaging;

import io.jenkins.cd4ml.artifact.ModelPackage;
import io.jenkins.cd4ml.artifact.PackageManifest;
import io.jenkins.cd4ml.model.ModelFolder;
import io.jenkins.cd4ml.model.ModelSpec;
import io.jenkins.cd4ml.protocol.Provenance;
import io.jenkins.cd4ml.store.Sha256;
import io.jenkins.cd4ml.table.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real package of a model whose parameters somebody chose. */
public final class RulePackage {
    private RulePackage() {}

    /** Writes the package into a new folder. */
    public static void write(Path folder, String name, ModelFolder model, Schema schema) throws IOException {
        ModelSpec spec = model.spec();
        Path source = folder.resolveSibling("source-of-" + folder.getFileName());
        model.write(source);
        Signature signature = Signature.of(spec, schema);
        List<PackageManifest.Feature> features = spec.features().stream()
                .map(feature -> new PackageManifest.Feature(
                        feature.column(),
                        schema.find(feature.column()).orElseThrow().type(),
                        schema.find(feature.column()).orElseThrow().sensitive(),
                        feature.describe()))
                .toList();
        PackageManifest manifest = new PackageManifest(
                PackageManifest.FORMAT,
                name,
                null,
                spec.algorithm(),
                spec.task(),
                spec.target(),
                spec.classes(),
                signature.inputs(),
                signature.outputs(),
                features,
                null,
                ModelPackage.TRAINING_KEYS,
                Map.of("train", 3L),
                Map.of(),
                Sha256.of(source.resolve(ModelFolder.PARAMETERS)),
                null,
                List.of(),
                new Provenance(
                        "sha256:" + "ab".repeat(32),
                        null,
                        null,
                        "sha256:" + "cd".repeat(32),
                        7L,
                        "development",
                        new TreeMap<>(),
                        "17",
                        "Linux",
                        null,
                        1));
        Files.createDirectories(folder);
        PackageWriter.write(folder, source, model, signature, manifest, "# " + name + "\n");
    }
}
