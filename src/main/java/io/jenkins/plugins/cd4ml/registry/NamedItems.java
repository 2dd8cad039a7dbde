package io.jenkins.plugins.cd4ml.registry;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
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
        try {
            ModelRegistry registry = ModelRegistry.get();
            for (ModelSummary model : registry.models()) {
                if (model.problem() == null) {
                    registry.configure(model.name(), change.apply(model.settings()), Author.current(), reason);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot change the jobs of models after: " + reason);
        }
    }
}
