package io.jenkins.plugins.cd4ml.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A result in which no text shows a secret: summary, messages, details, names. */
final class MaskedResult {
    private MaskedResult() {}

    /** The result with each text as {@code hide} gives it. */
    static StageResult of(StageResult result, UnaryOperator<String> hide) throws IOException {
        JsonNode tree = Protocol.mapper().valueToTree(result);
        JsonNode masked = masked(tree, hide, hide);
        if (masked.equals(tree)) {
            return result;
        }
        try {
            return Protocol.readResult(Protocol.writeLine(masked));
        } catch (JsonProcessingException e) {
            return withItsKeys(tree, hide);
        }
    }

    /** A secret that is also a word of the protocol, such as {@code summary}, stays where it is a key. */
    private static StageResult withItsKeys(JsonNode tree, UnaryOperator<String> hide) throws IOException {
        try {
            return Protocol.readResult(Protocol.writeLine(masked(tree, hide, UnaryOperator.identity())));
        } catch (JsonProcessingException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    private static JsonNode masked(JsonNode node, UnaryOperator<String> hide, UnaryOperator<String> hideKey) {
        if (node.isTextual()) {
            String hidden = hide.apply(node.textValue());
            return hidden.equals(node.textValue()) ? node : TextNode.valueOf(hidden);
        }
        if (node.isArray()) {
            ArrayNode array = Protocol.mapper().createArrayNode();
            node.forEach(element -> array.add(masked(element, hide, hideKey)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = Protocol.mapper().createObjectNode();
            node.fields()
                    .forEachRemaining(field ->
                            object.set(hideKey.apply(field.getKey()), masked(field.getValue(), hide, hideKey)));
            return object;
        }
        return node;
    }
}
