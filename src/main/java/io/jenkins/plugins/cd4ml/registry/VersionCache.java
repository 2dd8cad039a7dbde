package io.jenkins.plugins.cd4ml.registry;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The versions that were asked for lately. They never change, so the only question is how many of them memory is to hold. */
final class VersionCache {
    private final Map<String, ModelVersion> known;

    VersionCache(int most) {
        known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ModelVersion> eldest) {
                return size() > most;
            }
        };
    }

    /** The version from memory, otherwise from its file. */
    ModelVersion get(String model, int number, ModelFolder folder) throws IOException {
        String key = model + "/" + number;
        synchronized (known) {
            ModelVersion version = known.get(key);
            if (version != null) {
                return version;
            }
        }
        ModelVersion version = folder.version(number);
        synchronized (known) {
            known.put(key, version);
        }
        return version;
    }

    /** Forgets a model: another one may come by its name. */
    void forget(String model) {
        synchronized (known) {
            known.keySet().removeIf(key -> key.startsWith(model + "/"));
        }
    }
}
