package io.jenkins.cd4ml.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A gate as one writes it in {@code cd4ml.yaml}: {@code {metric: recall, class: rain, min: 0.8}}, without what is the default. */
final class GateText {
    private static final List<String> ORDER =
            List.of("metric", "class", "from", "junit", "min", "max", "on", "versus", "margin", "test", "slice", "by");

    private static final Map<String, String> DEFAULTS = Map.of("on", "estimate", "test", "notWorse", "margin", "0.0");

    private GateText() {}

    static String of(JsonNode gate) {
        Map<String, String> fields = new LinkedHashMap<>();
        ORDER.forEach(key -> fields.put(key, null));
        gate.fields()
                .forEachRemaining(
                        field -> fields.put(field.getKey(), field.getValue().asText()));
        fields.entrySet()
                .removeIf(field -> field.getValue() == null
                        || field.getValue().equals(DEFAULTS.get(field.getKey()))
                                && !(field.getKey().equals("margin") && gate.hasNonNull("versus")));
        List<String> words = new ArrayList<>();
        fields.forEach((key, value) -> words.add(key + ": " + value));
        return "{" + String.join(", ", words) + "}";
    }
}
