package io.jenkins.cd4ml.data.expectation;

import io.jenkins.cd4ml.table.ExactNumber;
import io.jenkins.cd4ml.table.ValueSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A list of allowed values: equal as text, as numbers ({@code 1} and {@code 1.0}) or as truth values. */
final class AllowedValues implements Predicate<String> {
    private final Set<String> texts;
    private final Set<Object> meanings = new HashSet<>();

    AllowedValues(List<String> values) {
        texts = Set.copyOf(values);
        values.forEach(value -> {
            Object meaning = meaning(value);
            if (meaning != null) {
                meanings.add(meaning);
            }
        });
    }

    @Override
    public boolean test(String value) {
        return texts.contains(value) || !meanings.isEmpty() && meanings.contains(meaning(value));
    }

    private static Object meaning(String value) {
        Object number = ExactNumber.of(value);
        return number == null ? ValueSyntax.bool(value).orElse(null) : number;
    }
}
