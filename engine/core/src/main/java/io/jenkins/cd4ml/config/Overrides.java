package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.cd4ml.problem.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Arguments of the form {@code train.epochs=5}; values are YAML: {@code hidden=[8, 4]}. */
public final class Overrides {
    private Overrides() {}

    /** Keys below which columns or classes are named, with the keys that each of those has. */
    private static final Map<String, Set<String>> NAMED_WITH_KEYS =
            Map.of("columns", Set.of("type", "sensitive", "dateFormat"), "tests", Set.of("test", "threshold"));

    private static final Set<String> NAMED = Set.of("labels", "classWeights");

    /** The arguments as a tree; a later one wins. */
    public static Map<String, Object> parse(List<String> arguments) {
        return over(Map.of(), arguments);
    }

    /** The arguments laid over settings, which stay as they are; a later argument wins. */
    public static Map<String, Object> over(Map<String, Object> settings, List<String> arguments) {
        Map<String, Object> tree = new LinkedHashMap<>(settings);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new InputException("argument '" + argument + "' must have the form key=value, such as epochs=5");
            }
            put(tree, path(argument.substring(0, equals).strip()), value(argument, argument.substring(equals + 1)));
        }
        return tree;
    }

    /** The keys of a dotted path; names of columns and classes may have dots of their own. */
    private static String[] path(String dotted) {
        String[] parts = dotted.split("\\.");
        for (int i = 0; i < parts.length; i++) {
            boolean named = NAMED_WITH_KEYS.containsKey(parts[i])
                    && NAMED_WITH_KEYS.get(parts[i]).contains(parts[parts.length - 1]);
            int end = named ? parts.length - 1 : NAMED.contains(parts[i]) ? parts.length : 0;
            if (end > i + 2) {
                List<String> path = new ArrayList<>(Arrays.asList(parts).subList(0, i + 1));
                path.add(String.join(".", Arrays.asList(parts).subList(i + 1, end)));
                path.addAll(Arrays.asList(parts).subList(end, parts.length));
                return path.toArray(String[]::new);
            }
        }
        return parts;
    }

    private static Object value(String argument, String yaml) {
        Map<String, Object> parsed = new ObjectMapper()
                .convertValue(
                        YamlDocument.parse("argument " + argument, "v: " + yaml).tree(), new TypeReference<>() {});
        return parsed.get("v");
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String[] path, Object value) {
        Map<String, Object> at = tree;
        for (int i = 0; i < path.length - 1; i++) {
            Map<String, Object> below = at.get(path[i]) instanceof Map<?, ?> there
                    ? new LinkedHashMap<>((Map<String, Object>) there)
                    : new LinkedHashMap<>();
            at.put(path[i], below);
            at = below;
        }
        at.put(path[path.length - 1], value);
    }
}
