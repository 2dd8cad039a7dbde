package io.jenkins.cd4ml.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.problem.Excerpt;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The results as JSON that may stand in a script element. Where they are too large for a page, long lists are cut, and the
 * data says which: a page of a thousand columns still opens at once, and the result files hold everything.
 */
final class PageData {
    private static final int[] LENGTHS = {1000, 400, 150, 60, 20};
    private static final int LONGEST_TEXT = 20_000;

    private PageData() {}

    /** At most {@code limit} bytes of JSON: {@code {"results": […], "omitted": ["first 150 of 2,000 columns"]}}. */
    static String of(List<StageResult> results, int limit) {
        String json = write(results, Integer.MAX_VALUE);
        for (int i = 0; i < LENGTHS.length && size(json) > limit; i++) {
            json = write(results, LENGTHS[i]);
        }
        if (size(json) > limit) {
            throw new IllegalStateException("a result of " + size(json) + " bytes does not fit on a page");
        }
        return json;
    }

    private static String write(List<StageResult> results, int longest) {
        ObjectNode data = Protocol.mapper().createObjectNode();
        ArrayNode list = data.putArray("results");
        List<String> omitted = new ArrayList<>();
        for (StageResult result : results) {
            JsonNode tree = Protocol.mapper().valueToTree(result);
            if (longest < Integer.MAX_VALUE) {
                shorten(tree, longest, omitted);
            }
            list.add(tree);
        }
        omitted.forEach(data.putArray("omitted")::add);
        return Protocol.writeLine(data).replace("<", "\\u003c");
    }

    private static void shorten(JsonNode node, int longest, List<String> omitted) {
        if (node instanceof ObjectNode object) {
            if (object.path("confusion").path("labels").size() > longest) {
                object.remove("confusion");
                omitted.add("the confusion matrix nothing");
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isTextual()) {
                    field.setValue(object.textNode(cut(field.getValue().textValue())));
                } else if (field.getValue() instanceof ArrayNode array && tooLong(array, longest)) {
                    field.setValue(first(array, longest, field.getKey()));
                    omitted.add(
                            String.format(Locale.ROOT, "%,d %s the first %,d", array.size(), field.getKey(), longest));
                }
            }
        }
        node.forEach(child -> shorten(child, longest, omitted));
    }

    private static boolean tooLong(ArrayNode array, int longest) {
        return array.size() > longest && array.get(0).isObject();
    }

    /** Epochs are thinned so that the curve keeps its shape; of columns the drifted ones come first. */
    private static ArrayNode first(ArrayNode array, int longest, String name) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        ArrayNode kept = array.arrayNode();
        if (name.equals("epochs")) {
            int stride = (items.size() + longest - 1) / longest;
            for (int i = 0; i < items.size(); i += stride) {
                kept.add(items.get(i));
            }
        } else {
            items.sort(Comparator.comparing(item -> !item.path("drifted").asBoolean()));
            items.subList(0, longest).forEach(kept::add);
        }
        return kept;
    }

    private static String cut(String text) {
        return Excerpt.of(text, LONGEST_TEXT);
    }

    private static int size(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }
}
