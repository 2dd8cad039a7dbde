package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import io.jenkins.plugins.cd4ml.registry.ModelAccess;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.results.VersionAddress;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Leads from the pages of builds to those of the versions that they made or rolled out. */
@Extension
public final class RegistryAddress implements VersionAddress {
    private static final Logger LOGGER = Logger.getLogger(RegistryAddress.class.getName());

    @Override
    @CheckForNull
    public String of(String model, @CheckForNull Integer version) {
        try {
            return ModelRegistry.get()
                    .model(model)
                    .filter(ModelAccess::mayRead)
                    .filter(known -> version == null || known.state().versions().containsKey(version))
                    .map(known ->
                            ModelsPage.URL_NAME + "/model/" + model + "/" + (version == null ? "" : version + "/"))
                    .orElse(null);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot look for model " + model);
            return null;
        }
    }
}
