package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code cd4ml.schema.json}, and its findings in words that a person can act on. */
public final class ConfigurationSchema {
    private static final JsonNode TREE = read();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TREE);

    private ConfigurationSchema() {}

    /** The published JSON Schema (draft 2020-12) as text. */
    public static String text() {
        return TREE.toPrettyString() + "\n";
    }

    /** The schema's description of what a JSON pointer into a configuration names, such as {@code /train/epochs}. */
    static JsonNode at(String schemaPointer) {
        return TREE.at(schemaPointer);
    }

    /** What is wrong with a configuration, in no particular order; empty where nothing is. */
    static List<Finding> findings(JsonNode configuration) {
        return SCHEMA.validate(configuration).stream()
                .map(ConfigurationSchema::finding)
                .distinct()
                .toList();
    }

    /**
     * Something that is wrong.
     *
     * @param pointer JSON pointer to the value (for an unknown key: to it; for a missing one: to where it belongs)
     * @param key the same, dotted
     */
    record Finding(String pointer, String key, String message) {}

    private static Finding finding(ValidationMessage message) {
        String keyword = message.getType();
        String schemaPointer = message.getSchemaLocation().getFragment().toString();
        // The location of a keyword inside its schema: without it, the schema's own.
        String owner = schemaPointer.endsWith("/" + keyword)
                ? schemaPointer.substring(0, schemaPointer.length() - keyword.length() - 1)
                : schemaPointer;
        String pointer = pointer(message.getInstanceLocation().toString());
        JsonNode schema = at(owner);
        String property = message.getProperty();
        return switch (keyword) {
            case "additionalProperties" -> of(
                    pointer + "/" + property,
                    "is not a key"
                            + (pointer.isEmpty() ? " of the file" : " of '" + dotted(pointer) + "'")
                            + hint(property, names(schema.path("properties"))));
            case "required" -> of(
                    pointer + "/" + property,
                    "is missing: "
                            + schema.at("/properties/" + property)
                                    .path("description")
                                    .asText("it must be there"));
            default -> of(pointer, expectation(keyword, schema) + ", not " + shown(message.getInstanceNode()));
        };
    }

    /** A near key of the same place, else the sections that have just this key, else what keys there are. */
    private static String hint(String property, List<String> there) {
        List<String> elsewhere = names(TREE.path("properties")).stream()
                .filter(section ->
                        TREE.at("/properties/" + section + "/properties").has(property))
                .map(section -> "'" + section + "." + property + "'")
                .toList();
        return elsewhere.isEmpty() || NearestName.of(property, there).isPresent()
                ? NearestName.hint(property, there, "keys there")
                : "; did you mean " + String.join(" or ", elsewhere) + "?";
    }

    private static Finding of(String pointer, String message) {
        String key = dotted(pointer);
        return new Finding(pointer, key, "'" + key + "' " + message);
    }

    private static String expectation(String keyword, JsonNode schema) {
        JsonNode value = schema.path(keyword);
        return switch (keyword) {
            case "type" -> "must be " + types(value);
            case "enum" -> "must be one of "
                    + StreamSupport.stream(value.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", "));
            case "minimum" -> "must be at least " + value.asText();
            case "maximum" -> "must be at most " + value.asText();
            case "exclusiveMinimum" -> "must be above " + value.asText();
            case "exclusiveMaximum" -> "must be below " + value.asText();
            case "minItems", "minLength" -> "must not be empty";
            case "maxItems" -> "must have at most " + value.asText() + " entries";
            default -> "must be: " + schema.path("description").asText();
        };
    }

    private static String types(JsonNode types) {
        return types.isArray()
                ? StreamSupport.stream(types.spliterator(), false)
                        .map(type -> type(type.asText()))
                        .collect(Collectors.joining(" or "))
                : type(types.asText());
    }

    private static String type(String name) {
        return switch (name) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "string" -> "text";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "a mapping of keys to values";
            default -> name;
        };
    }

    private static String shown(JsonNode value) {
        if (value == null || value.isNull()) {
            return "empty";
        }
        return value.isContainerNode() ? value.isArray() ? "a list" : "a mapping" : "'" + value.asText() + "'";
    }

    private static List<String> names(JsonNode properties) {
        return StreamSupport.stream(((Iterable<String>) properties::fieldNames).spliterator(), false)
                .toList();
    }

    /** From the validator's {@code $.data.expect[0].min} to {@code /data/expect/0/min}. */
    private static String pointer(String location) {
        if (location.startsWith("/") || location.isEmpty()) {
            return location;
        }
        return location.substring(1).replace('[', '.').replace("]", "").replace('.', '/');
    }

    private static String dotted(String pointer) {
        return pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
    }

    private static JsonNode read() {
        try (InputStream in = ConfigurationSchema.class.getResourceAsStream("cd4ml.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
