package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.config.ConfigurationSchema.Finding;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads {@code cd4ml.yaml}, lays arguments over it and checks both. */
public final class ConfigurationReader {
    /** Of the file; a parsed tree takes many times as much memory. */
    private static final long MOST_BYTES = 1 << 20;

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private ConfigurationReader() {}

    /**
     * The effective configuration.
     *
     * @param file the configuration file, relative to the project
     * @param overrides arguments, as a tree of the whole file: {@code {"train": {"epochs": 5}}}; objects are merged key by
     *     key, everything else replaces what the file says
     * @throws InputException naming file, line and key of the first thing that is wrong
     */
    public static Configuration read(Path project, String file, Map<String, ?> overrides) throws IOException {
        YamlDocument document = YamlDocument.parse(file, text(project, file));
        List<Finding> findings = ConfigurationSchema.findings(document.tree());
        if (!findings.isEmpty()) {
            throw inFile(document, findings);
        }
        ObjectNode effective = document.tree().deepCopy();
        merge(effective, MAPPER.valueToTree(overrides));
        List<Finding> inArguments =
                effective.equals(document.tree()) ? List.of() : ConfigurationSchema.findings(effective);
        if (!inArguments.isEmpty()) {
            Finding finding = inArguments.get(0);
            throw new InputException(
                    new Problem("argument " + finding.message(), null, null, null, finding.key(), null));
        }
        try {
            Configuration configuration = MAPPER.treeToValue(effective, Configuration.class);
            BiConsumer<String, String> violation = (pointer, message) -> {
                throw document.problem(
                        document.line(pointer), pointer.substring(1).replace('/', '.'), message);
            };
            ConfigurationRules.check(configuration, violation);
            SearchRules.check(effective, configuration, violation);
            return configuration;
        } catch (JsonProcessingException e) {
            throw document.problem(null, null, e.getOriginalMessage());
        }
    }

    /** Whether the file itself has that section. */
    public static boolean has(Path project, String file, String section) throws IOException {
        return YamlDocument.parse(file, text(project, file)).tree().has(section);
    }

    /** The same problem with the line on which its key, or the nearest one above it, stands; as it is where there is none. */
    public static Problem place(Path project, String file, Problem problem) {
        if (problem.key() == null || problem.file() != null) {
            return problem;
        }
        try {
            Integer line = YamlDocument.parse(file, text(project, file))
                    .line("/" + problem.key().replace('.', '/'));
            return line == null
                    ? problem
                    : new Problem(file + ":" + line + ": " + problem.message(), file, line, null, problem.key(), null);
        } catch (IOException | InputException e) {
            return problem;
        }
    }

    private static String text(Path project, String file) throws IOException {
        try {
            Path path = project.resolve(file);
            if (Files.isDirectory(path)) {
                throw new InputException(
                        Problem.of(file + " is a folder, not a configuration file: name the file in it with --config"));
            }
            if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
                throw new InputException(Problem.of(String.format(
                        Locale.ROOT,
                        "%s has %,d bytes, more than the %,d that a configuration file may have",
                        file,
                        Files.size(path),
                        MOST_BYTES)));
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new InputException(Problem.of("there is no " + file + " in " + project
                    + ": write one with at least model: and data: {path: …}, or name another with --config"));
        } catch (CharacterCodingException e) {
            throw new InputException(Problem.of(file + " is not UTF-8 text: save it as UTF-8"));
        }
    }

    private static InputException inFile(YamlDocument document, List<Finding> findings) {
        List<Finding> ordered = findings.stream()
                .sorted(Comparator.comparing(
                        (Finding finding) -> document.line(finding.pointer()),
                        Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        Finding first = ordered.get(0);
        String more = ordered.size() == 1 ? "" : " (and " + (ordered.size() - 1) + " more below it)";
        return document.problem(document.line(first.pointer()), first.key(), first.message() + more);
    }

    private static void merge(ObjectNode base, JsonNode overrides) {
        overrides.fields().forEachRemaining(field -> {
            JsonNode below = base.get(field.getKey());
            if (below instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, field.getValue());
            } else {
                base.set(field.getKey(), field.getValue());
            }
        });
    }
}
