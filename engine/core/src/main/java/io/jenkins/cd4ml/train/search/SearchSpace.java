package io.jenkins.cd4ml.train.search;

import io.jenkins.cd4ml.config.SearchSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings to search, in the order of their keys. */
public record SearchSpace(List<Parameter> parameters) {

    public static SearchSpace of(SearchSettings settings) {
        return new SearchSpace(new TreeMap<>(settings.space())
                .entrySet().stream()
                        .map(entry -> Parameter.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** The settings of a point, by key. */
    public Map<String, Object> settings(double[] point) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (int i = 0; i < point.length; i++) {
            settings.put(parameters.get(i).key(), parameters.get(i).value(point[i]));
        }
        return settings;
    }
}
