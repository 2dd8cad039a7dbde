package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractItem;
import hudson.model.Action;
import hudson.model.ItemGroup;
import hudson.model.Job;
import io.jenkins.plugins.cd4ml.registry.ModelRegistry;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.TransientActionFactory;

/** The Models page of a folder, or of a job that models name; a job with a single model leads to that one's page. */
public final class ItemModels extends ModelsPage {
    private final AbstractItem item;
    private final String only;

    private ItemModels(AbstractItem item, @CheckForNull String only) {
        this.item = item;
        this.only = only;
    }

    @Override
    boolean concerns(ModelSummary model) {
        return concerns(item, model);
    }

    /** Whether the model names the item, a folder around it, or something in it. */
    private static boolean concerns(AbstractItem item, ModelSummary model) {
        String name = item.getFullName();
        return model.settings().allows(name)
                || item instanceof ItemGroup
                        && model.settings().jobs().stream().anyMatch(job -> job.startsWith(name + "/"));
    }

    @NonNull
    @Override
    public String getUrl() {
        return item.getUrl() + URL_NAME + "/";
    }

    @NonNull
    @Override
    public Object getOwner() {
        return item;
    }

    @Override
    public String getIconFileName() {
        return Icons.MODELS;
    }

    @Override
    public String getDisplayName() {
        return only == null ? super.getDisplayName() : Messages.ItemModels_one();
    }

    @Override
    public String getUrlName() {
        return only == null ? URL_NAME : "/" + URL_NAME + "/model/" + only;
    }

    /** Adds the page where a model concerns the item. */
    @Extension
    public static final class Factory extends TransientActionFactory<AbstractItem> {
        private static final Logger LOGGER = Logger.getLogger(Factory.class.getName());

        @Override
        public Class<AbstractItem> type() {
            return AbstractItem.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return ItemModels.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull AbstractItem item) {
            try {
                List<ModelSummary> models = ModelRegistry.get().models().stream()
                        .filter(model -> concerns(item, model))
                        .limit(2)
                        .toList();
                return models.isEmpty()
                        ? List.of()
                        : List.of(new ItemModels(
                                item,
                                item instanceof Job && models.size() == 1
                                        ? models.get(0).name()
                                        : null));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "cannot tell the models of " + item.getFullName());
                return List.of();
            }
        }
    }
}
