package io.jenkins.cd4ml.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.cd4ml.config.Configuration;
import io.jenkins.cd4ml.config.ConfigurationReader;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.StageRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What a stage does otherwise than {@code cd4ml.yaml} says. */
public final class Overridden {
    private Overridden() {}

    /** The configuration file of a request as it is now, without anything that was set for one run or one step. */
    public static Configuration declared(StageRequest request) throws IOException {
        return ConfigurationReader.read(Path.of(request.project()), request.configuration(), Map.of());
    }

    /** The keys whose values differ, as {@code validate.gates}, ascending; defaults that were filled in are equal. */
    public static List<String> keys(Configuration declared, Configuration effective) {
        JsonNode left = Protocol.mapper().valueToTree(declared);
        JsonNode right = Protocol.mapper().valueToTree(effective);
        TreeSet<String> keys = new TreeSet<>();
        for (String section : names(left, right)) {
            JsonNode mine = left.path(section);
            JsonNode theirs = right.path(section);
            if (!mine.isObject() || !theirs.isObject()) {
                add(keys, section, mine, theirs);
            } else {
                names(mine, theirs).forEach(key -> add(keys, section + "." + key, mine.path(key), theirs.path(key)));
            }
        }
        return List.copyOf(keys);
    }

    private static void add(TreeSet<String> keys, String key, JsonNode mine, JsonNode theirs) {
        if (!Objects.equals(mine, theirs)) {
            keys.add(key);
        }
    }

    private static TreeSet<String> names(JsonNode left, JsonNode right) {
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode node : List.of(left, right)) {
            for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
                names.add(fields.next());
            }
        }
        return names;
    }
}
