package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;

/** Reads and writes the protocol's JSON. What it reads may be hostile: size, depth and lengths are limited, types are fixed. */
public final class Protocol {
    /** Raised when a reader of the old version would misunderstand the new one; new optional fields do not raise it. */
    public static final int VERSION = 1;

    /** No result is longer: a report of 65 columns takes about 200 kB. */
    public static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 20)
                            .maxNumberLength(64)
                            .maxDocumentLength(MAX_CHARACTERS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Protocol() {}

    /** The mapper with the protocol's rules, for files that follow them too. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Pretty JSON with a newline at its end; fails on NaN and infinities, which JSON has not. */
    public static String write(Object value) {
        try {
            return FiniteNumbers.require(MAPPER.<JsonNode>valueToTree(value)).toPrettyString() + "\n";
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /** One line of JSON without a newline, for {@code events.jsonl}. */
    public static String writeLine(Object value) {
        return FiniteNumbers.require(MAPPER.<JsonNode>valueToTree(value)).toString();
    }

    /** Reads a request; a request of another protocol version is refused with a sentence. */
    public static StageRequest readRequest(String json) throws JsonProcessingException {
        JsonNode tree = readTree(json);
        requireVersion(tree);
        return MAPPER.treeToValue(tree, StageRequest.class);
    }

    /** Reads a result with the detail of its stage; a result of another protocol version is refused with a sentence. */
    public static StageResult readResult(String json) throws JsonProcessingException {
        JsonNode tree = readTree(json);
        requireVersion(tree);
        Stage stage = MAPPER.treeToValue(tree.path("stage"), Stage.class);
        if (stage == null) {
            throw new InvalidProtocolException("the result does not say its stage");
        }
        JsonNode detail = ((ObjectNode) tree).remove("detail");
        StageResult result = MAPPER.treeToValue(tree, StageResult.class);
        if (result.verdict() == null) {
            throw new InvalidProtocolException("the result has no verdict");
        }
        StageDetail typed = detail == null || detail.isNull() ? null : MAPPER.treeToValue(detail, detailOf(stage));
        return new StageResult(
                result.protocol(),
                stage,
                result.run(),
                result.model(),
                result.verdict(),
                result.summary(),
                result.checks() == null ? List.of() : result.checks(),
                typed,
                result.files() == null ? List.of() : result.files(),
                result.provenance(),
                result.problem(),
                result.started(),
                result.finished());
    }

    /** Reads one line of {@code events.jsonl}. */
    public static Event readEvent(String line) throws JsonProcessingException {
        return MAPPER.readValue(line, Event.class);
    }

    private static JsonNode readTree(String json) throws JsonProcessingException {
        if (json.length() > MAX_CHARACTERS) {
            throw new InvalidProtocolException("longer than " + MAX_CHARACTERS + " characters: " + json.length());
        }
        JsonNode tree = MAPPER.readTree(json);
        if (!tree.isObject()) {
            throw new InvalidProtocolException("not a JSON object");
        }
        return FiniteNumbers.require(tree);
    }

    private static void requireVersion(JsonNode tree) throws InvalidProtocolException {
        if (tree.path("protocol").asInt(0) != VERSION) {
            throw new InvalidProtocolException("this reads protocol version " + VERSION + ", not "
                    + tree.path("protocol") + ": use the engine and the plugin of the same release");
        }
    }

    private static Class<? extends StageDetail> detailOf(Stage stage) {
        return switch (stage) {
            case VERSION_DATA -> VersionDataDetail.class;
            case TRAIN_MODEL -> TrainModelDetail.class;
            case VALIDATE_MODEL -> ValidateModelDetail.class;
            case PACKAGE_MODEL -> PackageModelDetail.class;
            case DEPLOY_CANARY -> DeployCanaryDetail.class;
            case CHECK_DRIFT -> CheckDriftDetail.class;
        };
    }

    /** JSON that is well formed and still not of this protocol. */
    public static final class InvalidProtocolException extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        InvalidProtocolException(String message) {
            super(message);
        }
    }
}
