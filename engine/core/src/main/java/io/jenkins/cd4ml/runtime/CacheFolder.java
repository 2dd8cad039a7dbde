package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.protocol.layout.Variables;
import java.nio.file.Path;
import java.util.Map;

/** The user's cache for what can be had again: {@code $CD4ML_CACHE}, {@code $XDG_CACHE_HOME/cd4ml} or {@code ~/.cache/cd4ml}. */
final class CacheFolder {
    private CacheFolder() {}

    static Path of(Map<String, String> environment) {
        String own = environment.get(Variables.CACHE);
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        return xdg != null && !xdg.isBlank()
                ? Path.of(xdg, "cd4ml")
                : Path.of(System.getProperty("user.home"), ".cache", "cd4ml");
    }
}
