package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.RootAction;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The Models page of Jenkins as a whole. */
@Extension
public final class RootModels extends ModelsPage implements RootAction {
    private static final Logger LOGGER = Logger.getLogger(RootModels.class.getName());

    @Override
    boolean concerns(ModelSummary model) {
        return true;
    }

    @NonNull
    @Override
    public String getUrl() {
        return URL_NAME + "/";
    }

    @CheckForNull
    @Override
    public Object getOwner() {
        return null;
    }

    /** Nobody is shown the way to a page without anything on it. */
    @Override
    @CheckForNull
    public String getIconFileName() {
        try {
            return isCreator() || readable().findAny().isPresent() ? Icons.MODELS : null;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot list the models", e);
            return null;
        }
    }
}
