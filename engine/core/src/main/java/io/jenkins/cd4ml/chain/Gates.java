package io.jenkins.cd4ml.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.store.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides a verdict, as it took effect, in canonical form: the gates, the other settings of {@code validate}, the split, and
 * how the data is read. What is only shown ({@code slices}, {@code importance}) is not part of it. A line is {@code gate <json>} or {@code
 * <key> <json>}, with the keys of objects sorted and without what is absent; lines are sorted.
 *
 * @param rules the lines
 */
public record Gates(List<String> rules) {
    private static final String GATE = "gate ";

    /** Settings of {@code validate} that are only shown, and the gates themselves. */
    private static final Set<String> NOT_DECIDING = Set.of("gates", "slices", "importance");

    /** Which data there is and what is expected of it is the data version's matter. */
    private static final Set<String> DATA_VERSION = Set.of("path", "expect");

    /** Limits of a gate: whether the larger one is the stricter one. */
    private static final Map<String, Boolean> LIMITS = Map.of("min", true, "max", false, "margin", false);

    public Gates {
        rules = rules.stream().sorted().toList();
    }

    /** What decides by this configuration. */
    public static Gates of(Configuration configuration) {
        List<String> rules = new ArrayList<>();
        for (Object gate : configuration.validate().gates()) {
            rules.add(GATE + canonical(Protocol.mapper().valueToTree(gate)));
        }
        add(rules, "validate", Protocol.mapper().valueToTree(configuration.validate()), NOT_DECIDING);
        add(rules, "split", Protocol.mapper().valueToTree(configuration.split()), Set.of());
        add(rules, "data", Protocol.mapper().valueToTree(configuration.data()), DATA_VERSION);
        return new Gates(rules);
    }

    /** {@code sha256:…} of the lines, each ended by a line feed, in UTF-8. */
    public String digest() {
        return "sha256:" + Sha256.of(String.join("\n", rules) + "\n");
    }

    /** Whether there is no gate. */
    public boolean isEmpty() {
        return gates().isEmpty();
    }

    /** The gates, as canonical JSON. */
    public List<String> gates() {
        return rules.stream()
                .filter(rule -> rule.startsWith(GATE))
                .map(rule -> rule.substring(GATE.length()))
                .toList();
    }

    /** Whether a gate compares with the champion, or with the best of the champions: both change with each promotion. */
    public boolean compares() {
        return gates().stream().anyMatch(gate -> Set.of("champion", "best")
                .contains(tree(gate).path("versus").asText()));
    }

    /**
     * Why a verdict under these does not count under those: a clause, such as {@code the gate {"metric":"accuracy","min":0.8} was not among
     * those that judged}. Empty where each of those gates is among these, with the same limits or stricter ones, and every other deciding
     * setting is equal.
     */
    public Optional<String> lacks(Gates wanted) {
        List<JsonNode> judged = gates().stream().map(Gates::tree).toList();
        for (String gate : wanted.gates()) {
            if (judged.stream().noneMatch(candidate -> isAtLeast(candidate, tree(gate)))) {
                return Optional.of("the gate " + GateText.of(tree(gate))
                        + " of the configuration was not among those that judged it");
            }
        }
        SortedMap<String, String> mine = settings();
        SortedMap<String, String> theirs = wanted.settings();
        for (Map.Entry<String, String> setting : theirs.entrySet()) {
            String value = mine.get(setting.getKey());
            if (!setting.getValue().equals(value)) {
                return Optional.of("it was judged with " + setting.getKey() + " " + (value == null ? "unset" : value)
                        + ", and the configuration has " + setting.getValue());
            }
        }
        return mine.keySet().stream()
                .filter(key -> !theirs.containsKey(key))
                .findFirst()
                .map(key ->
                        "it was judged with " + key + " " + mine.get(key) + ", which the configuration does not have");
    }

    private SortedMap<String, String> settings() {
        TreeMap<String, String> settings = new TreeMap<>();
        for (String rule : rules) {
            int blank = rule.indexOf(' ');
            if (!rule.startsWith(GATE) && blank > 0) {
                settings.put(rule.substring(0, blank), rule.substring(blank + 1));
            }
        }
        return settings;
    }

    private static boolean isAtLeast(JsonNode judged, JsonNode wanted) {
        if (!withoutLimits(judged).equals(withoutLimits(wanted))) {
            return false;
        }
        return LIMITS.entrySet().stream().allMatch(limit -> {
            JsonNode mine = judged.get(limit.getKey());
            JsonNode theirs = wanted.get(limit.getKey());
            if (limit.getKey().equals("margin")) {
                return (mine == null ? 0 : mine.asDouble()) <= (theirs == null ? 0 : theirs.asDouble());
            }
            if (theirs == null) {
                return true;
            }
            return mine != null
                    && (limit.getValue() ? mine.asDouble() >= theirs.asDouble() : mine.asDouble() <= theirs.asDouble());
        });
    }

    private static JsonNode withoutLimits(JsonNode gate) {
        return gate.isObject() ? ((ObjectNode) gate).deepCopy().without(LIMITS.keySet()) : gate;
    }

    private static JsonNode tree(String json) {
        try {
            return Protocol.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            return Protocol.mapper().nullNode();
        }
    }

    private static void add(List<String> rules, String section, JsonNode settings, Set<String> without) {
        settings.fields().forEachRemaining(field -> {
            if (!without.contains(field.getKey()) && !field.getValue().isNull()) {
                rules.add(section + "." + field.getKey() + " " + canonical(field.getValue()));
            }
        });
    }

    /** Keys sorted, without what is absent. */
    private static String canonical(JsonNode value) {
        return sorted(value).toString();
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            value.fields().forEachRemaining(field -> {
                if (!field.getValue().isNull()) {
                    fields.put(field.getKey(), sorted(field.getValue()));
                }
            });
            ObjectNode object = Protocol.mapper().createObjectNode();
            fields.forEach(object::set);
            return object;
        }
        if (value.isArray()) {
            var array = Protocol.mapper().createArrayNode();
            value.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return value;
    }
}
