package io.jenkins.plugins.cd4ml.registry;

import java.io.IOException;

/** A change of a model's settings. */
@FunctionalInterface
public interface SettingsEdit {
    /**
     * The settings after the change.
     *
     * @param before as they are now; nobody changes them meanwhile
     * @throws Refusal where they cannot be changed so
     */
    ModelSettings of(ModelSettings before) throws IOException;
}
