package io.jenkins.cd4ml.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Metrics in a sentence. */
final class Shown {
    private static final List<String> FIRST = List.of("accuracy", "f1_macro", "log_loss", "rmse", "r2");

    private Shown() {}

    /** {@code accuracy 0.93, f1_macro 0.92, log_loss 0.21}. */
    static String of(Map<String, Double> metrics) {
        return FIRST.stream()
                .map(name -> metrics.containsKey(name)
                        ? String.format(Locale.ROOT, "%s %.3g", name, metrics.get(name))
                        : null)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }
}
