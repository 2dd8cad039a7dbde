package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A model in the list for machines. */
@ExportedBean(defaultVisibility = 2)
public final class ModelEntry {
    private final ModelsPage page;
    private final ModelSummary summary;

    ModelEntry(ModelsPage page, ModelSummary summary) {
        this.page = page;
        this.summary = summary;
    }

    @Exported
    public String getName() {
        return summary.name();
    }

    @Exported
    public String getDescription() {
        return summary.settings().description();
    }

    @Exported
    public String getUrl() {
        return Util.fixNull(Jenkins.get().getRootUrl()) + page.getUrl() + "model/" + summary.name() + "/";
    }

    /** The version that serves, by environment. */
    @Exported
    public Map<String, Integer> getChampions() {
        Map<String, Integer> champions = new LinkedHashMap<>();
        summary.champions().forEach(champion -> champions.put(champion.environment(), champion.version()));
        return champions;
    }

    @Exported
    public int getVersionCount() {
        return summary.versionCount();
    }

    /** Number of the newest version; null where there is none. */
    @Exported
    @CheckForNull
    public Integer getNewest() {
        return summary.newest() == null ? null : summary.newest().version();
    }

    /** Why the model's files cannot be read; null where they can. */
    @Exported
    @CheckForNull
    public String getProblem() {
        return summary.problem();
    }
}
