package io.jenkins.cd4ml.deploy.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The header fields of a request: names in any case, the values of a name in their order. */
public final class Headers {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Adds a value to those that the name has. */
    public void add(String name, String value) {
        values.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
    }

    /** The first value; null where the name is absent. */
    public String getFirst(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.get(0);
    }

    /** All values of a name; none where it is absent. */
    public List<String> all(String name) {
        return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
    }

    /** Each name with its values. */
    public void forEach(BiConsumer<String, List<String>> action) {
        values.forEach(action);
    }
}
