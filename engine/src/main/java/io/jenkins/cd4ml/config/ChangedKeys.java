package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Which settings took effect otherwise than {@code cd4ml.yaml} has them: by {@code --set}, by a step's argument. */
public final class ChangedKeys {
    private ChangedKeys() {}

    /**
     * The changed keys, dotted and ascending; lists count as one setting.
     *
     * @param file the configuration file, relative to the project
     * @param effective what took effect
     * @param sections such as {@code validate}
     */
    public static List<String> of(Path project, String file, Configuration effective, List<String> sections)
            throws IOException {
        return between(ConfigurationReader.read(project, file, Map.of()), effective, sections);
    }

    static List<String> between(Configuration written, Configuration effective, List<String> sections) {
        JsonNode before = Protocol.mapper().valueToTree(written);
        JsonNode after = Protocol.mapper().valueToTree(effective);
        TreeSet<String> changed = new TreeSet<>();
        sections.forEach(section -> compare(section, before.get(section), after.get(section), changed));
        return List.copyOf(changed);
    }

    private static void compare(String key, JsonNode before, JsonNode after, TreeSet<String> changed) {
        if (before instanceof ObjectNode from && after instanceof ObjectNode to) {
            names(from, to).forEach(name -> compare(key + "." + name, from.get(name), to.get(name), changed));
        } else if (!Objects.equals(before, after)) {
            changed.add(key);
        }
    }

    private static List<String> names(ObjectNode from, ObjectNode to) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> all = from.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        for (Iterator<String> all = to.fieldNames(); all.hasNext(); ) {
            String name = all.next();
            if (!from.has(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
