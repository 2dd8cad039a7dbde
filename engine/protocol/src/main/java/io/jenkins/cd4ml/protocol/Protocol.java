package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the protocol's JSON. What it reads may be hostile: size, depth and lengths are limited, types are fixed, and
 * whatever is wrong with it ends in an {@link InvalidProtocolException} with one sentence.
 */
public final class Protocol {
    /** Raised when a reader of the old version would misunderstand the new one; new optional fields do not raise it. */
    public static final int VERSION = 1;

    /** No result is longer: a report of 65 columns takes about 200 kB. */
    public static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private static final ObjectMapper MAPPER = ProtocolMapper.bounded();
    private static final ObjectMapper STRICT = ProtocolMapper.strict();

    private Protocol() {}

    /** The mapper with the protocol's limits, for files of our own that follow its rules too. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Pretty JSON with a newline at its end; fails on NaN and infinities, which JSON has not. */
    public static String write(Object value) {
        return tree(value).toPrettyString() + "\n";
    }

    /** Whether a document is short enough to be read again; what is written must be. */
    public static boolean isReadable(String json) {
        return json.length() <= MAX_CHARACTERS;
    }

    /** One line of JSON without a newline, for {@code events.jsonl}; fails on NaN and infinities too. */
    public static String writeLine(Object value) {
        return tree(value).toString();
    }

    /** Reads a request; a request of another protocol version is refused with a sentence. */
    public static StageRequest readRequest(String json) throws JsonProcessingException {
        ObjectNode tree = readTree(json);
        requireVersion(tree);
        tree.putIfAbsent("verifyReproducible", tree.booleanNode(false));
        StageRequest request = convert(tree, StageRequest.class);
        require(request.stage(), "the request does not say its stage");
        return request;
    }

    /** Reads a result with the detail of its stage; a result of another protocol version is refused with a sentence. */
    public static StageResult readResult(String json) throws JsonProcessingException {
        ObjectNode tree = readTree(json);
        requireVersion(tree);
        JsonNode detail = tree.remove("detail");
        StageResult result = convert(tree, StageResult.class);
        Stage stage = require(result.stage(), "the result does not say its stage");
        require(result.verdict(), "the result has no verdict");
        return new StageResult(
                result.protocol(),
                stage,
                result.run(),
                result.model(),
                result.verdict(),
                result.summary(),
                result.checks(),
                detail == null || detail.isNull() ? null : convert(detail, detailOf(stage)),
                result.files(),
                result.provenance(),
                result.link(),
                result.problem(),
                result.started(),
                result.finished());
    }

    /** Reads one line of {@code events.jsonl}. */
    public static Event readEvent(String line) throws JsonProcessingException {
        Event event = convert(readTree(line), Event.class);
        require(event.kind(), "the event does not say its kind");
        return event;
    }

    private static JsonNode tree(Object value) {
        try {
            return FiniteNumbers.require(MAPPER.<JsonNode>valueToTree(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    private static ObjectNode readTree(String json) throws InvalidProtocolException {
        if (!isReadable(json)) {
            throw new InvalidProtocolException("longer than " + MAX_CHARACTERS + " characters: " + json.length());
        }
        try {
            if (STRICT.readTree(json) instanceof ObjectNode object) {
                return FiniteNumbers.require(object);
            }
            throw new InvalidProtocolException("not a JSON object");
        } catch (JsonProcessingException e) {
            throw InvalidProtocolException.of(e);
        } catch (IllegalArgumentException e) {
            throw InvalidProtocolException.of(e);
        }
    }

    private static <T> T convert(JsonNode tree, Class<T> type) throws InvalidProtocolException {
        try {
            return STRICT.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw InvalidProtocolException.of(e);
        } catch (RuntimeException e) {
            // a library's own surprise at hostile values, such as a moment beyond the end of time
            throw InvalidProtocolException.of(e);
        }
    }

    private static void requireVersion(JsonNode tree) throws InvalidProtocolException {
        JsonNode version = tree.path("protocol");
        if (!version.isInt() || version.intValue() != VERSION) {
            String found = version.isNumber() ? version.asText() : "one that does not say its version";
            throw new InvalidProtocolException("this reads protocol version " + VERSION + ", not " + found
                    + ": use the engine and the plugin of the same release");
        }
    }

    private static <T> T require(T value, String otherwise) throws InvalidProtocolException {
        if (value == null) {
            throw new InvalidProtocolException(otherwise);
        }
        return value;
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
}
