package io.jenkins.cd4ml.data.suggestion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What follows the section {@code data}: settings as they were given, and suggestions for the others. */
final class SectionsText {
    private static final Set<String> SUGGESTED = Set.of("model", "data", "split", "train", "validate");
    private static final String TOLD = "  # as told";

    private final Map<String, Object> given;
    private final Guesses guesses;
    private final String algorithm;
    private final StringBuilder text = new StringBuilder();
    private final List<Guess> gates = new ArrayList<>();

    /** What was written, and the gates that were suggested. */
    record Sections(String text, List<Guess> gates) {}

    private SectionsText(Map<String, Object> given, Guesses guesses, String algorithm) {
        this.given = given;
        this.guesses = guesses;
        this.algorithm = algorithm;
    }

    /** Settings outside sections, such as {@code store}, each on its line. */
    static String head(Map<String, Object> given) {
        StringBuilder head = new StringBuilder();
        given.forEach((key, value) -> {
            if (!(value instanceof Map) && !SUGGESTED.contains(key)) {
                head.append(key)
                        .append(": ")
                        .append(YamlText.json(value))
                        .append(TOLD)
                        .append('\n');
            }
        });
        return head.toString();
    }

    /**
     * All sections but {@code data}, each behind an empty line.
     *
     * @param algorithm that reads such data
     */
    static Sections of(Map<String, Object> given, Guesses guesses, String algorithm) {
        SectionsText sections = new SectionsText(given, guesses, algorithm);
        sections.write();
        return new Sections(sections.text.toString(), List.copyOf(sections.gates));
    }

    private void write() {
        split();
        train();
        validate();
        given.forEach((name, value) -> {
            if (value instanceof Map && !SUGGESTED.contains(name)) {
                section(name, Map.of());
            }
        });
    }

    private void split() {
        if (guesses.time() == null || given.containsKey("split")) {
            section("split", Map.of());
            return;
        }
        line("");
        line("# This column tells when a row was made: the latest rows judge.");
        line("split:");
        line("  by: " + YamlText.of(guesses.time().column()));
        line("  train: \".." + guesses.time().train() + "\"");
        line("  validation: \".." + guesses.time().validation() + "\"");
        line("  test: \"" + guesses.time().validation().plusDays(1) + "..\"");
    }

    private void train() {
        if (guesses.target() == null || !section("train").isEmpty()) {
            Map<String, Object> suggested = new LinkedHashMap<>();
            if (guesses.target() != null) {
                suggested.put("algorithm", algorithm);
                suggested.put("seed", 42);
            }
            section("train", suggested);
            return;
        }
        line("");
        line("train: {algorithm: " + algorithm + ", seed: 42}");
    }

    private void validate() {
        boolean gates = guesses.target() != null && !section("validate").containsKey("gates");
        if (!section("validate").isEmpty()) {
            section("validate", Map.of());
        } else if (gates) {
            line("");
            line("validate:");
        }
        if (gates) {
            line("  gates:");
            SuggestedGates suggested = SuggestedGates.of(guesses);
            suggested.lines().forEach(gate -> line("    - " + gate));
            this.gates.addAll(suggested.guesses());
        }
    }

    /** A section that was given something, or is suggested something; nothing for any other one. */
    private void section(String name, Map<String, Object> suggested) {
        Map<?, ?> own = section(name);
        Set<String> keys = new LinkedHashSet<>(suggested.keySet());
        own.keySet().forEach(key -> keys.add(key.toString()));
        if (keys.isEmpty()) {
            return;
        }
        line("");
        line(name + ":");
        for (String key : keys) {
            line("  " + key + ": "
                    + (own.containsKey(key) ? YamlText.json(own.get(key)) + TOLD : YamlText.json(suggested.get(key))));
        }
    }

    private Map<?, ?> section(String name) {
        return given.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
