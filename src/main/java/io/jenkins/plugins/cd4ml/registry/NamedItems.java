package io.jenkins.plugins.cd4ml.registry;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps models true to their jobs and folders. One that is renamed or moved keeps its rights; one that is deleted loses them, so that
 * nobody gets them by making a job of its name.
 */
@Extension
public final class NamedItems extends ItemListener {
    private static final Logger LOGGER = Logger.getLogger(NamedItems.class.getName());

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        change(settings -> settings.renamed(oldFullName, newFullName), "renamed " + oldFullName + " to " + newFullName);
    }

    @Override
    public void onDeleted(Item item) {
        change(settings -> settings.without(item.getFullName()), "deleted " + item.getFullName());
    }

    private static void change(UnaryOperator<ModelSettings> change, String reason) {
        ModelRegistry registry = ModelRegistry.get();
        List<ModelSummary> models;
        try {
            models = registry.models();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read the models after: " + reason);
            return;
        }
        for (ModelSummary model : models) {
            if (model.problem() == null) {
                try {
                    registry.configure(model.name(), change::apply, Author.current(), reason);
                } catch (IOException e) {
                    LOGGER.log(
                            Level.WARNING, e, () -> "cannot change the jobs of " + model.name() + " after: " + reason);
                }
            }
        }
    }
}
