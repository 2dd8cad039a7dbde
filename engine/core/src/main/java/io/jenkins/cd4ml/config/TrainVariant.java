package io.jenkins.cd4ml.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of a training with some of them changed, by their keys below {@code train}: {@code xgboost.maxDepth}. */
public final class TrainVariant {
    private TrainVariant() {}

    /** The changed settings; all other ones are as they were. */
    public static TrainSettings of(TrainSettings settings, Map<String, Object> changes) {
        return (TrainSettings) changed(settings, changes);
    }

    private static Record changed(Record settings, Map<String, Object> changes) {
        RecordComponent[] components = settings.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                RecordComponent component = components[i];
                types[i] = component.getType();
                values[i] = component.getAccessor().invoke(settings);
                Map<String, Object> below = below(component.getName(), changes);
                if (changes.containsKey(component.getName())) {
                    ObjectMapper mapper = ConfigurationReader.MAPPER;
                    values[i] = mapper.convertValue(
                            changes.get(component.getName()), mapper.constructType(component.getGenericType()));
                } else if (!below.isEmpty() && values[i] instanceof Record nested) {
                    values[i] = changed(nested, below);
                } else if (!below.isEmpty() && values[i] instanceof Map<?, ?> given) {
                    Map<Object, Object> merged = new LinkedHashMap<>(given);
                    merged.putAll(below);
                    values[i] = merged;
                }
            }
            return settings.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("settings are records that can be made anew", e);
        }
    }

    private static Map<String, Object> below(String name, Map<String, Object> changes) {
        Map<String, Object> below = new LinkedHashMap<>();
        changes.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                below.put(key.substring(name.length() + 1), value);
            }
        });
        return below;
    }
}
