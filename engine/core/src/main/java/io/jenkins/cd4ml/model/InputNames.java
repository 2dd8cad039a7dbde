package io.jenkins.cd4ml.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of a packaged model's inputs. An input is named after its column; what is no letter, digit or underscore becomes an
 * underscore, as ONNX asks for C identifiers, and a number is appended where two columns would meet, or one meets an output. Names that
 * differ only in case stay apart too: not every client keeps the case.
 */
public final class InputNames {
    private static final List<String> OUTPUTS = List.of("probabilities", "label", "prediction", "rows");

    private InputNames() {}

    /** By column, in that order. */
    public static List<String> of(List<String> columns) {
        Set<String> taken = new HashSet<>(OUTPUTS);
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String name = column.replaceAll("[^A-Za-z0-9_]", "_");
            name = name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
            String candidate = name;
            for (int i = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); i++) {
                candidate = name + "_" + i;
            }
            names.add(candidate);
        }
        return List.copyOf(names);
    }
}
