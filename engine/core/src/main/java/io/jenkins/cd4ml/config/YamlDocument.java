package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Problem;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML 1.2 document as a JSON tree that still knows on which line each key stands. YAML 1.2, so that {@code on}, {@code no}
 * and dates are what they look like: text.
 */
final class YamlDocument {
    /** A file of at most 1 MB has fewer, so that only aliases which repeat lists reach it. */
    private static final int MAX_NODES = 600_000;

    private static final int MAX_DEPTH = 50;

    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private int nodes;
    private ObjectNode tree;

    private YamlDocument(String file) {
        this.file = file;
    }

    /** Reads a document whose root is a mapping; everything else is an {@link InputException} with its line. */
    static YamlDocument parse(String file, String text) {
        YamlDocument document = new YamlDocument(file);
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder()
                            .setLabel(file)
                            .setAllowDuplicateKeys(true)
                            .build())
                    .composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw document.problem(line, null, "not YAML: " + e.getProblem());
        } catch (StackOverflowError e) {
            throw document.problem(null, null, "is nested too deeply to be read");
        } catch (YamlEngineException e) {
            throw document.problem(1, null, "not YAML: " + e.getMessage());
        }
        if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
            throw document.problem(1, null, "must begin with keys such as model: and data:");
        }
        document.tree = document.object(mapping, "", 0);
        return document;
    }

    ObjectNode tree() {
        return tree;
    }

    /** The 1-based line of the key that a JSON pointer names, or of the nearest one above it; null without any. */
    Integer line(String pointer) {
        String path = pointer;
        while (!path.isEmpty() && !lines.containsKey(path)) {
            path = path.substring(0, path.lastIndexOf('/'));
        }
        return lines.get(path);
    }

    InputException problem(Integer line, String key, String message) {
        String where = file + (line == null ? "" : ":" + line);
        return new InputException(new Problem(where + ": " + message, file, line, null, key, null));
    }

    private ObjectNode object(MappingNode mapping, String path, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = tuple.getKeyNode()
                    .getStartMark()
                    .map(mark -> mark.getLine() + 1)
                    .orElse(1);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw problem(line, null, "a key must be a plain word");
            }
            String child = path + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
            if (lines.putIfAbsent(child, line) != null && object.has(key.getValue())) {
                throw problem(
                        line,
                        key.getValue(),
                        "the key '" + key.getValue() + "' stands here again, first in line " + lines.get(child)
                                + ": remove one of them");
            }
            object.set(key.getValue(), value(tuple.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private JsonNode value(Node node, String path, int depth) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        if (depth > MAX_DEPTH) {
            throw problem(
                    line, null, "is nested more than " + MAX_DEPTH + " levels deep, or an alias that contains itself");
        }
        if (++nodes > MAX_NODES) {
            throw problem(
                    line,
                    null,
                    String.format(
                            Locale.ROOT,
                            "is more than the %,d values that a configuration may have, those counted again that aliases repeat",
                            MAX_NODES));
        }
        if (node instanceof MappingNode mapping) {
            return object(mapping, path, depth);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                String child = path + "/" + array.size();
                lines.put(
                        child,
                        item.getStartMark().map(mark -> mark.getLine() + 1).orElse(line));
                array.add(value(item, child, depth + 1));
            }
            return array;
        }
        return scalar((ScalarNode) node, line);
    }

    private JsonNode scalar(ScalarNode node, int line) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return json.numberNode(
                        text.startsWith("0x")
                                ? Long.parseLong(text.substring(2), 16)
                                : text.startsWith("0o") ? Long.parseLong(text.substring(2), 8) : Long.parseLong(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                // A decimal keeps the digits that were written: 0.70 is a date's or a label's business, too.
                return json.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            throw problem(line, null, "'" + text + "' is not a number that can be used here");
        }
        return json.textNode(text);
    }
}
