package io.jenkins.cd4ml.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.cd4ml.problem.InputException;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;

/** {@code model.yaml} as text and back. What it reads may be hostile: size and depth are limited, types are fixed. */
public final class ManifestYaml {
    /** One of 10,000 columns takes about 5 MB. */
    static final int MAX_CHARACTERS = 32 * 1024 * 1024;

    private static final ObjectMapper MAPPER = mapper();

    private ManifestYaml() {}

    /**
     * The manifest as YAML, the same text for the same manifest.
     *
     * @throws InputException where it would be longer than what is read again
     */
    public static String write(PackageManifest manifest) {
        try {
            String text = MAPPER.writeValueAsString(manifest);
            if (text.length() > MAX_CHARACTERS) {
                throw new InputException(String.format(
                        Locale.ROOT,
                        "%s would have %,d characters, more than the %,d that are read again: train on fewer columns (it has %,d) or"
                                + " fewer classes (%,d)",
                        ModelPackage.MANIFEST,
                        text.length(),
                        MAX_CHARACTERS,
                        manifest.features().size(),
                        manifest.classes().size()));
            }
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is always YAML", e);
        }
    }

    /** Reads a manifest; {@code where} names it in messages. */
    static PackageManifest read(String text, String where) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            int format = tree.path("format").asInt(0);
            if (format != PackageManifest.FORMAT) {
                throw new InputException(
                        where + ": package format " + tree.path("format").asText("missing")
                                + " is not known here, only " + PackageManifest.FORMAT
                                + ": use the release of CD4ML that made the package");
            }
            return complete(MAPPER.treeToValue(tree, PackageManifest.class), where);
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new InputException(where + line + ": not a package manifest: " + firstLine(e.getOriginalMessage()));
        }
    }

    private static PackageManifest complete(PackageManifest manifest, String where) {
        List<Object> needed = java.util.Arrays.asList(
                manifest.model(),
                manifest.algorithm(),
                manifest.task(),
                manifest.target(),
                manifest.classes(),
                manifest.inputs(),
                manifest.outputs(),
                manifest.features(),
                manifest.provenance());
        if (needed.contains(null)) {
            throw new InputException(where + ": a manifest needs model, algorithm, task, target, classes, inputs,"
                    + " outputs, features and provenance: package the model again");
        }
        return manifest;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }

    private static ObjectMapper mapper() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_CHARACTERS);
        limits.setNestingDepthLimit(32);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(limits)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        .maxDocumentLength(MAX_CHARACTERS)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build();
        return YAMLMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .build();
    }
}
