package io.jenkins.cd4ml.config;

import java.util.List;
import java.util.Map;

/** Settings of a stage from its section of {@code cd4ml.yaml}, with the defaults that the engine has. */
public final class SettingsFromYaml {
    private SettingsFromYaml() {}

    public static ValidateSettings validate(String section) {
        return ConfigurationReader.MAPPER.convertValue(
                YamlDocument.parse("cd4ml.yaml", section).tree(), ValidateSettings.class);
    }

    /** The defaults with these gates. */
    public static ValidateSettings gates(ValidateSettings.Gate... gates) {
        return ConfigurationReader.MAPPER.convertValue(Map.of("gates", List.of(gates)), ValidateSettings.class);
    }
}
