package io.jenkins.plugins.cd4ml.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;

/**
 * What is to be kept for good, cut to a size that can be read again: an agent's texts may have a million characters each, and a version that
 * cannot be read after its line of the history was written would be lost.
 */
final class BoundedTexts {
    /** Characters of a text; a sketch of test rows is the longest that is meant. */
    static final int LONGEST = 16_384;

    /** Elements of a list, and entries of an object. */
    static final int MOST = 500;

    /** Characters of the whole. */
    static final int LARGEST = 4 << 20;

    private static final int LONGEST_KEY = 1000;

    private BoundedTexts() {}

    /**
     * The same with long texts cut and long lists ended.
     *
     * @throws IOException where it is too large all the same
     */
    static <T> T of(T value, Class<T> type) throws IOException {
        JsonNode tree = bounded(Protocol.mapper().valueToTree(value));
        String text = Protocol.writeLine(tree);
        if (text.length() > LARGEST) {
            throw new Refusal(Messages.BoundedTexts_tooLarge(text.length(), LARGEST));
        }
        try {
            return Protocol.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    private static JsonNode bounded(JsonNode node) {
        if (node.isTextual()) {
            String text = node.textValue();
            return text.length() <= LONGEST ? node : TextNode.valueOf(cut(text));
        }
        if (node.isArray()) {
            ArrayNode array = Protocol.mapper().createArrayNode();
            for (int i = 0; i < Math.min(node.size(), MOST); i++) {
                array.add(bounded(node.get(i)));
            }
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = Protocol.mapper().createObjectNode();
            Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
            while (fields.hasNext() && object.size() < MOST) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (field.getKey().length() <= LONGEST_KEY) {
                    object.set(field.getKey(), bounded(field.getValue()));
                }
            }
            return object;
        }
        return node;
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "\u2026";
    }
}
