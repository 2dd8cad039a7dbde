package io.jenkins.plugins.cd4ml.execution;

import java.util.List;
import java.util.TreeSet;

/** What a step sets otherwise than the project may: the keys that it names, as far as the controller sees them without the engine. */
final class OverriddenKeys {
    private OverriddenKeys() {}

    /** Keys below the stage's section, the part before the first dot or bracket; ascending. */
    static List<String> of(StageOrder order) {
        TreeSet<String> keys = new TreeSet<>(order.settings().keySet());
        for (String argument : order.arguments()) {
            keys.add(argument.split("[=.\\[]", 2)[0].strip());
        }
        keys.remove("");
        return List.copyOf(keys);
    }
}
