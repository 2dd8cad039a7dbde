package io.jenkins.cd4ml.model;

import io.jenkins.cd4ml.table.ValueSyntax;
import java.util.List;
import java.util.Optional;

/** Classes by the words that people, programs and formats have for them. */
public final class ClassNames {
    private ClassNames() {}

    /**
     * The class that a word means: the one of that name; otherwise, for a truth value ({@code true} of YAML and JSON), the only one with
     * the same meaning ({@code True}).
     */
    public static Optional<String> find(List<String> classes, String word) {
        if (classes.contains(word)) {
            return Optional.of(word);
        }
        Optional<Boolean> truth = ValueSyntax.bool(word);
        List<String> same = truth.isEmpty()
                ? List.of()
                : classes.stream()
                        .filter(name -> ValueSyntax.bool(name).equals(truth))
                        .toList();
        return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
    }
}
