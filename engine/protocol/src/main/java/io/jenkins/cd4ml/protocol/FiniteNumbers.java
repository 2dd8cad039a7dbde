package io.jenkins.cd4ml.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** Refuses numbers that JSON does not have or that a double cannot hold. */
final class FiniteNumbers {
    private FiniteNumbers() {}

    /** Returns the tree as it is, or throws {@link IllegalArgumentException} when a number in it is not finite. */
    static <T extends JsonNode> T require(T tree) {
        check(tree, "");
        return tree;
    }

    private static void check(JsonNode node, String path) {
        if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException("the number at " + (path.isEmpty() ? "/" : path) + " is not finite");
        }
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> check(field.getValue(), path + "/" + field.getKey()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), path + "/" + i);
        }
    }
}
