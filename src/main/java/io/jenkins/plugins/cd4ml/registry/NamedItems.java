package io.jenkins.plugins.cd4ml.registry;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

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

    /**
     * Takes the rights of jobs and folders that were deleted or renamed while Jenkins did not run, or while a model could not be changed: a new
     * job of such a name must not inherit them. One whose configuration is there and cannot be loaded keeps its rights; it runs no build.
     */
    static void settle() throws IOException {
        for (ModelSummary model : ModelRegistry.get().models()) {
            if (model.problem() == null) {
                for (String name : names(model.settings())) {
                    if (Jenkins.get().getItemByFullName(name) == null && !isOnDisk(name)) {
                        ModelRegistry.get()
                                .configure(
                                        model.name(),
                                        settings -> settings.without(name),
                                        Author.current(),
                                        Messages.NamedItems_gone(name));
                    }
                }
            }
        }
    }

    private static List<String> names(ModelSettings settings) {
        return Stream.concat(settings.jobs().stream(), settings.readers().stream())
                .distinct()
                .toList();
    }

    private static boolean isOnDisk(String name) {
        Path path = Jenkins.get().getRootDir().toPath();
        for (String part : name.split("/")) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
            path = path.resolve("jobs").resolve(part);
        }
        return Files.isRegularFile(path.resolve("config.xml"));
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
