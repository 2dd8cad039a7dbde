package io.jenkins.plugins.cd4ml.registry;

import java.util.ArrayList;
import java.util.List;

/** A change of settings in words for the history: {@code jobs +weather/train -weather/old; approvals +production}. */
final class SettingsChange {
    private SettingsChange() {}

    /** Null where nothing differs. */
    static String between(ModelSettings before, ModelSettings after) {
        List<String> changes = new ArrayList<>();
        add(changes, "jobs", before.jobs(), after.jobs());
        add(changes, "readers", before.readers(), after.readers());
        add(changes, "rules", words(before), words(after));
        if (!before.description().equals(after.description())) {
            changes.add("description");
        }
        return changes.isEmpty() ? null : String.join("; ", changes);
    }

    private static List<String> words(ModelSettings settings) {
        return settings.rules().stream()
                .map(rule -> rule.environment() + " (" + rule.words() + ")")
                .toList();
    }

    private static void add(List<String> changes, String what, List<String> before, List<String> after) {
        StringBuilder words = new StringBuilder();
        after.stream().filter(name -> !before.contains(name)).forEach(name -> words.append(" +")
                .append(name));
        before.stream().filter(name -> !after.contains(name)).forEach(name -> words.append(" -")
                .append(name));
        if (!words.isEmpty()) {
            changes.add(what + words);
        }
    }
}
