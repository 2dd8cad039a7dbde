package io.jenkins.cd4ml.config;

import java.util.List;
import java.util.Map;

/** Fills in what a configuration leaves out. */
final class Defaults {
    private Defaults() {}

    static <T> T of(T value, T fallback) {
        return value == null ? fallback : value;
    }

    static <T> List<T> of(List<T> value) {
        return value == null ? List.of() : List.copyOf(value);
    }

    static <K, V> Map<K, V> of(Map<K, V> value) {
        return value == null ? Map.of() : java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(value));
    }
}
